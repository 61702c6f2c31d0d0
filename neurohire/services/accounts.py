"""Accounts: the first admin by a one-time link, log-in, users, API tokens."""

from __future__ import annotations

import re
from datetime import timedelta

from pydantic import BaseModel
from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth import passwords, tokens
from neurohire.auth.actors import Actor
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.models.users import ApiToken, Setting, User
from neurohire.settings import Settings
from neurohire.vocabulary import Role

SETUP_KEY = "setup_token_hash"
EMAIL = re.compile(r"^[^@\s<>\"',;:()\[\]\\]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}$")
WRONG_LOGIN = "E-mail or password is not right."


class UserView(BaseModel):
    """A read model of an account."""

    id: str
    email: str
    name: str
    role: Role
    is_disabled: bool


def clean_email(value: str) -> str:
    """Lower-cased address; Rejected when it cannot be one."""
    email = value.strip().lower()
    if len(email) > 254 or not EMAIL.match(email):
        raise Rejected("This does not look like an e-mail address. Please check it.", code="bad_email")
    return email


def clean_name(value: str, fallback: str = "") -> str:
    """One line, at most 120 characters."""
    return " ".join(value.split())[:120] or fallback


def setup_link(db: Session, settings: Settings) -> str | None:
    """A fresh one-time set-up link while there is no admin; earlier ones stop working."""
    if has_admin(db):
        return None
    token = tokens.new_token()
    db.merge(Setting(key=SETUP_KEY, value=tokens.token_hash(token)))
    return f"{settings.public_url}/setup?token={token}"


def has_admin(db: Session) -> bool:
    return db.scalar(select(func.count()).where(col(User.role) == Role.ADMIN)) != 0


def is_setup_token(db: Session, token: str) -> bool:
    row = db.get(Setting, SETUP_KEY)
    return row is not None and bool(token) and tokens.token_hash(token) == row.value


def create_first_admin(db: Session, token: str, email: str, name: str, password: str) -> UserView:
    """Use up the set-up token; of two at once only one wins."""
    address, hashed = clean_email(email), passwords.hash_password(password)
    used = db.execute(
        delete(Setting).where(col(Setting.key) == SETUP_KEY, col(Setting.value) == tokens.token_hash(token))
    )
    if used.rowcount != 1 or has_admin(db):  # type: ignore[attr-defined]
        raise NotFound("This set-up link has been used or replaced. Start the server again for a new one.")
    return _add(db, address, name, Role.ADMIN, hashed)


def create_user(db: Session, email: str, name: str, role: Role, password: str) -> UserView:
    """Add an account (command line, users page)."""
    address = clean_email(email)
    if db.scalars(select(User).where(col(User.email) == address)).first():
        raise InvalidState("There is an account with this e-mail already.", code="exists")
    return _add(db, address, name, role, passwords.hash_password(password))


def check_login(db: Session, email: str, password: str) -> UserView:
    """The account, or Rejected with the same words and time whether it exists or not."""
    user = db.scalars(select(User).where(col(User.email) == email.strip().lower())).one_or_none()
    is_right = passwords.is_right(password, user.password_hash if user else None)
    if user is None or not is_right or user.disabled_at is not None:
        raise Rejected(WRONG_LOGIN, code="wrong_login")
    return _view(user)


def create_api_token(db: Session, email: str, name: str = "") -> str:
    """A new bearer token for the account; shown once."""
    user = db.scalars(select(User).where(col(User.email) == email.strip().lower())).one_or_none()
    if user is None:
        raise NotFound("There is no account with this e-mail.")
    token = "nh_" + tokens.new_token()
    db.add(ApiToken(user_id=user.id, token_hash=tokens.token_hash(token), name=name, created_at=clock.now()))
    return token


def actor_of_token(db: Session, token: str) -> Actor | None:
    """Whom a bearer token acts as; the hour of its last use is kept."""
    row = db.scalars(
        select(ApiToken).where(
            col(ApiToken.token_hash) == tokens.token_hash(token), col(ApiToken.revoked_at).is_(None)
        )
    ).one_or_none()
    user = db.get(User, row.user_id) if row else None
    if row is None or user is None or user.disabled_at is not None:
        return None
    if row.last_used_at is None or clock.now() - row.last_used_at > timedelta(hours=1):
        row.last_used_at = clock.now()
    return actor(user)


def list_users(db: Session, roles: tuple[Role, ...] = (Role.ADMIN, Role.RECRUITER)) -> list[UserView]:
    rows = db.scalars(select(User).where(col(User.role).in_(roles)).order_by(col(User.name)))
    return [_view(row) for row in rows]


def colleagues(db: Session, _actor: Actor) -> dict[str, str]:
    """Names of the team by user id: whom things can be shared with."""
    return {view.id: view.name for view in list_users(db) if not view.is_disabled}


def actor(user: User) -> Actor:
    return Actor(user_id=user.id, name=user.name, email=user.email, role=Role(user.role))


def _add(db: Session, email: str, name: str, role: Role, password_hash: str) -> UserView:
    user = User(
        email=email,
        name=clean_name(name, email.partition("@")[0]),
        role=role,
        password_hash=password_hash,
        created_at=clock.now(),
    )
    db.add(user)
    db.flush()
    return _view(user)


def _view(user: User) -> UserView:
    return UserView(
        id=user.id,
        email=user.email,
        name=user.name,
        role=Role(user.role),
        is_disabled=user.disabled_at is not None,
    )
