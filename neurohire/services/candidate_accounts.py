"""Accounts of candidates: given by a one-time link, disabled, and a password of one's own choice."""

from __future__ import annotations

import asyncio
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import func, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth import passwords
from neurohire.auth.actors import Actor, Identity
from neurohire.database import Database, record
from neurohire.errors import InvalidState, NotAllowed, NotFound, Rejected
from neurohire.events import Event
from neurohire.models.candidates import Candidate
from neurohire.models.interviews import Interview
from neurohire.models.users import LoginSession, User, UserLink
from neurohire.services import access, accounts, audit, login_sessions, user_links
from neurohire.services.candidate_self import account_of
from neurohire.services.user_links import NewLink
from neurohire.settings import Settings
from neurohire.vocabulary import Role, UserState

OTHERS = (
    "Others in your team meet this person, too, and an account opens those interviews as well. "
    "Ask an admin to make it."
)
OF_THE_TEAM = "Somebody of your team has an account with this e-mail, so the candidate can't have one."
WRONG = "This is not your password. Nothing was changed."


class AccountView(BaseModel):
    """Where a candidate's account stands."""

    state: UserState
    email: str
    link_until: datetime | None
    last_seen_at: datetime | None


def view(db: Session, actor: Actor, candidate_id: str) -> AccountView | None:
    """For those who keep the person; None: there is no account."""
    access.candidate(db, actor, candidate_id, to_change=False)
    user = _of(db, candidate_id)
    if user is None or not access.keeps(db, actor, candidate_id):
        return None
    state = UserState.DISABLED if user.disabled_at else UserState.ACTIVE
    if state is UserState.ACTIVE and user.password_hash is None:
        state = UserState.INVITED
    link = select(func.max(UserLink.expires_at)).where(
        col(UserLink.user_id) == user.id,
        col(UserLink.used_at).is_(None),
        col(UserLink.replaced_at).is_(None),
    )
    seen = select(func.max(LoginSession.last_seen_at)).where(col(LoginSession.user_id) == user.id)
    return AccountView(
        state=state, email=user.email, link_until=db.scalar(link), last_seen_at=db.scalar(seen)
    )


def give(db: Session, actor: Actor, settings: Settings, candidate_id: str) -> NewLink:
    """The account, made when there is none, and a new one-time link; earlier links stop working."""
    person = access.candidate(db, actor, candidate_id, to_change=True)
    _require_own(db, actor, candidate_id)
    user = _of(db, candidate_id, to_change=True)
    if user is None:
        if db.scalars(select(User).where(col(User.email) == person.email)).first() is not None:
            raise InvalidState(OF_THE_TEAM, code="exists")
        name = accounts.clean_name(person.name, person.email.partition("@")[0])
        user = User(
            email=person.email,
            name=name,
            role=Role.CANDIDATE,
            created_at=clock.now(),
            candidate_id=candidate_id,
        )
        db.add(user)
        db.flush()
    if user.disabled_at is not None:
        raise InvalidState("This account is disabled. Enable it first, then make a link.", code="disabled")
    _note(db, actor, "candidate_link_made", candidate_id)
    return user_links.make(db, settings, user)


def disable(db: Session, actor: Actor, candidate_id: str) -> None:
    """Signed out everywhere at once, also from interviews that were entered by the account."""
    user = _held(db, actor, candidate_id)
    if user.disabled_at is None:
        user.disabled_at = clock.now()
        mine = select(LoginSession.id).where(col(LoginSession.user_id) == user.id)  # type: ignore[call-overload]
        login_sessions.end_grants_of(db, list(db.scalars(mine)))
        login_sessions.end_all(db, user.id)
        user_links.replace(db, user.id)
        _note(db, actor, "candidate_account_disabled", candidate_id)


def enable(db: Session, actor: Actor, candidate_id: str) -> None:
    """The password works again; an account that never had one needs a new link."""
    user = _held(db, actor, candidate_id)
    if user.disabled_at is not None:
        user.disabled_at = None
        _note(db, actor, "candidate_account_enabled", candidate_id)


def follow_email(db: Session, person: Candidate) -> None:
    """The address was corrected: the account signs in with the new one."""
    user = _of(db, person.id, to_change=True)
    if user is None or user.email == person.email:
        return
    if db.scalars(select(User).where(col(User.email) == person.email)).first() is not None:
        raise InvalidState(OF_THE_TEAM, code="exists")
    user.email = person.email


async def change_password(database: Database, identity: Identity, current: str, new: str) -> None:
    """One's own; every other browser is signed out."""
    stored = await database.read(_stored_hash, identity)
    if not await asyncio.to_thread(passwords.is_right, current, stored):
        raise Rejected(WRONG, code="wrong_password")
    hashed = await asyncio.to_thread(passwords.hash_password, new)
    await database.transact(_set_password, identity, stored, hashed)


def _stored_hash(db: Session, identity: Identity) -> str | None:
    user = account_of(db, identity)
    if user is None:
        raise NotFound()
    return user.password_hash


def _set_password(db: Session, identity: Identity, seen: str | None, hashed: str) -> None:
    user = account_of(db, identity)
    if user is None or user.password_hash != seen:
        raise NotFound()
    user.password_hash = hashed
    user_links.replace(db, user.id)
    login_sessions.end_all(db, user.id, but=identity.session_id)
    audit.record(db, accounts.actor(user), "password_set", f"user:{user.id}")


def _of(db: Session, candidate_id: str, *, to_change: bool = False) -> User | None:
    query = select(User).where(col(User.candidate_id) == candidate_id, col(User.role) == Role.CANDIDATE)
    return db.scalars(query.with_for_update() if to_change else query).one_or_none()


def _held(db: Session, actor: Actor, candidate_id: str) -> User:
    access.candidate(db, actor, candidate_id, to_change=True)
    user = _of(db, candidate_id, to_change=True)
    if user is None:
        raise NotFound("This person has no account.")
    return user


def _require_own(db: Session, actor: Actor, candidate_id: str) -> None:
    """Whoever holds the link is the candidate: nobody gets into colleagues' interviews that way."""
    mine = access.visible_interviews(db, actor).ids
    others = select(Interview.id).where(  # type: ignore[call-overload]
        col(Interview.candidate_id) == candidate_id, col(Interview.id).not_in(mine)
    )
    if not actor.is_admin and db.scalar(others.limit(1)) is not None:
        raise NotAllowed(OTHERS)


def _note(db: Session, actor: Actor, kind: str, candidate_id: str) -> None:
    audit.record(db, actor, kind, f"candidate:{candidate_id}")
    for topic in (f"candidate:{candidate_id}", "candidates"):
        record(db, Event(topic, "candidate_changed"))
