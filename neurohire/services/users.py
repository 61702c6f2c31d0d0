"""What admins do with accounts: list, invite, new link, role, name, disable, sessions.

Every change first holds the rows of all admins: changes come one after another, and whoever has just been
disabled or demoted by another admin changes nothing more.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.database import record
from neurohire.errors import InvalidState, NotAllowed, NotFound, Rejected
from neurohire.events import Event
from neurohire.models.users import User
from neurohire.services import accounts, api_tokens, audit, login_sessions, user_links
from neurohire.services.login_sessions import RIGHTS_CHANGED
from neurohire.services.user_links import NewLink
from neurohire.settings import Settings
from neurohire.vocabulary import Role

TEAM = (Role.ADMIN, Role.RECRUITER)
TOPIC = "users"
LAST_ADMIN = "This is the only admin who can sign in. Make another admin first, then change this account."
NOT_YOURSELF = "You can't disable your own account. Another admin can."


def add(db: Session, actor: Actor, settings: Settings, name: str, email: str, role: str) -> NewLink:
    """An account without a password, and the link with which its owner sets one."""
    _hold_admins(db, actor)
    wanted, address, line = _role(role), accounts.clean_email(email), _name(name)
    if db.scalars(select(User).where(col(User.email) == address)).first():
        raise InvalidState("There is an account with this e-mail already.", code="exists")
    user = User(email=address, name=line, role=wanted, created_at=clock.now())
    db.add(user)
    db.flush()
    _note(db, actor, "user_added", user, role=wanted.value)
    return user_links.make(db, settings, user)


def new_link(db: Session, actor: Actor, settings: Settings, user_id: str) -> NewLink:
    """For who lost the first link or forgot the password; the old password works until it is used."""
    user = _held(db, actor, user_id)
    if user.disabled_at is not None:
        raise InvalidState("This account is disabled. Enable it first, then make a link.", code="disabled")
    _note(db, actor, "user_link_made", user)
    return user_links.make(db, settings, user)


def link_for(db: Session, settings: Settings, email: str) -> NewLink:
    """From the command line: the way back in for an installation whose only admin forgot the password."""
    user = db.scalars(select(User).where(col(User.email) == accounts.folded_email(email))).one_or_none()
    if user is None or user.role not in TEAM:
        raise NotFound("There is no account with this e-mail.")
    if user.disabled_at is not None:
        raise InvalidState("This account is disabled. An admin can enable it on the Users page.")
    _note(db, None, "user_link_made", user)
    return user_links.make(db, settings, user)


def rename(db: Session, actor: Actor, user_id: str, name: str) -> None:
    user, line = _held(db, actor, user_id), _name(name)
    if line != user.name:
        _note(db, actor, "user_renamed", user)
        user.name = line


def change_role(db: Session, actor: Actor, user_id: str, role: str) -> None:
    """Pages and sockets open at this moment ask again what they may show."""
    user, wanted = _held(db, actor, user_id), _role(role)
    if wanted == user.role:
        return
    if wanted is not Role.ADMIN:
        _check_other_admin(db, user)
    _note(db, actor, "user_role_changed", user, before=user.role, after=wanted.value)
    user.role = wanted
    record(db, Event(f"user:{user.id}", RIGHTS_CHANGED))


def disable(db: Session, actor: Actor, user_id: str) -> None:
    """Signed out everywhere at once; links and API tokens end for good, what the person made stays."""
    user = _held(db, actor, user_id)
    if user.id == actor.user_id:
        raise Rejected(NOT_YOURSELF, code="yourself")
    if user.disabled_at is not None:
        return
    # an admin is left in any case: the asker, who has just been found to be one
    user.disabled_at = clock.now()
    login_sessions.end_all(db, user.id)
    api_tokens.revoke_all(db, user.id)
    user_links.replace(db, user.id)
    _note(db, actor, "user_disabled", user)


def enable(db: Session, actor: Actor, user_id: str) -> None:
    """The password works again; an account that never had one needs a new link."""
    user = _held(db, actor, user_id)
    if user.disabled_at is not None:
        user.disabled_at = None
        _note(db, actor, "user_enabled", user)


def end_sessions(db: Session, actor: Actor, user_id: str, session_id: str = "") -> None:
    """Sign somebody out of one browser, or of all."""
    user = _held(db, actor, user_id)
    if session_id:
        login_sessions.revoke(db, user.id, session_id)
    else:
        login_sessions.end_all(db, user.id)
    _note(db, actor, "user_signed_out", user, all=not session_id)


# -- who may, and whom ------------------------------------------------------------------------


def check_admin(actor: Actor) -> None:
    if not actor.is_admin:
        raise NotFound()


def _hold_admins(db: Session, actor: Actor) -> list[User]:
    """All admins, held until the commit; NotAllowed when the asker is none any more."""
    check_admin(actor)
    rows = db.scalars(
        select(User)
        .where(col(User.role) == Role.ADMIN)
        .order_by(col(User.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if not any(row.id == actor.user_id and row.disabled_at is None for row in rows):
        raise NotAllowed()
    return list(rows)


def _held(db: Session, actor: Actor, user_id: str) -> User:
    """The account, held until the commit."""
    _hold_admins(db, actor)
    row = db.get(User, user_id, with_for_update=True, populate_existing=True)
    if row is None or row.role not in TEAM:
        raise NotFound()
    return row


def _check_other_admin(db: Session, user: User) -> None:
    """Somebody must be left who can sign in and is an admin; the rows are held already."""
    others = db.scalars(
        select(User).where(
            col(User.role) == Role.ADMIN,
            col(User.disabled_at).is_(None),
            col(User.password_hash).is_not(None),
            col(User.id) != user.id,
        )
    ).first()
    if user.role == Role.ADMIN and others is None:
        raise InvalidState(LAST_ADMIN, code="last_admin")


def _role(value: str) -> Role:
    if value not in (Role.ADMIN.value, Role.RECRUITER.value):
        raise Rejected("Choose recruiter or admin.", code="bad_role")
    return Role(value)


def _name(value: str) -> str:
    line = accounts.clean_name(value)
    if not line:
        raise Rejected("Please type the person's name.", code="no_name")
    if len(" ".join(value.split())) > accounts.MOST_NAME:
        raise Rejected(f"A name has at most {accounts.MOST_NAME} characters.", code="no_name")
    return line


def _note(db: Session, actor: Actor | None, kind: str, user: User, **body: Any) -> None:
    audit.record(db, actor, kind, f"user:{user.id}", body)
    record(db, Event(TOPIC, kind))
