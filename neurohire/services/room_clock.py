"""The clock of a live interview: its planned end, more minutes, and the end for everybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Literal

from sqlmodel import Session

from neurohire import clock
from neurohire.errors import Rejected
from neurohire.models.interviews import Interview
from neurohire.services import interviews, room_questions
from neurohire.services.admission import INTERVIEWER, seats_changed
from neurohire.services.room_access import Seated
from neurohire.services.room_parts import Body, RoomHandler
from neurohire.vocabulary import InterviewState

LONGEST = timedelta(hours=8)


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


def _complete(db: Session, seated: Seated, row: Interview, body: Body) -> dict[str, Any]:
    """Over for everybody: nothing in the room can be changed any more, and nobody comes in again."""
    now = clock.now()
    row.state, row.submitted_at, row.submit_reason = InterviewState.SUBMITTED, now, "interviewer"
    row.ended_by, row.focus_until = seated.journal_name, None
    room_questions.end_shown(db, row, seated.journal_name)
    seats_changed(db, row)
    interviews.changed(db, row)
    seconds = round((now - row.started_at).total_seconds()) if row.started_at else 0
    return {"seconds": seconds}


ONLY_LIVE = (InterviewState.LIVE,)
HANDLERS: dict[str, RoomHandler] = {
    "extend_time": RoomHandler(_Extension, _extend, INTERVIEWER, ONLY_LIVE, entry="time_extended"),
    "complete_interview": RoomHandler(Body, _complete, INTERVIEWER, ONLY_LIVE, entry="interview_completed"),
}
