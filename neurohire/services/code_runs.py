"""Runs of code in the room of a live interview: what was run, in whose browser, and what came out.

Programs run in browsers, never here; whoever's browser it was could have made a result up, so each is marked.
What a candidate runs in focus time only he and the report see.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.errors import InvalidState, Rejected
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.models.questions import MOST_CASES, Question
from neurohire.questions import cases
from neurohire.services.room_access import ALL, STAFF, Seat, Seated
from neurohire.services.room_parts import Body, RoomHandler
from neurohire.vocabulary import QuestionState, QuestionType

STARTED, FINISHED = "code_run_started", "code_run_finished"
HIDDEN = "hidden_cases_run"
FOCUS_STARTED, FOCUS_FINISHED = "focus_run_started", "focus_run_finished"
MOST_OUTPUT = 48_000  # a frame of the socket has 64 KiB, in it a line break takes two
IN_FOCUS = "Focus time is on, so this run is kept for the report only."
SEES = {
    STARTED: ALL,
    FINISHED: ALL,
    HIDDEN: STAFF,
    FOCUS_STARTED: frozenset({Seat.CANDIDATE}),
    FOCUS_FINISHED: frozenset({Seat.CANDIDATE}),
}
RunId = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{8,64}$")]
Outcome = Literal["passed", "different", "error", "too_long", "no_function", "not_run"]


class _Of(Body):
    run: RunId


class Started(_Of):
    """`digest` is of the text that ran."""

    mode: Literal["program", "tests"] = "program"
    language: Annotated[str, Field(pattern=r"^[A-Za-z0-9+#. -]{1,40}$")]
    file: Annotated[str, Field(max_length=80)] = ""
    root: Annotated[str, Field(max_length=40)] = ""
    digest: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    question_id: Annotated[str, Field(max_length=36)] = ""


class Part(Body):
    kind: Literal["stdout", "stderr"]
    text: Annotated[str, Field(max_length=MOST_OUTPUT)]


class CaseResult(Body):
    """`place` in the question's list; `got` is what came instead of what was expected."""

    place: Annotated[int, Field(ge=0, lt=MOST_CASES)]
    passed: bool
    outcome: Outcome
    got: Annotated[str, Field(max_length=400)] = ""
    seconds: Annotated[float, Field(ge=0, le=3600)] = 0


class Finished(_Of):
    ok: bool
    error: Annotated[str, Field(pattern=r"^[a-z_]{0,20}$")] = ""
    hint: Annotated[str, Field(pattern=r"^[a-z_]{0,20}$")] = ""
    seconds: Annotated[float, Field(ge=0, le=3600)] = 0
    truncated: bool = False
    output: Annotated[list[Part], Field(max_length=2000)] = []
    question_id: Annotated[str, Field(max_length=36)] = ""
    cases: Annotated[list[CaseResult], Field(max_length=MOST_CASES)] = []


def section(db: Session, seated: Seated) -> dict[str, Any]:
    """The test cases of the coding question that is on; the candidate's page never has the hidden ones."""
    on = _on(db, seated.interview)
    if on is None:
        return {"question_id": "", "cases": []}
    asked = Question.model_validate(on.question)
    shown = cases.for_page(asked, with_hidden=seated.seat is not Seat.CANDIDATE)
    return {"question_id": on.id, "cases": shown}


def _on(db: Session, row: Interview) -> InterviewQuestion | None:
    found = db.scalars(
        select(InterviewQuestion)
        .where(
            col(InterviewQuestion.interview_id) == row.id,
            col(InterviewQuestion.state) == QuestionState.ASKED,
        )
        .order_by(col(InterviewQuestion.place))
    )
    return next((one for one in found if one.question.get("type") == QuestionType.CODING), None)


def _start(db: Session, seated: Seated, row: Interview, body: Started) -> dict[str, Any]:
    _not_in_focus(seated, row)
    return _marked(seated, body)


def _start_in_focus(db: Session, seated: Seated, row: Interview, body: Started) -> dict[str, Any]:
    return _marked(seated, body)


def _finish(db: Session, seated: Seated, row: Interview, body: Finished) -> dict[str, Any]:
    _not_in_focus(seated, row)
    return _finished(db, seated, row, body, of_hidden=False)


def _finish_in_focus(db: Session, seated: Seated, row: Interview, body: Finished) -> dict[str, Any]:
    return _finished(db, seated, row, body, of_hidden=False)


def _finish_hidden(db: Session, seated: Seated, row: Interview, body: Finished) -> dict[str, Any]:
    return _finished(db, seated, row, body, of_hidden=True)


def _not_in_focus(seated: Seated, row: Interview) -> None:
    is_on = row.focus_until is not None and row.focus_until > clock.now()
    if seated.seat is Seat.CANDIDATE and is_on:
        raise InvalidState(IN_FOCUS, code="in_focus")


def _finished(
    db: Session, seated: Seated, row: Interview, body: Finished, *, of_hidden: bool
) -> dict[str, Any]:
    if sum(len(part.text) for part in body.output) > MOST_OUTPUT:
        raise Rejected("The output of this run is too long to be kept.", code="too_long")
    told = _marked(seated, body)
    told["cases"] = _of_question(db, row, body, of_hidden) if body.cases else []
    return told


def _of_question(db: Session, row: Interview, body: Finished, of_hidden: bool) -> list[dict[str, Any]]:
    """Only cases that the question has, each on its own side: hidden ones are not told to the candidate."""
    question = db.get(InterviewQuestion, body.question_id)
    if question is None or question.interview_id != row.id or question.state == QuestionState.PENDING:
        raise Rejected("This question is not part of the interview.", code="unknown_question")
    known = Question.model_validate(question.question).test_cases
    results = {one.place: one for one in body.cases if one.place < len(known)}
    return [
        {"name": known[place].name or cases.told(known[place])[:80], **one.model_dump(mode="json")}
        for place, one in sorted(results.items())
        if known[place].hidden is of_hidden
    ]


def _marked(seated: Seated, body: _Of) -> dict[str, Any]:
    """Nobody but this person's browser has seen it run."""
    beside = {"by": seated.seat.value, "name": seated.name, "self_reported": seated.seat is Seat.CANDIDATE}
    return {**body.model_dump(mode="json"), **beside}


HANDLERS: dict[str, RoomHandler] = {
    "start_code_run": RoomHandler(Started, _start, entry=STARTED),
    "finish_code_run": RoomHandler(Finished, _finish, keeps_late=True, entry=FINISHED),
    "finish_hidden_cases": RoomHandler(
        Finished, _finish_hidden, frozenset({Seat.INTERVIEWER}), keeps_late=True, entry=HIDDEN
    ),
    "start_focus_run": RoomHandler(
        Started, _start_in_focus, frozenset({Seat.CANDIDATE}), entry=FOCUS_STARTED
    ),
    "finish_focus_run": RoomHandler(
        Finished, _finish_in_focus, frozenset({Seat.CANDIDATE}), keeps_late=True, entry=FOCUS_FINISHED
    ),
}
