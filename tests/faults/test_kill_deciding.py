"""kill -9 while a model thinks about an answer: the answer is there, and the next thing is asked at once."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from neurohire.services import deciding, journal, model_questions
from neurohire.settings import Settings
from neurohire.stand_in.behaviour import Behaviour, Fault, Step
from neurohire.stand_in.server import StandIn
from tests import people
from tests.candidates import FOLLOW_UP, invite
from tests.faults.candidate import ScriptedCandidate, cookie
from tests.faults.stage import Stage
from tests.live_server import LiveServer

SAID = "We sharded by customer, and the monthly statement broke first."


@pytest.fixture
def hanging() -> Iterator[StandIn]:
    server = StandIn(0, Behaviour(always=Step(fault=Fault.HANG)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
async def thinking_stage(settings: Settings, tmp_path: Path, hanging: StandIn) -> AsyncIterator[Stage]:
    """`python main.py` on SQLite, with a model that never answers."""
    model = {"MODEL_ALLOW_PRIVATE": "true", "MODEL_BASE_URL": hanging.url, "MODEL_NAME": "stand-in"}
    settings.model_base_url, settings.model_name = hanging.url, "stand-in"  # what the candidate agrees to
    server = LiveServer(tmp_path, SECRET=settings.secret_key(), **model)
    stage = None
    try:
        await server.start()
        stage = Stage(server, f"sqlite:///{server.data_dir / 'neurohire.db'}", settings)
        yield stage
    finally:
        server.kill()
        if stage is not None:
            stage.database.close()


def cast(db: Session) -> tuple[str, str]:
    invited = invite(db)
    model_questions.switch_off(db)
    return invited.interview_id, people.enter(db, invited.actor, invited.interview_id)[0]


async def test_a_kill_while_a_model_thinks(thinking_stage: Stage, hanging: StandIn) -> None:
    stage = thinking_stage
    interview_id, token = stage.database.run(cast)[0]
    header = cookie(stage.settings.secret_key(), token)
    async with ScriptedCandidate(stage.server.url, interview_id, header) as candidate:
        await candidate.send("interview_start")
        await candidate.until(lambda: candidate.turn is not None)
        question, _ = candidate.place() or ("", 0)
        await candidate.send("answer_done", question_id=question, follow_up=0, text=SAID)
        await candidate.until(lambda: bool(candidate.turn and candidate.turn["is_deciding"]))
        stage.server.kill()
        await stage.server.start()
        await candidate.until(lambda: bool(candidate.turn and candidate.turn["follow_up"] == 1))
        assert candidate.turn and candidate.turn["follow_up_text"] == FOLLOW_UP
        await candidate.settled()
    entries = stage.database.run(journal.since, interview_id, 0)[0]
    assert stage.database.run(journal.verify, interview_id)[0].broken_at is None
    at = {entry.kind: entry.at for entry in entries}
    back = next(e for e in entries if e.kind == "time_given_back" and "reason" not in e.body)
    assert (at["follow_up_asked"] - back.at) < deciding.LIMIT / 4, "it was waited for once more"
    given = [entry.body for entry in entries if entry.kind == "time_given_back"]
    assert [body["seconds"] <= 8 for body in given if body.get("reason") == "deciding"] == [True]
    assert len(hanging.behaviour.calls) <= 1, "nobody asked the model again"
