"""What is a candidate's own: interviews this browser entered, or those of the account it is signed in to."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session, col

from neurohire.auth.actors import Identity
from neurohire.errors import NotFound
from neurohire.models.interviews import Interview
from neurohire.models.users import User
from neurohire.vocabulary import InterviewState, Role

MOST = 100


def account_of(db: Session, identity: Identity) -> User | None:
    """The candidate's account that this browser is signed in to."""
    if identity.user is None or identity.user.role is not Role.CANDIDATE:
        return None
    row = db.get(User, identity.user.user_id)
    return row if row is not None and row.candidate_id and row.disabled_at is None else None


def own(db: Session, identity: Identity, interview_id: str, *, to_change: bool = False) -> Interview:
    """The interview, when it is this candidate's; `to_change` holds it until the commit."""
    row = db.get(Interview, interview_id, with_for_update=to_change, populate_existing=to_change)
    if row is None or row.candidate_id is None or row.state == InterviewState.DRAFT:
        raise NotFound()
    grant, account = identity.grants.get(interview_id), account_of(db, identity)
    by_link = grant is not None and grant.candidate_id == row.candidate_id
    by_account = account is not None and account.candidate_id == row.candidate_id
    if not by_link and not by_account:
        raise NotFound()
    return row


def interviews(db: Session, identity: Identity) -> list[Interview]:
    """All of them, newest first; none that was not given a link yet. Calling off ends a link, but is told."""
    account = account_of(db, identity)
    ways: list[ColumnElement[bool]] = [col(Interview.id).in_(list(identity.grants))]
    called_off = col(Interview.state) == InterviewState.CANCELLED
    ways.append(col(Interview.id).in_(list(identity.ended_grants)) & called_off)
    if account is not None:
        ways.append(col(Interview.candidate_id) == account.candidate_id)
    query = select(Interview).where(or_(*ways), col(Interview.state) != InterviewState.DRAFT)
    newest = query.order_by(col(Interview.created_at).desc()).limit(MOST)
    return [row for row in db.scalars(newest) if row.candidate_id]


def journal_name(row: Interview) -> str:
    return f"candidate:{row.candidate_id}"
