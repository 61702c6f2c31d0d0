"""The clock of a live interview: its planned end, more minutes, and the end for everybody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import func, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.errors import Rejected
from neurohire.models.interviews import Interview
from neurohire.models.journal import JournalEntry
from neurohire.services import interviews, journal, room_questions
from neurohire.services.admission import INTERVIEWER, seats_changed
from neurohire.services.room_access import Seated
from neurohire.services.room_parts import Body, RoomHandler
from neurohire.settings import get_settings
from neurohire.vocabulary import InterviewKind, InterviewState

LONGEST = timedelta(hours=8)
COMPLETED, LEFT_OPEN = "interview_completed", "left_open"


class _Extension(Body):
    minutes: Literal[5, 10, 15]


def section(db: Session, seated: Seated) -> dict[str, Any]:
    """All times the room shows; the page counts by the server's clock."""
    row = seated.interview
    return {
        "scheduled_at": row.scheduled_at,
        "zone": row.zone,
        "minutes": row.minutes + row.extra_minutes,
        "started_at": row.started_at,
        "planned_end_at": row.planned_end_at,
        "ended_at": row.submitted_at,
    }


def _extend(db: Session, seated: Seated, row: Interview, body: _Extension) -> dict[str, Any]:
    """From the planned end; from now, when it has passed."""
    now = clock.now()
    end = max(row.planned_end_at or now, now) + timedelta(minutes=body.minutes)
    if row.started_at is not None and end - row.started_at > LONGEST:
        raise Rejected("An interview ends after eight hours at the latest.", code="too_long")
    row.planned_end_at = end
    return {"minutes": body.minutes, "planned_end_at": end.isoformat()}


def end_left_open(db: Session) -> int:
    """Interviews that nobody completed, hours after their planned end; how many were ended."""
    limit = clock.now() - timedelta(hours=get_settings().live_end_hours)
    is_left = (
        col(Interview.kind) == InterviewKind.LIVE,
        col(Interview.state) == InterviewState.LIVE,
        col(Interview.planned_end_at) <= limit,
    )
    rows = db.scalars(select(Interview).where(*is_left).with_for_update(skip_locked=True)).all()
    for row in rows:
        body = _end(db, row, "system", LEFT_OPEN, _last_seen(db, row))
        journal.append(db, row.id, "system", COMPLETED, body | {"reason": LEFT_OPEN})
    return len(rows)


def _complete(db: Session, seated: Seated, row: Interview, body: Body) -> dict[str, Any]:
    """Over for everybody: nothing in the room can be changed any more, and nobody comes in again."""
    return _end(db, row, seated.journal_name, "interviewer", clock.now())


def _end(db: Session, row: Interview, by: str, reason: str, at: datetime) -> dict[str, Any]:
    row.state, row.submitted_at, row.submit_reason = InterviewState.SUBMITTED, at, reason
    row.ended_by, row.focus_until = by, None
    room_questions.end_shown(db, row, by, at)
    seats_changed(db, row)
    interviews.changed(db, row)
    seconds = round((at - row.started_at).total_seconds()) if row.started_at else 0
    return {"seconds": seconds}


def _last_seen(db: Session, row: Interview) -> datetime:
    """When a person last did something there: until then it took, whenever it is ended."""
    people = col(JournalEntry.actor) != "system"
    last = db.scalar(
        select(func.max(JournalEntry.at)).where(col(JournalEntry.interview_id) == row.id, people)
    )
    return last or row.started_at or clock.now()


ONLY_LIVE = (InterviewState.LIVE,)
HANDLERS: dict[str, RoomHandler] = {
    "extend_time": RoomHandler(_Extension, _extend, INTERVIEWER, ONLY_LIVE, entry="time_extended"),
    "complete_interview": RoomHandler(Body, _complete, INTERVIEWER, ONLY_LIVE, entry=COMPLETED),
}
