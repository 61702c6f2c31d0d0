"""The team's accounts as admins see them: the list, and one of them with where it is signed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel
from sqlalchemy import Select, case, func, or_, select
from sqlmodel import Session, col

from neurohire.auth.actors import Actor
from neurohire.errors import NotFound
from neurohire.models.users import LoginSession, User, UserLink
from neurohire.services import login_sessions
from neurohire.services.login_sessions import SessionView
from neurohire.services.users import TEAM, check_admin
from neurohire.vocabulary import Role, UserState

MOST = 100
Sort = Literal["name", "-name", "seen", "-seen", "created_at", "-created_at"]


class UserRow(BaseModel):
    """One line of the list."""

    id: str
    name: str
    email: str
    role: Role
    state: UserState
    created_at: datetime
    last_seen_at: datetime | None
    open_sessions: int
    link_until: datetime | None  # an unused link; in the past when it has run out


class UserPage(BaseModel):
    rows: list[UserRow]
    total: int


class UserDetail(BaseModel):
    """One account with where it is signed in."""

    user: UserRow
    sessions: list[SessionView]
    is_me: bool


def list_page(
    db: Session,
    actor: Actor,
    *,
    search: str = "",
    states: tuple[UserState, ...] = (),
    roles: tuple[Role, ...] = (),
    sort: Sort = "name",
    limit: int = 25,
    offset: int = 0,
) -> UserPage:
    """The team, for admins; search looks at names and e-mails."""
    check_admin(actor)
    query = _rows()
    if states:
        query = query.where(_state().in_([state.value for state in states]))
    if roles:
        query = query.where(col(User.role).in_(roles))
    if words := search.strip().lower():
        in_name = func.lower(User.name).contains(words, autoescape=True)
        query = query.where(or_(in_name, col(User.email).contains(words, autoescape=True)))
    total = db.scalar(select(func.count()).select_from(query.subquery())) or 0
    column: Any = {"name": func.lower(User.name), "created_at": User.created_at, "seen": _last_seen()}[
        sort.removeprefix("-")
    ]
    order = [column.desc(), col(User.id)] if sort.startswith("-") else [column, col(User.id)]
    found = db.execute(query.order_by(*order).limit(min(limit, MOST)).offset(max(0, offset)))
    return UserPage(rows=[_row(*row) for row in found], total=total)


def get(db: Session, actor: Actor, user_id: str) -> UserDetail:
    """One account, for admins."""
    check_admin(actor)
    found = db.execute(_rows().where(col(User.id) == user_id)).one_or_none()
    if found is None:
        raise NotFound()
    sessions = login_sessions.list_sessions(db, user_id)
    return UserDetail(user=_row(*found), sessions=sessions, is_me=user_id == actor.user_id)


def _state() -> Any:
    return case(
        (col(User.disabled_at).is_not(None), UserState.DISABLED.value),
        (col(User.password_hash).is_(None), UserState.INVITED.value),
        else_=UserState.ACTIVE.value,
    )


def _of_sessions(what: Any, *conditions: Any) -> Any:
    return select(what).where(col(LoginSession.user_id) == col(User.id), *conditions).scalar_subquery()


def _last_seen() -> Any:
    return _of_sessions(func.max(LoginSession.last_seen_at))


def _rows() -> Select[Any]:
    link = select(func.max(UserLink.expires_at)).where(
        col(UserLink.user_id) == col(User.id),
        col(UserLink.used_at).is_(None),
        col(UserLink.replaced_at).is_(None),
    )
    count: Callable[..., Any] = func.count
    sessions = _of_sessions(count(col(LoginSession.id)), *login_sessions.open_now())
    return select(User, _state(), _last_seen(), sessions, link.scalar_subquery()).where(
        col(User.role).in_(TEAM)
    )


def _row(
    user: User, state: str, seen: datetime | None, sessions: int, link_until: datetime | None
) -> UserRow:
    return UserRow(
        state=UserState(state),
        last_seen_at=seen,
        open_sessions=sessions,
        link_until=link_until,
        **user.model_dump(include={"id", "name", "email", "role", "created_at"}),
    )
