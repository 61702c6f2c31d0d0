"""API tokens: made for oneself and shown once, limited by scope and time, listed, revoked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from pydantic import BaseModel
from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth import tokens
from neurohire.auth.actors import Actor, Identity
from neurohire.database import record
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.events import Event
from neurohire.models.users import ApiToken, User
from neurohire.services import audit
from neurohire.services.accounts import actor, clean_name, folded_email
from neurohire.services.login_sessions import RIGHTS_CHANGED
from neurohire.vocabulary import Role, Scope

ALL = tuple(Scope)
MOST_DAYS, MOST_TOKENS, MOST_NAME = 3650, 50, 80
SEEN_EVERY = timedelta(hours=1)  # how exact "last used" is; each write costs a commit


class ApiTokenView(BaseModel):
    """A token without its secret."""

    id: str
    name: str
    owner: str
    owner_email: str
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


def create(
    db: Session, actor: Actor, name: str = "", scopes: Collection[Scope] = ALL, days: int | None = None
) -> str:
    """A new token for oneself; the secret is given back this once."""
    if Scope.ADMIN in scopes and not actor.is_admin:
        raise Rejected("Only an admin's token can do an admin's work.", code="bad_scope")
    return _add(db, actor, actor.user_id, name, scopes, days)


def create_for(
    db: Session, email: str, name: str = "", scopes: Collection[Scope] = ALL, days: int | None = None
) -> str:
    """The same from the command line, for any account that can sign in."""
    user = db.scalars(select(User).where(col(User.email) == folded_email(email))).one_or_none()
    if user is None or user.role == Role.CANDIDATE:
        raise NotFound("There is no account of the team with this e-mail.")
    if user.disabled_at is not None:
        raise InvalidState("This account is disabled, so a token would not work.", code="disabled")
    return _add(db, None, user.id, name, scopes, days)


def mine(db: Session, actor: Actor) -> list[ApiTokenView]:
    return _views(db, actor.user_id)


def everybodys(db: Session, actor: Actor) -> list[ApiTokenView]:
    """For admins: every token that works."""
    if not actor.is_admin:
        raise NotFound()
    return _views(db)


def revoke(db: Session, actor: Actor, token_id: str) -> None:
    """End one of one's own tokens; an admin any. Sockets opened with it close at once."""
    row = db.get(ApiToken, token_id, with_for_update=True)
    if row is None or row.revoked_at is not None or (row.user_id != actor.user_id and not actor.is_admin):
        raise NotFound()
    row.revoked_at = clock.now()
    audit.record(db, actor, "token_revoked", f"user:{row.user_id}", {"name": row.name})
    record(db, Event(f"user:{row.user_id}", RIGHTS_CHANGED))


def revoke_all(db: Session, user_id: str) -> None:
    """Every token of the account; for services that end it."""
    for row in db.scalars(select(ApiToken).where(col(ApiToken.user_id) == user_id)):
        row.revoked_at = row.revoked_at or clock.now()


def identify(db: Session, token: str) -> Identity:
    """Whom a bearer token acts as and what it may do; the hour of its last use is kept."""
    identity, row = _found(db, token)
    if row is not None and (row.last_used_at is None or clock.now() - row.last_used_at > SEEN_EVERY):
        row.last_used_at = clock.now()
    return identity


def is_alive(db: Session, token: str) -> Identity:
    """The same without noting a use: whether what it opened may stay open."""
    return _found(db, token)[0]


def _found(db: Session, token: str) -> tuple[Identity, ApiToken | None]:
    row = db.scalars(
        select(ApiToken).where(
            col(ApiToken.token_hash) == tokens.token_hash(token), col(ApiToken.revoked_at).is_(None)
        )
    ).one_or_none()
    user = db.get(User, row.user_id) if row and _is_in_time(row) else None
    if row is None or user is None or user.disabled_at is not None:
        return Identity(), None
    return Identity(user=actor(user), scopes=frozenset(_scopes(row))), row


def _is_in_time(row: ApiToken) -> bool:
    return row.expires_at is None or clock.now() < row.expires_at


def _scopes(row: ApiToken) -> list[Scope]:
    return [scope for scope in Scope if scope in row.scopes.split()]


def _add(
    db: Session,
    actor: Actor | None,
    user_id: str,
    name: str,
    scopes: Collection[Scope],
    days: int | None,
) -> str:
    words = [scope.value for scope in Scope if scope in scopes]
    if not words:
        raise Rejected("Choose at least one thing the token may do.", code="bad_scope")
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise Rejected(f"A token works for 1 to {MOST_DAYS} days, or without an end.", code="bad_days")
    if (db.scalar(select(func.count()).select_from(ApiToken).where(*_working(user_id))) or 0) >= MOST_TOKENS:
        raise InvalidState(f"{MOST_TOKENS} tokens are the most. Revoke one first.", code="too_many_tokens")
    token, now = "nh_" + tokens.new_token(), clock.now()
    row = ApiToken(
        user_id=user_id,
        token_hash=tokens.token_hash(token),
        name=clean_name(name)[:MOST_NAME],
        scopes=" ".join(words),
        created_at=now,
        expires_at=now + timedelta(days=days) if days else None,
    )
    db.add(row)
    audit.record(
        db, actor, "token_made", f"user:{user_id}", {"name": row.name, "scopes": words, "days": days}
    )
    return token


def _working(user_id: str = "") -> list[ColumnElement[bool]]:
    now = clock.now()
    conditions: list[ColumnElement[bool]] = [
        col(ApiToken.revoked_at).is_(None),
        or_(col(ApiToken.expires_at).is_(None), col(ApiToken.expires_at) > now),
    ]
    return [*conditions, col(ApiToken.user_id) == user_id] if user_id else conditions


def _views(db: Session, user_id: str = "") -> list[ApiTokenView]:
    rows = db.execute(
        select(ApiToken, User)
        .join(User, col(User.id) == col(ApiToken.user_id))
        .where(*_working(user_id), col(User.disabled_at).is_(None))
        .order_by(col(ApiToken.created_at).desc())
        .limit(1000)
    ).all()
    return [
        ApiTokenView(
            owner=user.name,
            owner_email=user.email,
            scopes=_scopes(row),
            **row.model_dump(include={"id", "name", "created_at", "expires_at", "last_used_at"}),
        )
        for row, user in rows
    ]
