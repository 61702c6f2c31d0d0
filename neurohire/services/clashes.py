"""Other live interviews of the same people at the same time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.auth.actors import Actor
from neurohire.errors import InvalidState
from neurohire.models.interviews import Interview, InterviewMember
from neurohire.models.users import User
from neurohire.services import access
from neurohire.vocabulary import InterviewKind, InterviewState

TAKES_PLACE = (
    InterviewState.DRAFT,
    InterviewState.INVITED,
    InterviewState.WAITING,
    InterviewState.LIVE,
)
LONGEST = timedelta(minutes=240)


class Clash(BaseModel):
    """One interviewer is taken. What it is about is told only to whoever may see that interview."""

    interviewer: str
    starts_at: datetime
    ends_at: datetime
    about: str = ""


class Clashing(InvalidState):
    """Nothing was scheduled: somebody is taken at that time, and nobody said that it is meant so."""

    code = "clash"
    message = (
        "Somebody is in another live interview at that time. Choose another time, or say that it is meant."
    )

    def __init__(self, clashes: list[Clash]) -> None:
        super().__init__()
        self.clashes = clashes


def find(
    db: Session, actor: Actor, interviewers: Sequence[str], at: datetime, minutes: int, but: str = ""
) -> list[Clash]:
    """In order of time; `but` is the interview that is being moved."""
    ends = at + timedelta(minutes=minutes)
    rows = db.execute(
        select(Interview.id, Interview.scheduled_at, Interview.minutes, Interview.candidate_name, User.name)  # type: ignore[call-overload]
        .join(InterviewMember, col(InterviewMember.interview_id) == col(Interview.id))
        .join(User, col(User.id) == col(InterviewMember.user_id))
        .where(col(InterviewMember.is_interviewer).is_(True), col(InterviewMember.user_id).in_(interviewers))
        .where(col(Interview.kind) == InterviewKind.LIVE, col(Interview.state).in_(TAKES_PLACE))
        .where(col(Interview.scheduled_at) < ends, col(Interview.scheduled_at) > at - LONGEST)
        .where(col(Interview.id) != but)
        .order_by(col(Interview.scheduled_at), col(User.name))
    ).all()
    rows = [row for row in rows if row.scheduled_at + timedelta(minutes=row.minutes) > at]
    seen = set(
        db.scalars(
            access.visible_interviews(db, actor).ids.where(col(Interview.id).in_([row.id for row in rows]))
        )
    )
    return [
        Clash(
            interviewer=row.name,
            starts_at=row.scheduled_at,
            ends_at=row.scheduled_at + timedelta(minutes=row.minutes),
            about=row.candidate_name if row.id in seen else "",
        )
        for row in rows
    ]
