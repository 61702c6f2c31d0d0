"""The one door to a position or an interview: found and allowed, or NotFound for both."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.sql.elements import SQLColumnExpression
from sqlmodel import Session, col

from neurohire.auth import permissions
from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.errors import NotAllowed, NotFound
from neurohire.models.interviews import Interview, InterviewMember
from neurohire.models.positions import Position, PositionMember
from neurohire.models.users import InterviewGrant


def position(db: Session, actor: Actor, position_id: str) -> Position:
    """The position, when the user may see it."""
    row = db.get(Position, position_id)
    members = db.scalars(
        select(PositionMember.user_id).where(col(PositionMember.position_id) == position_id)  # type: ignore[call-overload]
    ).all()
    if row is None or not permissions.may_see_position(actor, members):
        raise NotFound()
    return row


def interview(db: Session, actor: Actor, interview_id: str) -> Interview:
    """The interview, when the user may see it."""
    row = db.get(Interview, interview_id)
    assigned = db.scalars(
        select(InterviewMember.user_id).where(col(InterviewMember.interview_id) == interview_id)  # type: ignore[call-overload]
    ).all()
    if row is None or not permissions.may_see_interview(actor, assigned):
        raise NotFound()
    return row


def granted_interview(db: Session, grant: CandidateGrant) -> Interview:
    """The candidate's own interview."""
    row = db.get(Interview, grant.interview_id)
    if row is None or row.candidate_id != grant.candidate_id:
        raise NotFound()
    return row


def check_grant(db: Session, grant: CandidateGrant) -> None:
    """NotAllowed when another browser has entered since, or this one left."""
    row = db.get(InterviewGrant, grant.grant_id)
    if row is None or row.ended_at is not None:
        raise NotAllowed(
            "This interview was opened elsewhere. Your work is kept; open your link again to go on here."
        )


def visible_interviews(actor: Actor) -> Select[tuple[str]]:
    """Ids of the interviews the user may see: the base of every list."""
    query: Select[tuple[str]] = select(Interview.id)  # type: ignore[call-overload]
    if actor.is_admin:
        return query
    return query.join(InterviewMember, col(InterviewMember.interview_id) == col(Interview.id)).where(
        col(InterviewMember.user_id) == actor.user_id
    )


def newest_first(actor: Actor) -> SQLColumnExpression[datetime]:
    """The column lists sort by: for recruiters the copy that stands in their own index."""
    return col(Interview.created_at if actor.is_admin else InterviewMember.created_at)
