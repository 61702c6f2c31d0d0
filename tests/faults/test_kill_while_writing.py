"""kill -9 while a model writes questions for many resumes: what was kept is never asked for again."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.database import Database
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.models.model_calls import ModelCall
from neurohire.settings import Settings
from neurohire.stand_in.behaviour import Behaviour, Step
from neurohire.stand_in.server import StandIn
from neurohire.vocabulary import ModelState, Role
from tests import people
from tests.live_server import LiveServer

RESUMES = 12
KEPT = 3  # sets, when the server is killed
SECONDS = 90.0


@pytest.fixture
def slow_model(settings: Settings) -> Iterator[StandIn]:
    """300 ms a call, so that there is a middle."""
    server = StandIn(0, Behaviour(always=Step(delay=0.3)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    settings.model_allow_private = True
    settings.model_base_url, settings.model_name = server.url, "stand-in"
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


async def test_after_a_kill_only_what_is_missing_is_asked_for(
    settings: Settings, slow_model: StandIn, tmp_path: Path
):
    server = LiveServer(
        tmp_path,
        SECRET=settings.secret_key(),
        MODEL_BASE_URL=slow_model.url,
        MODEL_NAME="stand-in",
        MODEL_ALLOW_PRIVATE="true",
        MODEL_PARALLEL="2",
    )
    await server.start()
    database = Database(f"sqlite:///{server.data_dir / 'neurohire.db'}")
    try:
        database.run(invite_all)
        await until(database, KEPT)
        server.kill()
        kept, calls = database.run(written)[0], database.run(calls_by_interview)[0]
        assert KEPT <= len(kept) < RESUMES
        await server.start()
        await until(database, RESUMES)
        after, more = database.run(written)[0], database.run(calls_by_interview)[0]
        assert {one: after[one] for one in kept} == kept
        assert {one: more[one] for one in kept} == {one: calls[one] for one in kept}
        assert len(after) == RESUMES
    finally:
        server.kill()
        database.close()


async def until(database: Database, sets: int) -> None:
    async with asyncio.timeout(SECONDS):
        while len(await database.read(written)) < sets:
            await asyncio.sleep(0.05)


def invite_all(db: Session) -> None:
    actor = people.make_actor(db, "rita@example.org", Role.RECRUITER)
    position = people.make_position(db, actor)
    for number in range(RESUMES):
        people.make_interview(db, actor, position, f"c{number}@example.org", f"Cam {number}")


def written(db: Session) -> dict[str, list[str]]:
    """Interviews whose set is the model's, with the rows of that set."""
    rows = db.execute(
        select(col(InterviewQuestion.interview_id), col(InterviewQuestion.id))
        .join(Interview, col(Interview.id) == col(InterviewQuestion.interview_id))
        .where(col(Interview.writing_state) == ModelState.DONE)
        .order_by(col(InterviewQuestion.place))
    )
    found: dict[str, list[str]] = {}
    for interview_id, row_id in rows:
        found.setdefault(interview_id, []).append(row_id)
    return found


def calls_by_interview(db: Session) -> Counter[str | None]:
    return Counter(db.scalars(select(col(ModelCall.interview_id))))
