"""The questions in the room of a live interview: shown one at a time, with the time that each took."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.models.journal import JournalEntry
from neurohire.models.question_pool import PoolQuestion
from neurohire.models.questions import Question
from neurohire.models.users import User
from neurohire.questions import single
from neurohire.questions.request import MAX_QUESTIONS
from neurohire.services import access, accounts, journal, pool_rows, room_editor
from neurohire.services.question_sets import new_row, rows_of
from neurohire.services.room_access import Seat, Seated
from neurohire.services.room_parts import Body, RoomHandler, Section
from neurohire.vocabulary import InterviewState, QuestionSource, QuestionState, QuestionType

SHOWN, HIDDEN = "question_shown", "question_hidden"
ADDED = "question_added"
INTERVIEWER = frozenset({Seat.INTERVIEWER})
GONE = "This question is not in the list any more."
NONE_LEFT = "All questions of the list were shown. You can add one or show one again."
MOST = MAX_QUESTIONS + 20  # in the room a list may grow


class OneQuestion(Body):
    question_id: Annotated[str, Field(max_length=36)]


class HideQuestion(OneQuestion):
    outcome: Literal["answered", "skipped"] = "answered"


class OwnQuestion(Body):
    text: Annotated[str, Field(max_length=1500)]
    type: QuestionType = QuestionType.TECHNICAL
    is_shown: bool = False  # at once


class PickedQuestion(Body):
    pool_id: Annotated[str, Field(max_length=80)]
    is_shown: bool = False


def show(db: Session, seated: Seated, row: Interview, body: OneQuestion) -> dict[str, Any]:
    """The candidate sees it from now on, and no other."""
    question = db.get(InterviewQuestion, body.question_id)
    if question is None or question.interview_id != row.id:
        raise NotFoundHere()
    return _put_on(db, seated, row, question)


def show_next(db: Session, seated: Seated, row: Interview, body: Body) -> dict[str, Any]:
    """The next one that nobody has shown yet."""
    pending = [found for found in rows_of(db, row.id) if found.state == QuestionState.PENDING]
    if not pending:
        raise InvalidState(NONE_LEFT, code="none_left")
    return _put_on(db, seated, row, pending[0])


def hide(db: Session, seated: Seated, row: Interview, body: HideQuestion) -> dict[str, Any]:
    """The candidate sees no question; the time it was shown is written down."""
    question = _shown(db, row.id)
    if question is None or question.id != body.question_id:
        raise InvalidState("This question is not shown any more.", code="hidden_already")
    return _taken_off(db, row, question, QuestionState(body.outcome))


def add_own(db: Session, seated: Seated, row: Interview, body: OwnQuestion) -> dict[str, Any]:
    """A question thought of on the spot; it has no rubric, so it is asked and not assessed by itself."""
    question = single.own_question(body.text, body.type)
    made = _append(db, row, question)
    pool_rows.keep(db, row, [question], by=_user_id(seated))
    return _added(db, seated, row, made, body.is_shown)


def pick(db: Session, seated: Seated, row: Interview, body: PickedQuestion) -> dict[str, Any]:
    """A question of the bank that this interviewer may see, as it is there now."""
    found = _of_bank(db, seated, body.pool_id)
    if found.source == QuestionSource.RESUME:
        raise Rejected("This form needs a line of a resume. Please write the question yourself.", code="form")
    question = pool_rows.current(db, found)
    made = _append(db, row, question)
    pool_rows.touch(db, [made.pool_id])
    return _added(db, seated, row, made, body.is_shown)


def end_shown(db: Session, row: Interview, actor: str, at: datetime) -> None:
    """The interview is over since then: the question that is on ends with it."""
    question = _shown(db, row.id)
    if question is not None:
        journal.append(db, row.id, actor, HIDDEN, _taken_off(db, row, question, QuestionState.ANSWERED, at))


def spent(db: Session, interview_id: str) -> dict[str, float]:
    """Seconds each question was shown, all times together; without the one that is on."""
    total: dict[str, float] = {}
    for entry in _entries(db, interview_id):
        if entry.kind == HIDDEN and entry.body:
            name = str(entry.body["question_id"])
            total[name] = total.get(name, 0.0) + float(entry.body["seconds"])
    return total


def section(db: Session, seated: Seated) -> dict[str, Any]:
    """For the candidate the question that is on, for the team also where each of the list stands."""
    row = seated.interview
    entries = _entries(db, row.id)
    on = _shown(db, row.id)
    since = _since(entries, on.id) if on else None
    if seated.seat is Seat.CANDIDATE:
        return {"shown": _for_candidate(on, entries, since) if on else None}
    seconds = spent(db, row.id)
    return {
        "shown": {"id": on.id, "since": since} if on else None,
        "list": [
            {"id": one.id, "state": one.state, "seconds": round(seconds.get(one.id, 0.0))}
            for one in rows_of(db, row.id)
        ],
    }


def _for_candidate(
    on: InterviewQuestion, entries: list[journal.Entry], since: datetime | None
) -> dict[str, Any]:
    """Only its words: never rubric, expected points, follow-ups, skill, or how many there are."""
    asked = Question.model_validate(on.question)
    return {
        "id": on.id,
        "number": _counted(entries, on.id),
        "type": asked.type.value,
        "text": asked.text,
        "since": since,
    }


def _counted(entries: list[journal.Entry], question_id: str) -> int:
    """The how-manieth question this is for the candidate: in the order in which they were shown."""
    seen = list(dict.fromkeys(e.body["question_id"] for e in entries if e.kind == SHOWN and e.body))
    return seen.index(question_id) + 1 if question_id in seen else len(seen) + 1


def _put_on(db: Session, seated: Seated, row: Interview, question: InterviewQuestion) -> dict[str, Any]:
    if row.state != InterviewState.LIVE:
        raise InvalidState("The candidate is not in the room yet, so nobody would see it.", code="not_live")
    on = _shown(db, row.id)
    if on is not None and on.id == question.id:
        raise InvalidState("This question is shown already.", code="shown_already")
    if on is not None:
        taken_off = _taken_off(db, row, on, QuestionState.ANSWERED)
        journal.append(db, row.id, seated.journal_name, HIDDEN, taken_off)
    question.state, question.ended_at = QuestionState.ASKED, None
    question.asked_at = question.asked_at or clock.now()
    room_editor.open_for_question(db, seated, question, _counted(_entries(db, row.id), question.id))
    return {"question_id": question.id, "number": question.place + 1}


def _taken_off(
    db: Session,
    row: Interview,
    question: InterviewQuestion,
    state: QuestionState,
    at: datetime | None = None,
) -> dict[str, Any]:
    now = at or clock.now()
    since = _since(_entries(db, row.id), question.id) or question.asked_at or now
    question.state, question.ended_at = state, now
    seconds = max(0.0, (now - since).total_seconds())
    return {
        "question_id": question.id,
        "number": question.place + 1,
        "seconds": round(seconds, 1),
        "outcome": state.value,
    }


def _added(
    db: Session, seated: Seated, row: Interview, made: InterviewQuestion, is_shown: bool
) -> dict[str, Any]:
    """Added and, if asked for, shown: two entries, as if done one after the other."""
    body: dict[str, Any] = {
        "question_id": made.id,
        "number": made.place + 1,
        "source": made.question["source"],
    }
    if is_shown and row.state == InterviewState.LIVE:
        shown = _put_on(db, seated, row, made)
        journal.append(db, row.id, seated.journal_name, SHOWN, shown)
    return body


def _of_bank(db: Session, seated: Seated, pool_id: str) -> PoolQuestion:
    user = db.get(User, _user_id(seated))
    if user is None:
        raise NotFound()
    try:
        return access.question(db, accounts.actor(user), pool_id)
    except NotFound as error:
        raise NotFoundHere() from error


def _append(db: Session, row: Interview, question: Question) -> InterviewQuestion:
    rows = rows_of(db, row.id)
    if len(rows) >= MOST:
        raise Rejected(f"An interview has at most {MOST} questions.", code="too_many")
    if any(found.question_id == question.id for found in rows):
        raise Rejected("This question is in the list already.", code="duplicate")
    made = new_row(row.id, max((found.place for found in rows), default=-1) + 1, question)
    db.add(made)
    db.flush()
    return made


def _shown(db: Session, interview_id: str) -> InterviewQuestion | None:
    return next((found for found in rows_of(db, interview_id) if found.state == QuestionState.ASKED), None)


def _entries(db: Session, interview_id: str) -> list[journal.Entry]:
    rows = db.scalars(
        select(JournalEntry)
        .where(col(JournalEntry.interview_id) == interview_id, col(JournalEntry.kind).in_((SHOWN, HIDDEN)))
        .order_by(col(JournalEntry.seq))
    )
    return [journal.entry_of(row) for row in rows]


def _since(entries: list[journal.Entry], question_id: str) -> datetime | None:
    """When the question that is on was put on."""
    last = next((entry for entry in reversed(entries) if entry.kind == SHOWN), None)
    return last.at if last and last.body and last.body["question_id"] == question_id else None


def _user_id(seated: Seated) -> str:
    return seated.journal_name.removeprefix("user:")


class NotFoundHere(Rejected):
    """The list has changed; not NotFound, which would end the connection."""

    def __init__(self) -> None:
        super().__init__(GONE, code="gone")


HANDLERS: dict[str, RoomHandler] = {
    "question_show": RoomHandler(OneQuestion, show, INTERVIEWER, entry=SHOWN),
    "question_next": RoomHandler(Body, show_next, INTERVIEWER, entry=SHOWN),
    "question_hide": RoomHandler(HideQuestion, hide, INTERVIEWER, entry=HIDDEN),
    "question_add": RoomHandler(OwnQuestion, add_own, INTERVIEWER, entry=ADDED),
    "question_pick": RoomHandler(PickedQuestion, pick, INTERVIEWER, entry=ADDED),
}
SECTION = Section(section)
