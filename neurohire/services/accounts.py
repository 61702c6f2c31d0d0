"""Accounts: the first admin by a one-time link, log-in, who is there."""

from __future__ import annotations

import re
import unicodedata

from pydantic import BaseModel
from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth import passwords, tokens
from neurohire.auth.actors import Actor
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.models.users import Setting, User
from neurohire.settings import Settings
from neurohire.vocabulary import Role

SETUP_KEY = "setup_token_hash"
EMAIL = re.compile(r"^[^@\s<>\"',;:()\[\]\\]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}$")
MOST_NAME = 120
JOINERS = "\u200c\u200d"  # written between letters of some scripts
WRONG_LOGIN = "E-mail or password is not right."


class UserView(BaseModel):
    """A read model of an account."""

    id: str
    email: str
    name: str
    role: Role
    is_disabled: bool


def folded_email(value: str) -> str:
    """The one spelling of an address: letters that only look wide or joined are the plain ones."""
    return unicodedata.normalize("NFKC", value.strip()[:1000]).lower()


def clean_email(value: str) -> str:
    """The address in its one spelling; Rejected when it cannot be one."""
    email = folded_email(value)
    is_seen = all(unicodedata.category(letter)[0] != "C" for letter in email)
    if len(email) > 254 or not EMAIL.match(email) or not is_seen:
        raise Rejected("This does not look like an e-mail address. Please check it.", code="bad_email")
    return email


def clean_name(value: str, fallback: str = "") -> str:
    """One line, at most 120 characters, nothing in it that cannot be seen or turns the text round."""
    line = " ".join(unicodedata.normalize("NFC", value[:10_000]).split())
    seen = "".join(sign for sign in line if sign in JOINERS or unicodedata.category(sign)[0] != "C")
    return seen.strip()[:MOST_NAME] or fallback


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
    user = db.scalars(select(User).where(col(User.email) == folded_email(email))).one_or_none()
    is_right = passwords.is_right(password, user.password_hash if user else None)
    if user is None or not is_right or user.disabled_at is not None:
        raise Rejected(WRONG_LOGIN, code="wrong_login")
    return _view(user)


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
