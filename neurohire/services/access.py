"""The one door to a position, interview, question or candidate: found and allowed, or NotFound for both."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, and_, exists, false, func, or_, select, true, union
from sqlalchemy.sql.elements import SQLColumnExpression
from sqlmodel import Session, col

from neurohire.auth import permissions
from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.errors import NotAllowed, NotFound
from neurohire.models.candidates import Candidate, CandidateMember, Resume
from neurohire.models.interviews import Interview, InterviewMember
from neurohire.models.positions import Position, PositionMember
from neurohire.models.question_pool import PoolQuestion, PositionQuestion
from neurohire.models.users import InterviewGrant

MANY = 2_000  # interviews of one recruiter; looking at so many one by one still takes a few milliseconds


def position(db: Session, actor: Actor, position_id: str) -> Position:
    """The position, when the user may see it."""
    row = db.get(Position, position_id)
    members = db.scalars(
        select(PositionMember.user_id).where(col(PositionMember.position_id) == position_id)  # type: ignore[call-overload]
    ).all()
    if row is None or not permissions.may_see_position(actor, members):
        raise NotFound()
    return row


def interview(db: Session, actor: Actor, interview_id: str, *, to_change: bool = False) -> Interview:
    """The interview, when the user may see it; `to_change` holds it until the commit.

    Whoever decides by its state must hold it: the candidate may be handing in at this moment.
    """
    row = db.get(Interview, interview_id, with_for_update=to_change, populate_existing=to_change)
    assigned = db.scalars(
        select(InterviewMember.user_id).where(col(InterviewMember.interview_id) == interview_id)  # type: ignore[call-overload]
    ).all()
    if row is None or not permissions.may_see_interview(actor, assigned):
        raise NotFound()
    return row


def question(db: Session, actor: Actor, pool_id: str, *, to_change: bool = False) -> PoolQuestion:
    """The question of the pool, when the user may see it; `to_change` holds it until the commit.

    What a model wrote for one resume, or a recruiter for one interview, may hold facts of a person: it is
    for those who see that interview, until somebody makes a question of his own from it.
    """
    row = db.get(PoolQuestion, pool_id, with_for_update=to_change, populate_existing=to_change)
    if row is None:
        raise NotFound()
    assigned = db.scalars(
        select(InterviewMember.user_id).where(col(InterviewMember.interview_id) == row.interview_id)  # type: ignore[call-overload]
    ).all()
    members = db.scalars(
        select(PositionMember.user_id)  # type: ignore[call-overload]
        .join(PositionQuestion, col(PositionQuestion.position_id) == col(PositionMember.position_id))
        .where(col(PositionQuestion.pool_id) == row.id)
    ).all()
    if not permissions.may_see_question(
        actor, is_open=row.is_open, created_by=row.created_by, assigned=assigned, members=members
    ):
        raise NotFound()
    return row


def visible_questions(actor: Actor) -> ColumnElement[bool]:
    """The same rule for lists; by no index of these columns, which would go to each row one by one."""
    if actor.is_admin:
        return true()
    assigned = select(InterviewMember.interview_id).where(col(InterviewMember.user_id) == actor.user_id)  # type: ignore[call-overload]
    return or_(
        func.coalesce(PoolQuestion.is_open, false()).is_(True),
        func.coalesce(PoolQuestion.created_by, "") == actor.user_id,
        func.coalesce(PoolQuestion.interview_id, "").in_(assigned),
        col(PoolQuestion.id).in_(_pinned(actor)),
    )


def few_questions(db: Session, actor: Actor) -> Subquery | None:
    """Ids of all that the user may see, each way by its index; None when there are many, or for an admin.

    It is the same rule once more: a recruiter with few questions must not pay for everybody else's.
    """
    if actor.is_admin:
        return None
    ids = select(PoolQuestion.id)  # type: ignore[call-overload]
    ways = (
        ids.where(col(PoolQuestion.is_open).is_(True)),
        ids.where(col(PoolQuestion.created_by) == actor.user_id),
        ids.join(InterviewMember, col(InterviewMember.interview_id) == col(PoolQuestion.interview_id)).where(
            col(InterviewMember.user_id) == actor.user_id
        ),
        _pinned(actor),
    )
    # a limit for each way: counting all of many would cost more than the page
    bounded = [select(way.limit(MANY).subquery().c[0].label("id")) for way in ways]
    few = union(*bounded).limit(MANY).subquery()
    return few if (db.scalar(select(func.count()).select_from(few)) or 0) < MANY else None


def _pinned(actor: Actor) -> Select[tuple[str]]:
    query: Select[tuple[str]] = (
        select(PositionQuestion.pool_id)  # type: ignore[call-overload]
        .join(PositionMember, col(PositionMember.position_id) == col(PositionQuestion.position_id))
        .where(col(PositionMember.user_id) == actor.user_id)
    )
    return query


def candidate(db: Session, actor: Actor, candidate_id: str, *, to_change: bool = False) -> Candidate:
    """The candidate, when the user may see the person; `to_change`: when he keeps the person, too.

    What was written down of a person when somebody brought him in is for those who keep him. Whoever meets
    the same address in an interview of his own sees what came with that interview.
    """
    row = db.get(Candidate, candidate_id, with_for_update=to_change, populate_existing=to_change)
    if row is None or not permissions.may_see_candidate(
        actor,
        keepers=keepers(db, candidate_id),
        assigned=db.scalars(
            select(InterviewMember.user_id)  # type: ignore[call-overload]
            .join(Interview, col(Interview.id) == col(InterviewMember.interview_id))
            .where(col(Interview.candidate_id) == candidate_id)
        ).all(),
        members=db.scalars(
            select(PositionMember.user_id)  # type: ignore[call-overload]
            .join(Resume, col(Resume.position_id) == col(PositionMember.position_id))
            .where(col(Resume.candidate_id) == candidate_id)
        ).all(),
    ):
        raise NotFound()
    if to_change and not keeps(db, actor, candidate_id):
        raise NotAllowed("This person was brought in by somebody else, who can share it with you.")
    return row


def keepers(db: Session, candidate_id: str) -> list[str]:
    """Ids of those who keep the candidate."""
    query = select(CandidateMember.user_id).where(col(CandidateMember.candidate_id) == candidate_id)  # type: ignore[call-overload]
    return [str(found) for found in db.scalars(query)]


def keeps(db: Session, actor: Actor, candidate_id: str) -> bool:
    """Whether the user sees and changes what is written down of the person."""
    return actor.is_admin or (actor.is_staff and actor.user_id in keepers(db, candidate_id))


def kept_candidates(actor: Actor) -> ColumnElement[bool]:
    """The same for lists."""
    if actor.is_admin:
        return true()
    mine = select(CandidateMember.candidate_id).where(col(CandidateMember.user_id) == actor.user_id)  # type: ignore[call-overload]
    return col(Candidate.id).in_(mine)


def visible_candidates(db: Session, actor: Actor) -> Select[tuple[str]]:
    """Ids, to be narrowed by columns of Candidate; with few from these, with many along the order asked for.

    The same thought as in visible_interviews.
    """
    query: Select[tuple[str]] = select(Candidate.id)  # type: ignore[call-overload]
    if actor.is_admin:
        return query
    user_id = actor.user_id
    sources: list[Select[tuple[str]]] = [
        select(CandidateMember.candidate_id).where(col(CandidateMember.user_id) == user_id),  # type: ignore[call-overload]
        select(Interview.candidate_id)  # type: ignore[call-overload]
        .join(InterviewMember, col(InterviewMember.interview_id) == col(Interview.id))
        .where(col(InterviewMember.user_id) == user_id),
        select(Resume.candidate_id)  # type: ignore[call-overload]
        .join(PositionMember, col(PositionMember.position_id) == col(Resume.position_id))
        .where(col(PositionMember.user_id) == user_id),
    ]
    counts = [db.scalar(select(func.count()).select_from(one.limit(MANY).subquery())) or 0 for one in sources]
    if max(counts) < MANY:
        few = union(*sources).subquery()
        return query.join(few, few.c.candidate_id == col(Candidate.id))
    # each asked for one candidate: by no index of the user's, or all of his would be looked through each time
    keeper, assigned, member = (
        func.coalesce(col(table.user_id), "") == user_id
        for table in (CandidateMember, InterviewMember, PositionMember)
    )
    is_kept = select(CandidateMember.candidate_id).where(  # type: ignore[call-overload]
        col(CandidateMember.candidate_id) == col(Candidate.id), keeper
    )
    is_met = (
        select(Interview.candidate_id)  # type: ignore[call-overload]
        .join(InterviewMember, col(InterviewMember.interview_id) == col(Interview.id))
        .where(col(Interview.candidate_id) == col(Candidate.id), assigned)
    )
    is_dropped = (
        select(Resume.candidate_id)  # type: ignore[call-overload]
        .join(PositionMember, col(PositionMember.position_id) == col(Resume.position_id))
        .where(col(Resume.candidate_id) == col(Candidate.id), member)
    )
    return query.where(or_(exists(is_kept), exists(is_met), exists(is_dropped)))


def resume(db: Session, actor: Actor, resume_id: str) -> Resume:
    """The file, when the user may see it: by its position, else by its candidate, else it is his own."""
    row = db.get(Resume, resume_id)
    if row is None:
        raise NotFound()
    if row.position_id is not None:
        position(db, actor, row.position_id)
    elif row.uploaded_by != actor.user_id and not (row.candidate_id and keeps(db, actor, row.candidate_id)):
        raise NotFound()
    return row


def visible_resumes(actor: Actor) -> ColumnElement[bool]:
    """The same rule for lists of files that name a candidate."""
    if actor.is_admin:
        return true()
    positions = select(PositionMember.position_id).where(col(PositionMember.user_id) == actor.user_id)  # type: ignore[call-overload]
    kept = select(CandidateMember.candidate_id).where(col(CandidateMember.user_id) == actor.user_id)  # type: ignore[call-overload]
    is_own = or_(col(Resume.uploaded_by) == actor.user_id, col(Resume.candidate_id).in_(kept))
    return or_(col(Resume.position_id).in_(positions), and_(col(Resume.position_id).is_(None), is_own))


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


class Visible(NamedTuple):
    """Ids of interviews a user may see, and the column that lists sort by: the base of every list."""

    ids: Select[tuple[str]]
    newest: SQLColumnExpression[datetime]


def visible_interviews(db: Session, actor: Actor) -> Visible:
    """To be narrowed by columns of Interview.

    A recruiter with few interviews is asked from these, whatever else is asked for; one with very many from
    the order or state that is asked for. Databases guess this wrong: they don't know whose rows are whose.
    """
    if actor.is_admin:
        return Visible(select(Interview.id), col(Interview.created_at))  # type: ignore[call-overload]
    mine = select(InterviewMember.interview_id, InterviewMember.created_at).where(  # type: ignore[call-overload]
        col(InterviewMember.user_id) == actor.user_id
    )
    few = mine.limit(MANY).subquery()
    is_few = (db.scalar(select(func.count()).select_from(few)) or 0) < MANY
    if is_few:  # the limit keeps the database from turning the query inside out
        ids = select(Interview.id).join(few, few.c.interview_id == col(Interview.id))  # type: ignore[call-overload]
        return Visible(ids, few.c.created_at)
    ids = select(Interview.id).join(InterviewMember, col(InterviewMember.interview_id) == col(Interview.id))  # type: ignore[call-overload]
    is_mine = func.coalesce(col(InterviewMember.user_id), "") == actor.user_id  # by no index of the user's
    return Visible(ids.where(is_mine), col(Interview.created_at))


def all_visible_interviews(actor: Actor) -> Visible:
    """The same without anything to narrow it by: one index is enough."""
    if actor.is_admin:
        return Visible(select(Interview.id), col(Interview.created_at))  # type: ignore[call-overload]
    mine = select(InterviewMember.interview_id).where(col(InterviewMember.user_id) == actor.user_id)  # type: ignore[call-overload]
    return Visible(mine, col(InterviewMember.created_at))
