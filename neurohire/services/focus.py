"""Focus time: the candidate works unwatched for some minutes; the others see only that he does."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.errors import InvalidState, Rejected
from neurohire.models.interviews import Interview
from neurohire.models.journal import JournalEntry
from neurohire.models.scores import Task
from neurohire.services import journal
from neurohire.services.room_access import Seat, Seated
from neurohire.services.room_parts import Body, RoomHandler
from neurohire.vocabulary import InterviewState

STARTED, ENDED = "focus_started", "focus_ended"
END_TASK = "end_focus"
LIVE = (InterviewState.LIVE,)


class _Start(Body):
    minutes: Literal[5, 10, 15, 20]


class _End(Body):
    reason: Annotated[str, Field(max_length=300)] = ""


class Running(NamedTuple):
    """A focus time that is not over."""

    since: datetime
    until: datetime
    by: str


def running(db: Session, row: Interview) -> Running | None:
    """The focus time that runs now, if any."""
    if row.focus_until is None or row.focus_until <= clock.now() or row.state != InterviewState.LIVE:
        return None
    began = db.scalar(
        select(JournalEntry.at)  # type: ignore[call-overload]
        .where(col(JournalEntry.interview_id) == row.id, col(JournalEntry.kind) == STARTED)
        .order_by(col(JournalEntry.seq).desc())
        .limit(1)
    )
    return Running(began or clock.now(), row.focus_until, row.focus_by) if began else None


def section(db: Session, seated: Seated) -> dict[str, Any]:
    """Whether it runs, since when and until when, and who began it."""
    found = running(db, seated.interview)
    if found is None:
        return {"is_on": False}
    return {"is_on": True, "since": found.since, "until": found.until, "by": found.by}


def end_when_over(db: Session, interview_id: str) -> None:
    """The task of the end: the journal says that the time was up, unless it ended otherwise."""
    row = db.get(Interview, interview_id, with_for_update=True, populate_existing=True)
    if row is None or row.focus_until is None or row.focus_until > clock.now():
        return
    _over(row)
    journal.append(db, row.id, "system", ENDED, {"reason": "", "by": "time"})


def _start(db: Session, seated: Seated, row: Interview, body: _Start) -> dict[str, Any]:
    if running(db, row) is not None:
        raise InvalidState("Focus time is on already.", code="focus_on")
    until = clock.now() + timedelta(minutes=body.minutes)
    row.focus_until, row.focus_by = until, seated.journal_name
    db.add(Task(kind=END_TASK, subject_id=row.id, due_at=until, created_at=clock.now()))
    return {"minutes": body.minutes, "until": until.isoformat(), "by": seated.seat.value}


def _end(db: Session, seated: Seated, row: Interview, body: _End) -> dict[str, Any]:
    if row.focus_until is None:
        raise InvalidState("Focus time is over already.", code="focus_over")
    reason = " ".join(body.reason.split())
    if seated.seat is not Seat.CANDIDATE and not reason:
        raise Rejected("Please say why, in a few words: the candidate reads it.", code="no_reason")
    _over(row)
    return {"reason": reason, "by": seated.seat.value}


def _over(row: Interview) -> None:
    row.focus_until, row.focus_by = None, ""


HANDLERS: dict[str, RoomHandler] = {
    "start_focus": RoomHandler(_Start, _start, states=LIVE, entry=STARTED),
    "end_focus": RoomHandler(_End, _end, states=LIVE, entry=ENDED),
}
KINDS = (STARTED, ENDED)
