"""Questions by a model for many resumes, against the bare calls of the same run: the stand-in takes 300 ms.

python -m tests.bench.questions_by_model [--resumes 100] [--parallel 4]
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
from sqlalchemy import func, select
from sqlmodel import Session, col

from neurohire import migrations
from neurohire.ai.client import ModelClient
from neurohire.ai.in_use import ModelsInUse
from neurohire.ai.ledger import NoLedger
from neurohire.ai.service import service_of
from neurohire.ai.writing_prompt import PROMPT, TOKENS_EACH, messages_for, shape_for
from neurohire.database import Database
from neurohire.models.interviews import Interview
from neurohire.models.model_calls import ModelCall
from neurohire.models.resumes_read import ResumeFacts, ResumeStatement
from neurohire.questions.request import PositionBrief
from neurohire.services import model_work
from neurohire.settings import get_settings
from neurohire.vocabulary import ModelState, QuestionType, Role
from tests import people
from tests.mariadb import free_port

QUESTIONS = 10
COUNTS = {QuestionType.TECHNICAL: 2, QuestionType.SCENARIO: 2, QuestionType.BEHAVIOURAL: 1}  # of one call
START_SECONDS = 60.0


@dataclass(frozen=True)
class Measured:
    """Seconds for all sets, and for as many bare calls."""

    sets: int
    calls: int
    seconds: float
    bare: float

    @property
    def ratio(self) -> float:
        return self.seconds / self.bare

    def told(self) -> str:
        return (
            f"{self.sets} sets, {self.calls} calls: {self.seconds:.1f} s; the calls alone {self.bare:.1f} s; "
            f"{self.ratio:.2f} times"
        )


@contextlib.contextmanager
def stand_in(delay: float = 0.3) -> Iterator[str]:
    """In a process of its own, so that what it thinks takes nothing from the app."""
    port = free_port()
    command = [sys.executable, "-m", "neurohire", "stand-in", "--port", str(port), "--delay", str(delay)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def settings_for(url: str, parallel: int) -> Iterator[None]:
    """The model in the environment, as a person would set it."""
    given = {
        "MODEL_BASE_URL": url,
        "MODEL_NAME": "stand-in",
        "MODEL_ALLOW_PRIVATE": "true",
        "MODEL_PARALLEL": str(parallel),
    }
    before = {name: os.environ.get(f"NEUROHIRE_{name}") for name in given}
    os.environ.update({f"NEUROHIRE_{name}": value for name, value in given.items()})
    get_settings.cache_clear()
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(f"NEUROHIRE_{name}", None)
            if value is not None:
                os.environ[f"NEUROHIRE_{name}"] = value
        get_settings.cache_clear()


async def measure(database: Database, resumes: int, name: str = "one") -> Measured:
    """All sets by as many workers as the app has; then the calls alone, at the same parallelism."""
    settings = get_settings()
    async with ready(settings.model_base_url):
        before = database.run(count)[0]
        database.run(add_resumes, resumes, name)
        models = ModelsInUse(settings, database)
        assert models.writer is not None
        try:
            await models.writer.prepare()  # once in the life of a server
            began = time.monotonic()
            await asyncio.gather(*(_worker(database, models) for _ in range(models.workers)))
            seconds = time.monotonic() - began
        finally:
            await models.close()
        sets, calls = (now - then for now, then in zip(database.run(count)[0], before, strict=True))
        assert sets == resumes, f"{sets} of {resumes} sets were written"
        return Measured(sets, calls, seconds, await bare_calls(calls))


@contextlib.asynccontextmanager
async def ready(url: str) -> AsyncIterator[None]:
    async with asyncio.timeout(START_SECONDS), httpx.AsyncClient() as http:
        while True:
            with contextlib.suppress(httpx.HTTPError):
                await http.get(url)
                break
            await asyncio.sleep(0.05)
    yield


async def bare_calls(calls: int) -> float:
    """The same question to the model so many times, and nothing done with the answers."""
    settings = get_settings()
    service = service_of(settings, "questions")
    assert service is not None
    client = ModelClient(service, NoLedger(), places=asyncio.Semaphore(settings.model_parallel))
    facts = facts_of(0)
    position = PositionBrief(title="Backend Engineer", field="backend", counts=COUNTS)
    lines = list(enumerate(facts.statements, 1))
    messages = messages_for(position, lines, COUNTS, [], facts)
    shape, most = shape_for(COUNTS), TOKENS_EACH * sum(COUNTS.values()) + 500
    try:
        await client.ask(shape, messages, prompt=PROMPT, most_tokens=most)  # connects, loads the package
        began = time.monotonic()
        asked = (client.ask(shape, messages, prompt=PROMPT, most_tokens=most) for _ in range(calls))
        await asyncio.gather(*asked)
        return time.monotonic() - began
    finally:
        await client.close()


async def _worker(database: Database, models: ModelsInUse) -> None:
    while await model_work.do_next(database, models):
        pass


def add_resumes(db: Session, resumes: int, name: str) -> None:
    """Each with thirty lines of its own, in one position of ten questions."""
    actor = people.make_actor(db, f"{name}@example.org", Role.RECRUITER)
    position = people.make_position(db, actor, QUESTIONS)
    for number in range(resumes):
        address = f"{name}{number}@example.org"
        people.make_interview(db, actor, position, address, f"Cam {number}", facts_of(number))


def facts_of(number: int) -> ResumeFacts:
    verbs = ("Rebuilt", "Measured", "Moved", "Designed", "Halved", "Automated")
    things = ("nightly import", "public interface", "order service", "search index", "report engine")
    lines = [
        ResumeStatement(
            kind="achievement",
            text=f"{verb} the {thing} of customer {number} with Python in {number % 9 + 2} weeks",
            skills=["Python", "PostgreSQL"],
        )
        for verb in verbs
        for thing in things
    ]
    return ResumeFacts(skills=["Python", "SQL", "Docker"], statements=lines)


def count(db: Session) -> tuple[int, int]:
    """Sets that are the model's, and calls that were made."""
    done = select(func.count()).select_from(Interview).where(col(Interview.writing_state) == ModelState.DONE)
    return int(db.scalar(done) or 0), int(db.scalar(select(func.count()).select_from(ModelCall)) or 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--resumes", type=int, default=100)
    parser.add_argument("--parallel", type=int, default=4)
    parser.add_argument("--delay", type=float, default=0.3)
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        stand_in(given.delay) as url,
        settings_for(url, given.parallel),
    ):
        database = Database(f"sqlite:///{Path(folder) / 'bench.db'}")
        migrations.upgrade(database.engine)
        print(asyncio.run(measure(database, given.resumes)).told())


if __name__ == "__main__":
    main()
