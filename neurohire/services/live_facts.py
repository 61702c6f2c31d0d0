"""What a candidate is told about a live interview: when, with whom, in what, recorded or checked."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.models.interviews import Interview, InterviewMember
from neurohire.models.users import User
from neurohire.settings import get_settings
from neurohire.vocabulary import InterviewState

MOVABLE = (InterviewState.DRAFT, InterviewState.INVITED, InterviewState.WAITING, InterviewState.EXPIRED)


class LiveFacts(BaseModel):
    """Of one live interview; names only, no addresses."""

    scheduled_at: datetime
    zone: str
    moved_from: datetime | None
    join_opens_at: datetime
    is_open: bool  # the candidate may come to the door
    is_past: bool
    talked_seconds: int = 0  # once it is completed
    interviewers: list[str]
    code_languages: list[str]
    is_recorded: bool
    is_camera_checked: bool


def of(db: Session, row: Interview) -> LiveFacts | None:
    """None: it is not a live interview."""
    if row.scheduled_at is None:
        return None
    opens = row.scheduled_at - timedelta(minutes=get_settings().live_join_minutes)
    return LiveFacts(
        scheduled_at=row.scheduled_at,
        zone=row.zone,
        moved_from=row.moved_from,
        join_opens_at=opens,
        is_open=is_open(row),
        is_past=row.scheduled_at + timedelta(minutes=row.minutes) < clock.now(),
        talked_seconds=_talked(row),
        interviewers=[name for _, name in interviewers(db, row.id)],
        code_languages=row.code_languages,
        is_recorded=row.is_recorded,
        is_camera_checked=row.is_camera_checked,
    )


def _talked(row: Interview) -> int:
    if row.started_at is None or row.submitted_at is None:
        return 0
    return max(0, round((row.submitted_at - row.started_at).total_seconds()))


def is_open(row: Interview) -> bool:
    """Whether the candidate may come to the door now: shortly before the time and until the link ends."""
    if row.scheduled_at is None or not get_settings().live_interviews:
        return False
    return clock.now() >= row.scheduled_at - timedelta(minutes=get_settings().live_join_minutes)


def interviewers(db: Session, interview_id: str) -> list[tuple[str, str]]:
    """(user id, name), by name."""
    rows = db.execute(
        select(User.id, User.name)  # type: ignore[call-overload]
        .join(InterviewMember, col(InterviewMember.user_id) == col(User.id))
        .where(col(InterviewMember.interview_id) == interview_id)
        .where(col(InterviewMember.is_interviewer).is_(True))
        .order_by(col(User.name), col(User.id))
    )
    return [(user_id, name) for user_id, name in rows]


def names(db: Session, ids: set[str]) -> dict[str, str]:
    """Of accounts, whoever they are."""
    rows = db.execute(select(User.id, User.name).where(col(User.id).in_(ids)))  # type: ignore[call-overload]
    return {user_id: name for user_id, name in rows}
