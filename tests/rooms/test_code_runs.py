"""Runs of code in the room: who sees what of them, hidden tests, focus time, output while it goes on."""

from __future__ import annotations

import asyncio
import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from neurohire import clock
from neurohire.database import Database
from neurohire.errors import InvalidState, Rejected
from neurohire.models.interviews import Interview
from neurohire.questions.bank import load_bank
from neurohire.services import journal, room_entries
from neurohire.services.question_sets import new_row
from neurohire.vocabulary import QuestionState
from tests.rooms.live import Live, LiveRoom, Sender, admit, make_room

PART = {"kind": "stdout", "text": "hello\n"}
FINISH = {"ok": True, "seconds": 0.2, "output": [PART]}


def started(db: Session) -> tuple[Live, str]:
    """A live interview in which a coding question with hidden tests is shown; the question's id there."""
    live = make_room(db)
    admit(db, live)
    question = load_bank().question("coding-first-unique")
    assert question is not None
    row = new_row(live.interview_id, 50, question)
    row.state = QuestionState.ASKED
    db.add(row)
    db.flush()
    return live, row.id


def sender(db: Session, live: Live, name: str) -> Sender:
    """Going on after what `admit` sent."""
    found = Sender(db, live, name)
    found.seq = 100
    return found


def results(*places: int) -> list[dict[str, Any]]:
    return [{"place": place, "passed": place == 0, "outcome": "passed"} for place in places]


def bodies(db: Session, live: Live, kind: str) -> list[dict[str, Any]]:
    found = journal.since(db, live.interview_id, 0, 10_000)
    return [entry.body or {} for entry in found if entry.kind == kind]


async def test_a_run_stands_in_the_journal_with_whose_browser_it_was(database: Database):
    def work(db: Session) -> None:
        live, _ = started(db)
        ana, rita = sender(db, live, "ana"), sender(db, live, "rita")
        run = str(uuid.uuid4())
        ana.send("start_code_run", run=run, language="python", file="main.py", digest="a" * 64)
        ana.send("finish_code_run", run=run, **FINISH)
        rita.send("finish_code_run", run=str(uuid.uuid4()), **FINISH)
        own, other = bodies(db, live, "code_run_finished")
        assert (own["name"], own["by"], own["self_reported"]) == ("Ana Ruiz", "candidate", True)
        assert (other["by"], other["self_reported"]) == ("interviewer", False)
        assert own["output"] == [PART]
        assert bodies(db, live, "code_run_started")[0]["digest"] == "a" * 64

    await database.transact(work)


async def test_hidden_tests_never_reach_the_candidate(database: Database):
    def work(db: Session) -> None:
        live, question_id = started(db)
        ana, rita = sender(db, live, "ana"), sender(db, live, "rita")
        told, known = ana.view()["runs"], rita.view()["runs"]
        assert [one["place"] for one in told["cases"]] == [0, 1]
        assert [one["place"] for one in known["cases"]] == [0, 1, 2, 3, 4]
        assert "aabbccd" in json.dumps(known) and "aabbccd" not in json.dumps(ana.view(), default=str)
        run = {"run": str(uuid.uuid4()), "ok": False, "question_id": question_id}
        rita.send("finish_code_run", **run, cases=results(0, 1, 2, 3))
        rita.send("finish_hidden_cases", **run, cases=results(0, 1, 2, 3))
        assert [one["place"] for one in bodies(db, live, "code_run_finished")[0]["cases"]] == [0, 1]
        assert [one["place"] for one in bodies(db, live, "hidden_cases_run")[0]["cases"]] == [2, 3]
        ana.send("finish_code_run", run=str(uuid.uuid4()), ok=True, question_id=question_id, cases=results(2))
        assert bodies(db, live, "code_run_finished")[1]["cases"] == []
        with pytest.raises(Rejected):
            ana.send("finish_hidden_cases", **run, cases=results(2))

    await database.transact(work)


def test_who_is_told_what():
    seats = {kind: {seat.value for seat in seen} for kind, seen in room_entries.SEES.items()}
    assert seats["code_run_finished"] == {"candidate", "interviewer", "observer"}
    assert seats["hidden_cases_run"] == {"interviewer", "observer"}
    assert seats["focus_run_finished"] == {"candidate"}


async def test_in_focus_time_a_run_is_kept_and_told_to_nobody(database: Database):
    def work(db: Session) -> None:
        live, _ = started(db)
        row = db.get(Interview, live.interview_id)
        assert row is not None
        row.focus_until = clock.now() + timedelta(minutes=5)
        db.flush()
        ana = sender(db, live, "ana")
        with pytest.raises(InvalidState) as refused:
            ana.send("finish_code_run", run=str(uuid.uuid4()), **FINISH)
        assert refused.value.code == "in_focus"
        ana.send("finish_focus_run", run=str(uuid.uuid4()), **FINISH)
        assert bodies(db, live, "focus_run_finished")[0]["output"] == [PART]
        with pytest.raises(Rejected):
            sender(db, live, "rita").send("finish_focus_run", run=str(uuid.uuid4()), **FINISH)

    await database.transact(work)


@pytest.mark.parametrize(
    "body",
    [
        {"run": "x"},
        {"run": "<img src=x onerror=1>"},
        {"output": [{"kind": "stdout", "text": "x" * 48_001}]},
        {"output": [{"kind": "html", "text": "x"}]},
        {"output": [PART] * 2001},
        {"output": [{"kind": "stdout", "text": "x" * 40_000}] * 2},
        {"seconds": float("inf")},
        {"error": "<b>"},
        {"cases": results(0)},
        {"cases": results(0), "question_id": "none"},
        {"cases": [{"place": 99, "passed": True, "outcome": "passed"}]},
        {"cases": [{"place": 0, "passed": True, "outcome": "won"}]},
    ],
)
async def test_bad_results_are_refused_and_leave_no_trace(database: Database, body: dict[str, Any]):
    def work(db: Session) -> None:
        live, _ = started(db)
        with pytest.raises(Rejected):
            sender(db, live, "ana").send("finish_code_run", **({"run": str(uuid.uuid4())} | FINISH | body))
        assert bodies(db, live, "code_run_finished") == []

    await database.transact(work)


async def test_an_observer_runs_nothing(database: Database):
    def work(db: Session) -> None:
        live, _ = started(db)
        with pytest.raises(Rejected):
            sender(db, live, "olga").send("start_code_run", run=str(uuid.uuid4()), language="python")

    await database.transact(work)


# ── what is printed while it runs ─────────────────────────────────────────────────────────────


def outputs(page: Any) -> list[dict[str, Any]]:
    return [message for message in page.messages if message["type"] == "run_output"]


async def test_output_goes_to_the_others_inside_at_once_and_is_not_kept(room: LiveRoom):
    await room.admit()
    async with room.page("ana") as ana, room.page("rita") as rita, room.page("olga") as olga:
        await asyncio.gather(ana.hello(), rita.hello(), olga.hello())
        for page in (ana, rita, olga):
            await page.presence(lambda told: len(told["here"]) == 3)
        said = {"type": "run_output", "run": str(uuid.uuid4()), "parts": [PART]}
        await ana.post(said)
        for page in (rita, olga):
            told = await page.next(lambda message: message["type"] == "run_output")
            assert told["parts"] == [PART]
            assert told["by"].startswith("candidate:")
        assert outputs(ana) == []
        await olga.post(said)  # reads only
        await ana.post(said | {"parts": [{"kind": "stdout", "text": "x" * 9000}]})
    assert [entry.kind for entry in await room.entries() if "run" in entry.kind] == []


async def test_a_candidate_at_the_door_hears_and_says_nothing(room: LiveRoom):
    async with room.page("ana") as ana, room.page("rita") as rita:
        await asyncio.gather(ana.hello(), rita.hello())
        await rita.presence(lambda told: len(told["here"]) == 2)
        await ana.post({"type": "run_output", "run": str(uuid.uuid4()), "parts": [PART]})
        await rita.post({"type": "run_output", "run": str(uuid.uuid4()), "parts": [PART]})
        await asyncio.gather(ana.post({"type": "ping"}), rita.post({"type": "ping"}))
        for page in (ana, rita):
            await page.next(lambda message: message["type"] == "pong")
        assert outputs(ana) == outputs(rita) == []


async def test_a_flood_of_output_ends_at_the_limit(room: LiveRoom):
    await room.admit()
    async with room.page("ana") as ana, room.page("rita") as rita:
        await asyncio.gather(ana.hello(), rita.hello())
        await rita.presence(lambda told: len(told["here"]) == 2)
        run = str(uuid.uuid4())
        for _ in range(20):
            await ana.post(
                {"type": "run_output", "run": run, "parts": [{"kind": "stdout", "text": "x" * 8000}]}
            )
        await ana.post({"type": "run_output", "run": str(uuid.uuid4()), "parts": [PART]})
        await rita.next(lambda message: message["type"] == "run_output" and message["parts"] == [PART])
        assert sum(len(part["text"]) for told in outputs(rita) for part in told["parts"]) == 64_006


@pytest.mark.parametrize(
    "message",
    [
        {"type": "run_output"},
        {"type": "run_output", "run": "short", "parts": [PART]},
        {"type": "run_output", "run": str(uuid.uuid4()), "parts": []},
        {"type": "run_output", "run": str(uuid.uuid4()), "parts": [{"kind": "stdout", "text": 5}]},
        {"type": "run_output", "run": str(uuid.uuid4()), "parts": [PART], "to": "x"},
    ],
)
async def test_a_crafted_message_closes_its_own_line_only(room: LiveRoom, message: dict[str, Any]):
    await room.admit()
    async with room.page("ana") as ana, room.page("rita") as rita:
        await asyncio.gather(ana.hello(), rita.hello())
        await rita.presence(lambda told: len(told["here"]) == 2)
        await ana.post(message)
        assert await ana.until_closed() == 4400
        await rita.post({"type": "ping"})
        await rita.next(lambda told: told["type"] == "pong")
