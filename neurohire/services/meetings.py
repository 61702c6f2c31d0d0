"""Live interviews by time: those of a day or a week, and the candidates who are at the door right now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import BaseModel
from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session, col

from neurohire.auth.actors import Actor
from neurohire.models.interviews import Interview, InterviewMember
from neurohire.models.users import User
from neurohire.services import access
from neurohire.services.clashes import LONGEST
from neurohire.vocabulary import Admission, InterviewKind, InterviewState

MOST = 300  # in one week of one page
AT_THE_DOOR = (InterviewState.INVITED, InterviewState.WAITING, InterviewState.LIVE)


class Meeting(BaseModel):
    """One live interview in a list or a calendar."""

    id: str
    candidate_name: str
    title: str
    state: InterviewState
    admission: Admission
    admission_at: datetime | None
    scheduled_at: datetime
    zone: str
    minutes: int
    interviewers: list[str] = []
    is_mine: bool = False  # I interview in it

    @property
    def ends_at(self) -> datetime:
        return self.scheduled_at + timedelta(minutes=self.minutes)


def between(
    db: Session, actor: Actor, start: datetime, end: datetime, *, mine: bool = False, limit: int = MOST
) -> list[Meeting]:
    """Whatever takes place, or took place, at some moment of this stretch; what was cancelled is left out."""
    query = _live(db, actor, mine).where(
        col(Interview.scheduled_at) > start - LONGEST,
        col(Interview.scheduled_at) < end,
        col(Interview.state) != InterviewState.CANCELLED,
    )
    ids = [str(found) for found in db.scalars(query.order_by(col(Interview.scheduled_at)).limit(limit))]
    return [one for one in _of(db, actor, ids) if one.ends_at > start]


def at_the_door(db: Session, actor: Actor) -> list[Meeting]:
    """Candidates who asked to join and wait, the one who waits longest first."""
    query = _live(db, actor, False).where(
        col(Interview.state).in_(AT_THE_DOOR), col(Interview.admission) == Admission.REQUESTED
    )
    found = _of(db, actor, [str(one) for one in db.scalars(query.limit(MOST))])
    return sorted(found, key=lambda one: one.admission_at or one.scheduled_at)


def is_mine(actor: Actor) -> ColumnElement[bool]:
    """Interviews that the user made or interviews in."""
    seated = select(InterviewMember.interview_id).where(  # type: ignore[call-overload]
        col(InterviewMember.user_id) == actor.user_id, col(InterviewMember.is_interviewer).is_(True)
    )
    return or_(col(Interview.created_by) == actor.user_id, col(Interview.id).in_(seated))


def _live(db: Session, actor: Actor, mine: bool):  # type: ignore[no-untyped-def]
    query = access.visible_interviews(db, actor).ids.where(
        col(Interview.kind) == InterviewKind.LIVE, col(Interview.scheduled_at).is_not(None)
    )
    return query.where(is_mine(actor)) if mine else query


def _of(db: Session, actor: Actor, ids: Sequence[str]) -> list[Meeting]:
    """In order of time, with the names of who interviews: two queries for all of them."""
    if not ids:
        return []
    columns = [getattr(Interview, name) for name in Meeting.model_fields if hasattr(Interview, name)]
    rows = db.execute(
        select(*columns).where(col(Interview.id).in_(ids)).order_by(col(Interview.scheduled_at))
    ).mappings()
    people: dict[str, list[tuple[str, str]]] = defaultdict(list)
    seats = db.execute(
        select(InterviewMember.interview_id, User.id, User.name)  # type: ignore[call-overload]
        .join(User, col(User.id) == col(InterviewMember.user_id))
        .where(col(InterviewMember.interview_id).in_(ids), col(InterviewMember.is_interviewer).is_(True))
        .order_by(col(User.name))
    )
    for interview_id, user_id, name in seats:
        people[interview_id].append((user_id, name))
    return [
        Meeting(
            **row,
            interviewers=[name for _, name in people[row["id"]]],
            is_mine=actor.user_id in {user_id for user_id, _ in people[row["id"]]},
        )
        for row in rows
    ]
