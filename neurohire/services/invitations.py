"""Invitation links: made, shown again to who may, revoked, re-issued, resolved by a visitor."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import BaseModel
from sqlalchemy import select, update
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth import tokens
from neurohire.auth.actors import Actor
from neurohire.database import record
from neurohire.errors import InvalidState
from neurohire.events import Event
from neurohire.models.base import new_id
from neurohire.models.interviews import Interview, Invitation
from neurohire.models.scores import Task
from neurohire.models.users import InterviewGrant
from neurohire.services import access, journal, speech_ahead
from neurohire.settings import get_settings
from neurohire.vocabulary import InterviewKind, InterviewState

OPEN = (InterviewState.DRAFT, InterviewState.INVITED, InterviewState.WAITING, InterviewState.LIVE)
EXPIRE_TASK = "expire_interview"
AFTER_ITS_END = timedelta(hours=24)  # of a live interview that nobody came to, or that began late


class LinkView(BaseModel):
    """An invitation link as a recruiter sees it; `url` is empty when it can't be shown again."""

    url: str
    expires_at: datetime
    is_revoked: bool
    is_expired: bool


def issue(db: Session, interview: Interview, created_by: str) -> LinkView:
    """A new link for the interview; earlier links stop working."""
    now = clock.now()
    db.execute(
        update(Invitation)
        .where(col(Invitation.interview_id) == interview.id, col(Invitation.revoked_at).is_(None))
        .values(revoked_at=now)
    )
    invitation_id = new_id()
    token = tokens.invitation_token(get_settings().secret_key(), invitation_id)
    row = Invitation(
        id=invitation_id,
        interview_id=interview.id,
        token_hash=tokens.token_hash(token),
        created_by=created_by,
        created_at=now,
        expires_at=_works_until(interview, now),
    )
    db.add(row)
    interview.expires_at = row.expires_at
    if interview.state in (InterviewState.DRAFT, InterviewState.EXPIRED):
        interview.state = InterviewState.INVITED
    db.add(Task(kind=EXPIRE_TASK, subject_id=interview.id, due_at=row.expires_at, created_at=now))
    db.flush()
    journal.append(
        db,
        interview.id,
        f"user:{created_by}",
        "invitation_issued",
        {"expires_at": row.expires_at.isoformat()},
    )
    speech_ahead.begin(db, interview)
    return view(row)


def extend(db: Session, interview: Interview) -> None:
    """A live interview was moved: its link works until after the new time, and an expired one again."""
    row = newest(db, interview.id)
    until = _works_until(interview, clock.now())
    interview.expires_at = until
    if row is not None and row.revoked_at is None:
        row.expires_at = until
    if interview.state == InterviewState.EXPIRED:
        interview.state = InterviewState.INVITED
    db.add(Task(kind=EXPIRE_TASK, subject_id=interview.id, due_at=until, created_at=clock.now()))


def _works_until(interview: Interview, now: datetime) -> datetime:
    if interview.scheduled_at is None:
        return now + timedelta(days=get_settings().invitation_days)
    return interview.scheduled_at + timedelta(minutes=interview.minutes) + AFTER_ITS_END


def reissue(db: Session, actor: Actor, interview_id: str) -> LinkView:
    """A fresh link (the earlier one was lost, expired or revoked)."""
    interview = access.interview(db, actor, interview_id, to_change=True)
    if interview.state not in (*OPEN, InterviewState.EXPIRED):
        raise InvalidState("This interview is over, so it has no link any more.")
    if interview.candidate_id is None:
        raise InvalidState("Type the candidate's e-mail first; then the link can be made.")
    if interview.state == InterviewState.EXPIRED and interview.kind == InterviewKind.LIVE:
        raise InvalidState("Its time has passed. Move it to another time; then the link works again.")
    if interview.state == InterviewState.EXPIRED and interview.started_at is not None:
        interview.state = InterviewState.LIVE
    return issue(db, interview, actor.user_id)


def revoke(db: Session, actor: Actor, interview_id: str) -> None:
    """The link stops working at once, also for the browser that has entered by it."""
    interview = access.interview(db, actor, interview_id)
    row = newest(db, interview_id)
    if row is not None and row.revoked_at is None:
        row.revoked_at = clock.now()
        end_grants(db, interview_id)
        journal.append(db, interview.id, actor.journal_name, "invitation_revoked")


def end_grants(db: Session, interview_id: str) -> None:
    """Whoever has entered so far is out: the link was revoked, or the interview is somebody else's now."""
    db.execute(
        update(InterviewGrant)
        .where(col(InterviewGrant.interview_id) == interview_id, col(InterviewGrant.ended_at).is_(None))
        .values(ended_at=clock.now())
    )
    record(db, Event(f"interview:{interview_id}", "grant_ended", {"grant_id": None}))


def newest(db: Session, interview_id: str) -> Invitation | None:
    return db.scalars(
        select(Invitation)
        .where(col(Invitation.interview_id) == interview_id)
        .order_by(col(Invitation.created_at).desc())
        .limit(1)
    ).first()


def view(row: Invitation) -> LinkView:
    """The link is derived anew from the secret; after a change of the secret it can't be shown."""
    token = tokens.invitation_token(get_settings().secret_key(), row.id)
    is_same = tokens.token_hash(token) == row.token_hash
    return LinkView(
        url=f"{get_settings().public_url}/i/{token}" if is_same else "",
        expires_at=row.expires_at,
        is_revoked=row.revoked_at is not None,
        is_expired=row.expires_at <= clock.now(),
    )


def by_token(db: Session, token: str) -> Invitation | None:
    """The invitation of a link, whatever its state; None for a wrong one."""
    return db.scalars(
        select(Invitation).where(col(Invitation.token_hash) == tokens.token_hash(token))
    ).one_or_none()
