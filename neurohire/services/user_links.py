"""One-time links with which a person sets the password of an account; only the newest works, once."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel
from sqlalchemy import select, update
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth import passwords, tokens
from neurohire.database import Database, record
from neurohire.errors import InvalidState, NotFound
from neurohire.events import Event
from neurohire.models.users import User, UserLink
from neurohire.services import audit, login_sessions
from neurohire.services.accounts import actor
from neurohire.settings import Settings

WORKS = timedelta(days=7)


class LinkState(StrEnum):
    """What a link opens now."""

    OPEN = "open"
    WRONG = "wrong"
    USED = "used"
    EXPIRED = "expired"
    REPLACED = "replaced"
    DISABLED = "disabled"


class Found(BaseModel):
    """A link as its page needs it."""

    state: LinkState
    name: str = ""
    email: str = ""
    is_new: bool = True  # the account never had a password


class NewLink(BaseModel):
    """Shown once; it cannot be had again."""

    url: str
    expires_at: datetime
    name: str


def make(db: Session, settings: Settings, user: User) -> NewLink:
    """A new link; earlier ones of the account stop working."""
    replace(db, user.id)
    token, now = tokens.new_token(), clock.now()
    row = UserLink(
        user_id=user.id, token_hash=tokens.token_hash(token), created_at=now, expires_at=now + WORKS
    )
    db.add(row)
    return NewLink(url=f"{settings.public_url}/join/{token}", expires_at=row.expires_at, name=user.name)


def replace(db: Session, user_id: str) -> None:
    """Links that were not used stop working."""
    open_ones = col(UserLink.used_at).is_(None), col(UserLink.replaced_at).is_(None)
    db.execute(
        update(UserLink)
        .where(col(UserLink.user_id) == user_id, *open_ones)
        .values(replaced_at=clock.now())
        .execution_options(synchronize_session="fetch")
    )


def look(db: Session, token: str) -> Found:
    """What the link is for; changes nothing, so programs that open links do no harm."""
    found = db.execute(
        select(UserLink, User)
        .join(User, col(User.id) == col(UserLink.user_id))
        .where(col(UserLink.token_hash) == tokens.token_hash(token))
    ).one_or_none()
    if found is None:
        return Found(state=LinkState.WRONG)
    link, user = found
    return Found(
        state=_state(link, user), name=user.name, email=user.email, is_new=user.password_hash is None
    )


async def use(database: Database, token: str, password: str) -> str:
    """Set the password and end everything that was signed in; gives the user's id."""
    found = await database.read(look, token)
    if found.state is not LinkState.OPEN:
        raise NotFound(code=found.state.value)
    # before the transaction: it takes a while, and on SQLite everybody else's writes would wait for it
    hashed = await asyncio.to_thread(passwords.hash_password, password)
    return await database.transact(_use, token, hashed)


def _use(db: Session, token: str, password_hash: str) -> str:
    link = db.scalars(select(UserLink).where(col(UserLink.token_hash) == tokens.token_hash(token))).first()
    # the account first: whoever disables it or makes another link holds the same row
    user = db.get(User, link.user_id, with_for_update=True, populate_existing=True) if link else None
    if link is None or user is None:
        raise NotFound()
    db.refresh(link, with_for_update=True)
    if _state(link, user) is not LinkState.OPEN:
        raise InvalidState(code=_state(link, user).value)
    link.used_at = clock.now()
    user.password_hash = password_hash
    login_sessions.end_all(db, user.id)
    audit.record(db, actor(user), "password_set", f"user:{user.id}")
    record(db, Event("users", "password_set"))
    if user.candidate_id:
        record(db, Event(f"candidate:{user.candidate_id}", "candidate_changed"))
    return user.id


def _state(link: UserLink, user: User) -> LinkState:
    if user.disabled_at is not None:
        return LinkState.DISABLED
    if link.used_at is not None:
        return LinkState.USED
    if link.replaced_at is not None:
        return LinkState.REPLACED
    return LinkState.EXPIRED if clock.now() >= link.expires_at else LinkState.OPEN
