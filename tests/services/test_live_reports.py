"""The report of a live interview: one record of everything, for those who may see it, nothing by mistake."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
from pycrdt import Doc, Text
from sqlmodel import Session

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import InvalidState, NotFound
from neurohire.models.interviews import Interview
from neurohire.services import (
    decisions,
    documents,
    grading,
    journal,
    live_reports,
    overview,
    reports,
    results,
    room_files,
)
from neurohire.services.live_reports import LiveReport
from neurohire.services.question_sets import rows_of
from neurohire.services.reports import Report
from neurohire.services.results import Wanted
from neurohire.settings import Settings
from neurohire.vocabulary import GradingState, InterviewState, Outcome, QuestionState, Recommendation
from tests.candidates import invite
from tests.rooms.live import Live, Sender, admit, make_room
from tests.services.test_scorecards import judge

SECRET = "heron-4711"


@pytest.fixture
def live(database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Live:
    return database.run(held, monkeypatch)[0]


def held(db: Session, monkeypatch: pytest.MonkeyPatch) -> Live:
    """An interview of twelve minutes, on a clock that jumps: two questions, chat, focus time, a bookmark."""
    live, begins = make_room(db), clock.now()
    at = begins

    def later(seconds: float) -> None:
        nonlocal at
        at += timedelta(seconds=seconds)
        monkeypatch.setattr(clock, "now", lambda: at)

    later(1)
    admit(db, live)
    rita = Sender(db, live, "rita")
    rita.seq = 100
    first, second = rows_of(db, live.interview_id)[:2]
    for row, seconds in ((first, 240), (second, 300)):
        row.state, row.asked_at = QuestionState.ASKED, at
        body = {"question_id": row.id, "number": row.place + 1}
        journal.append(db, live.interview_id, live.rita.journal_name, "question_shown", body)
        later(seconds)
        row.state = QuestionState.ANSWERED
        hidden = body | {"seconds": seconds}
        journal.append(db, live.interview_id, live.rita.journal_name, "question_hidden", hidden)
    candidate = live.grant.journal_name
    journal.append(db, live.interview_id, candidate, "chat_sent", {"text": "<b>hello</b>", "key": "k" * 8})
    journal.append(db, live.interview_id, candidate, "focus_started", {"minutes": 5})
    later(120)
    journal.append(db, live.interview_id, candidate, "focus_ended", {"reason": "", "by": "candidate"})
    rita.send("note_draft", text=f"note {SECRET}")
    rita.send("bookmark_set", key=f"{SECRET}-key", words=SECRET, question_id=first.id)
    later(60)
    rita.send("complete_interview")
    return live


def report(database: Database, live: Live, actor: Actor) -> tuple[Report, LiveReport]:
    found = database.run(reports.get, actor, live.interview_id)[0]
    assert found.live is not None
    json.loads(found.model_dump_json())
    return found, found.live


def test_it_says_who_when_how_long_and_what_was_asked(database: Database, live: Live) -> None:
    found, told = report(database, live, live.rita)
    assert found.interview.state is InterviewState.SUBMITTED
    assert (told.seconds, told.ended_by) == (720, live.rita.name)
    assert told.interviewers == sorted([live.ben.name, live.rita.name])
    assert [(one.number, one.seconds) for one in told.questions] == [(1, 240), (2, 300)]
    assert told.not_shown == 3
    assert [(one.name, one.text) for one in told.record.chat] == [("Ana Ruiz", "<b>hello</b>")]
    assert [(one.until - one.at).total_seconds() for one in told.record.focus] == [120]
    lanes = {lane.name: lane.marks for lane in told.timeline}
    assert [(mark.start, mark.end) for mark in lanes["Questions"]] == [(0, 240), (240, 540)]
    assert [mark.start for mark in lanes["Chat"]] == [540]
    assert lanes["Door and clock"][-1].words.endswith("completed the interview")


def test_private_notes_are_only_for_their_author(database: Database, live: Live) -> None:
    found, told = report(database, live, live.rita)
    assert told.bookmarks is not None and [mark.words for mark in told.bookmarks.marks] == [SECRET]
    assert SECRET not in found.model_dump_json()  # nor in a file that he may hand on
    for actor in (live.ben, live.olga):
        found, other = report(database, live, actor)
        assert SECRET not in found.model_dump_json() and other.bookmarks is None
    with pytest.raises(NotFound):
        database.run(live_reports.get, live.stranger, live.interview_id)


def test_nothing_is_graded_and_nothing_is_called_not_assessed(database: Database, live: Live) -> None:
    with pytest.raises(InvalidState):
        database.run(grading.grade_again, live.rita, live.interview_id)
    assert database.run(grading.next_ungraded, live.interview_id)[0] is None
    found, _ = report(database, live, live.rita)
    assert found.interview.grading_state is GradingState.NONE
    assert found.score is None and found.score_text == ""


async def test_the_table_has_cards_and_recommendations_as_far_as_they_may_be_seen(
    database: Database, live: Live
) -> None:
    await database.transact(judge, live, "ben", 3, Recommendation.STRONG_YES, "Ben's words")
    hidden = await _row(database, live.rita)
    assert (hidden["kind"], hidden["scorecards"]) == ("live", "1 of 2")
    assert hidden["recommendations"] == "hidden until you submit yours" and hidden["scorecard_mean"] == ""
    shown = await _row(database, live.olga)
    assert (shown["recommendations"], shown["scorecard_mean"]) == ("strong yes", "3.0")
    assert [shown[f"question_{n}"] for n in (1, 2, 3)] == ["shown", "shown", ""]
    assert shown["score"] == "" and "not assessed" not in shown.values()


async def _row(database: Database, actor: Actor) -> dict[str, str]:
    text = "".join([piece async for piece in results.stream(database, actor, Wanted())])
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    return row


def test_home_reminds_who_has_not_judged_until_he_has(database: Database, live: Live) -> None:
    def waiting(actor: Actor) -> list[str]:
        home = database.run(overview.home, actor)[0]
        assert home.to_judge == len(home.unjudged)
        return [name for _, name in home.unjudged]

    assert [waiting(who) for who in (live.rita, live.ben, live.olga)] == [["Ana Ruiz"], ["Ana Ruiz"], []]
    database.run(judge, live, "ben", 3, Recommendation.YES, "Enough was seen")
    assert [waiting(who) for who in (live.rita, live.ben)] == [["Ana Ruiz"], []]


def test_a_person_decides_as_on_every_interview_and_the_journal_holds(database: Database, live: Live) -> None:
    database.run(decisions.decide, live.rita, live.interview_id, Outcome.ADVANCE, "Two strong cards")
    found, _ = report(database, live, live.ben)
    assert found.interview.state is InterviewState.REVIEWED
    assert found.decision is not None and found.decision.decided_by == live.rita.name
    database.run(judge, live, "ben", 2, Recommendation.NO, "Also after the decision")
    verified = database.run(journal.verify, live.interview_id)[0]
    assert verified.broken_at is None and verified.entries > 10


def test_an_erased_line_is_left_out_and_an_interview_alone_has_no_live_part(
    database: Database, live: Live
) -> None:
    entries = database.run(journal.since, live.interview_id, 0, 500)[0]
    chat = next(entry.seq for entry in entries if entry.kind == "chat_sent")
    database.run(journal.erase, live.interview_id, chat)
    assert report(database, live, live.rita)[1].record.chat == []
    alone = database.run(invite, "bo@example.org")[0]
    assert database.run(reports.get, alone.actor, alone.interview_id)[0].live is None


def test_it_ends_well_when_the_question_was_still_on(database: Database, live: Live) -> None:
    def reopen(db: Session) -> None:
        row = db.get(Interview, live.interview_id)
        assert row is not None
        body = {"question_id": rows_of(db, row.id)[2].id, "number": 3}
        journal.append(db, row.id, live.rita.journal_name, "question_shown", body)
        row.submitted_at = clock.now() + timedelta(seconds=30)

    database.run(reopen)
    assert report(database, live, live.rita)[1].record.shown[-1].seconds == 30


def test_it_begins_when_the_interview_is_over(database: Database, settings: Settings) -> None:
    under_way = database.run(make_room, "bo@example.org")[0]
    database.run(admit, under_way)
    assert database.run(reports.get, under_way.rita, under_way.interview_id)[0].live is None


def test_code_and_runs_stand_in_it_marked_by_whose_browser_says_so(
    database: Database, settings: Settings
) -> None:
    told = database.run(_with_code)[0].live
    assert told is not None
    assert [(file.name, file.text) for file in told.files] == [("main.py", "print(1)\n")]
    done, lost, hidden = told.record.runs
    assert (done.file, done.ok, done.output, done.is_candidates) == (
        "main.py", True, [("stdout", "1\n")], True,
    )  # fmt: skip
    assert [(one.name, one.passed) for one in done.cases] == [("empty", False)]
    assert (lost.is_ended, lost.in_focus) == (False, True)
    assert (hidden.of_hidden_cases, hidden.is_candidates) == (True, False)
    assert [len(lane.marks) for lane in told.timeline if lane.name == "Runs"] == [3]


def _with_code(db: Session) -> Report:
    live = make_room(db, "bo@example.org")
    admit(db, live)
    document = room_files.ensure(db, live.interview_id)
    doc: Doc[Text] = Doc()
    doc[documents.ROOT] = Text("print(1)\n")
    documents.snapshot(db, document.id, doc.get_update())
    ana, rita = live.grant.journal_name, live.rita.journal_name
    case = {"name": "empty", "passed": False, "outcome": "different", "got": "None"}
    result = {"run": "r" * 8, "ok": True, "seconds": 0.1, "cases": [case]}
    result["output"] = [{"kind": "stdout", "text": "1\n"}]
    for actor, kind, body in (
        (ana, "code_run_started", {"run": "r" * 8, "file": "main.py", "language": "Python"}),
        (ana, "code_run_finished", result),
        (ana, "focus_run_started", {"run": "s" * 8, "file": "main.py", "language": "Python"}),
        (rita, "hidden_cases_run", result | {"output": []}),
    ):
        journal.append(db, live.interview_id, actor, kind, body)
    sender = Sender(db, live, "rita")
    sender.seq = 900
    sender.send("complete_interview")
    return reports.get(db, live.rita, live.interview_id)
