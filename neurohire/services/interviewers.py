"""Who of the team interviews in a live interview, and who is out when others do."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.errors import Rejected
from neurohire.models.interviews import Interview, InterviewMember
from neurohire.models.users import User
from neurohire.services import positions
from neurohire.vocabulary import Role


def hold(db: Session, ids: list[str]) -> list[str]:
    """Held until the commit, in one order: two interviews at once do not overlook each other."""
    query = select(User).where(col(User.id).in_(set(ids))).order_by(col(User.id)).with_for_update()
    people = [
        user
        for user in db.scalars(query)
        if user.disabled_at is None and user.role in (Role.ADMIN, Role.RECRUITER)
    ]
    if len(people) != len(set(ids)):
        raise Rejected("Somebody you chose has no account any more. Choose anew.", code="no_interviewers")
    return [user.id for user in people]


def seat(db: Session, row: Interview, people: list[str]) -> None:
    """These people interview. Whoever did before and has no other reason to see the interview is out."""
    members = {
        member.user_id: member
        for member in db.scalars(select(InterviewMember).where(col(InterviewMember.interview_id) == row.id))
    }
    colleagues = {user_id for user_id, _ in positions.members_of(db, row.position_id)}
    for user_id in {*people, row.created_by} - set(members):
        member = InterviewMember(interview_id=row.id, user_id=user_id, created_at=row.created_at)
        members[user_id] = member
        db.add(member)
    for user_id, member in members.items():
        was, member.is_interviewer = member.is_interviewer, user_id in people
        if was and not member.is_interviewer and user_id not in {row.created_by, *colleagues}:
            db.delete(member)
    db.flush()
