"""The record of what was done to the installation: who, when, to what. Entries are added, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy import func, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.database import record as publish
from neurohire.errors import NotFound
from neurohire.events import Event
from neurohire.models.settings import AuditEntry
from neurohire.models.users import User

TOPIC = "audit"
ACCOUNT = "user:"
MOST_AT_ONCE = 100


class AuditView(BaseModel):
    """One entry."""

    id: int
    at: datetime
    actor_name: str
    kind: str
    subject: str
    subject_name: str = ""  # of an account: whose it is, as far as it is still there
    body: dict[str, Any]


class AuditPage(BaseModel):
    """Some entries, newest first, and how many there are."""

    rows: list[AuditView]
    total: int


def record(
    db: Session, actor: Actor | None, kind: str, subject: str, body: Mapping[str, Any] | None = None
) -> None:
    """Note it, in the same transaction as the change. `actor` None: the program itself.

    `kind` is what happened, past tense (`setting_changed`, `user_disabled`); `subject` is what to.
    The caller keeps secrets and personal texts out of `body`.
    """
    db.add(
        AuditEntry(
            at=clock.now(),
            actor_id=actor.user_id if actor else None,
            actor_name=actor.name[:120] if actor else "",
            kind=kind[:40],
            subject=subject[:120],
            body=dict(body or {}),
        )
    )
    publish(db, Event(TOPIC, kind))


def list_page(
    db: Session, actor: Actor, *, kinds: tuple[str, ...] = (), limit: int = 25, offset: int = 0
) -> AuditPage:
    """For admins."""
    if not actor.is_admin:
        raise NotFound()
    query = select(AuditEntry)
    total = select(func.count()).select_from(AuditEntry)
    if kinds:
        query = query.where(col(AuditEntry.kind).in_(kinds))
        total = total.where(col(AuditEntry.kind).in_(kinds))
    newest = query.order_by(col(AuditEntry.id).desc()).limit(min(limit, MOST_AT_ONCE)).offset(max(offset, 0))
    rows = [AuditView(**row.model_dump(exclude={"actor_id"})) for row in db.scalars(newest)]
    _name_accounts(db, rows)
    return AuditPage(rows=rows, total=db.scalar(total) or 0)


def _name_accounts(db: Session, rows: list[AuditView]) -> None:
    ids = {row.subject.removeprefix(ACCOUNT) for row in rows if row.subject.startswith(ACCOUNT)}
    if not ids:
        return
    names = {user.id: user.name for user in db.scalars(select(User).where(col(User.id).in_(ids)))}
    for row in rows:
        row.subject_name = names.get(row.subject.removeprefix(ACCOUNT), "")
