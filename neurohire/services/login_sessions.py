"""Log-in sessions on the server: opened at log-in with a new id, listed, revoked, timed out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import BaseModel
from sqlalchemy import ColumnElement, select, update
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth import tokens
from neurohire.auth.actors import CandidateGrant, Identity
from neurohire.database import Database, record
from neurohire.errors import NotFound
from neurohire.events import Event
from neurohire.models.interviews import Interview
from neurohire.models.users import InterviewGrant, LoginSession, User
from neurohire.services.accounts import actor
from neurohire.settings import get_settings
from neurohire.vocabulary import Role

GRANT_LINGERS = timedelta(days=7)  # so long the receipt and the own copy can be opened again
RIGHTS_CHANGED = "rights_changed"  # on the topic user:ID; pages and sockets then ask again who they are
SEEN_EVERY = timedelta(minutes=1)  # how exact "last seen" is; each write costs a commit


class SessionView(BaseModel):
    """One browser in a user's list of log-ins."""

    id: str
    user_agent: str
    created_at: datetime
    last_seen_at: datetime


def log_in(db: Session, user_id: str, previous_token: str, user_agent: str) -> str:
    """Open a new session for the user and end the browser's earlier one; interview grants move over."""
    settings, now = get_settings(), clock.now()
    token = tokens.new_token()
    row = LoginSession(
        token_hash=tokens.token_hash(token),
        user_id=user_id,
        user_agent=user_agent[:200],
        created_at=now,
        last_seen_at=now,
        user_until=now + timedelta(hours=settings.login_max_hours),
    )
    db.add(row)
    db.flush()
    _move_grants(db, previous_token, row.id)
    return token


def log_out(db: Session, token: str) -> str:
    """End the session; what the browser holds of interviews moves to a new session without a user.

    Not so for a candidate's account: whoever comes to that browser next is not this candidate.
    """
    old = _live_row(db, token)
    if old is None:
        return ""
    now = clock.now()
    user = db.get(User, old.user_id) if old.user_id else None
    if user is not None and user.role == Role.CANDIDATE:
        old.ended_at = now
        end_grants_of(db, [old.id])
        record(db, Event(f"user:{user.id}", RIGHTS_CHANGED))
        return ""
    fresh = tokens.new_token()
    row = LoginSession(
        token_hash=tokens.token_hash(fresh), user_agent=old.user_agent, created_at=now, last_seen_at=now
    )
    db.add(row)
    db.flush()
    _move_grants(db, token, row.id)
    return fresh


def open_anonymous(db: Session, user_agent: str) -> tuple[str, str]:
    """(token, session id) for a browser that enters an interview by its link."""
    now, token = clock.now(), tokens.new_token()
    row = LoginSession(
        token_hash=tokens.token_hash(token), user_agent=user_agent[:200], created_at=now, last_seen_at=now
    )
    db.add(row)
    db.flush()
    return token, row.id


def live_session_id(db: Session, token: str) -> str | None:
    """The session this token opens, if it is not ended."""
    row = _live_row(db, token)
    return row.id if row else None


def identify(db: Session, token: str) -> Identity:
    """What this cookie may act as right now; an empty identity when it is unknown or ended."""
    row = _live_row(db, token)
    if row is None:
        return Identity()
    user = db.get(User, row.user_id) if row.user_id and _is_user_part_alive(row) else None
    if user is not None and user.disabled_at is not None:
        user = None
    grants, ended = _grants(db, row.id)
    return Identity(
        session_id=row.id,
        user=actor(user) if user else None,
        grants=grants,
        ended_grants=ended - set(grants),
        is_seen_stale=clock.now() - row.last_seen_at > SEEN_EVERY
        and (user is not None or row.user_id is None),
    )


def touch(db: Session, session_id: str) -> None:
    """Note that the browser was seen; called at most once a minute, since it costs a commit."""
    row = db.get(LoginSession, session_id)
    if row is not None and row.ended_at is None:
        row.last_seen_at = clock.now()


async def identity_of(database: Database, token: str) -> Identity:
    """What pages, routes and sockets ask: who is this cookie right now?"""
    if not token:
        return Identity()
    identity = await database.read(identify, token)
    if identity.is_seen_stale:
        await database.transact(touch, identity.session_id)
    return identity


def list_sessions(db: Session, user_id: str) -> list[SessionView]:
    """Where the user is signed in right now, last seen first."""
    rows = db.scalars(
        select(LoginSession)
        .where(col(LoginSession.user_id) == user_id, *open_now())
        .order_by(col(LoginSession.last_seen_at).desc())
    )
    return [SessionView(**row.model_dump(include=set(SessionView.model_fields))) for row in rows]


def open_now() -> list[ColumnElement[bool]]:
    """What makes a session count as signed in; the same as `_is_user_part_alive`."""
    now = clock.now()
    return [
        col(LoginSession.ended_at).is_(None),
        col(LoginSession.user_until) > now,
        col(LoginSession.last_seen_at) > now - timedelta(minutes=get_settings().login_idle_minutes),
    ]


def revoke(db: Session, user_id: str, session_id: str) -> None:
    """Sign the user out of one browser; NotFound when it is not his."""
    row = db.get(LoginSession, session_id)
    if row is None or row.user_id != user_id:
        raise NotFound()
    end_all(db, user_id, only=session_id)


def end_all(db: Session, user_id: str, *, but: str = "", only: str = "") -> int:
    """Sign the user out everywhere (or everywhere else); open pages and sockets hear of it at the commit.

    Only the user's part ends: interviews that a browser entered as a candidate stay open.
    """
    now = clock.now()
    ending = update(LoginSession).where(col(LoginSession.user_id) == user_id, *open_now())
    if but:
        ending = ending.where(col(LoginSession.id) != but)
    if only:
        ending = ending.where(col(LoginSession.id) == only)
    done = db.execute(ending.values(user_until=now).execution_options(synchronize_session="fetch"))
    record(db, Event(f"user:{user_id}", RIGHTS_CHANGED))
    return int(done.rowcount)  # type: ignore[attr-defined]


def end_grants_of(db: Session, session_ids: Sequence[str]) -> None:
    """These browsers are in no interview any more."""
    open_ones = select(InterviewGrant).where(
        col(InterviewGrant.login_session_id).in_(session_ids), col(InterviewGrant.ended_at).is_(None)
    )
    for row in db.scalars(open_ones).all():
        row.ended_at = clock.now()
        record(db, Event(f"interview:{row.interview_id}", "grant_ended", {"grant_id": row.id}))


def _live_row(db: Session, token: str) -> LoginSession | None:
    if not token:
        return None
    return db.scalars(
        select(LoginSession).where(
            col(LoginSession.token_hash) == tokens.token_hash(token), col(LoginSession.ended_at).is_(None)
        )
    ).one_or_none()


def _is_user_part_alive(row: LoginSession) -> bool:
    now, idle = clock.now(), timedelta(minutes=get_settings().login_idle_minutes)
    return row.user_until is not None and now < row.user_until and now - row.last_seen_at < idle


def _grants(db: Session, session_id: str) -> tuple[dict[str, CandidateGrant], set[str]]:
    rows = db.execute(
        select(InterviewGrant, Interview)
        .join(Interview, col(Interview.id) == col(InterviewGrant.interview_id))
        .where(col(InterviewGrant.login_session_id) == session_id)
    ).all()
    live = {
        interview.id: CandidateGrant(
            grant_id=grant.id,
            interview_id=interview.id,
            candidate_id=interview.candidate_id or "",
            name=interview.candidate_name,
        )
        for grant, interview in rows
        if grant.ended_at is None and clock.now() < _lapses(interview)
    }
    return live, {interview.id for grant, interview in rows if grant.ended_at is not None}


def _lapses(interview: Interview) -> datetime:
    """A candidate's browser is forgotten a week after the link's last day or the submission."""
    return max(interview.expires_at, interview.submitted_at or interview.expires_at) + GRANT_LINGERS


def _move_grants(db: Session, token: str, to: str) -> None:
    old = _live_row(db, token)
    if old is None:
        return
    db.execute(
        update(InterviewGrant)
        .where(col(InterviewGrant.login_session_id) == old.id)
        .values(login_session_id=to)
    )
    old.ended_at = clock.now()
    if old.user_id:
        record(db, Event(f"user:{old.user_id}", RIGHTS_CHANGED))
