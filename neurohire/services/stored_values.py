"""Rows of stored settings and their plain values; of secrets the row has only what this server can open."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from pydantic import SecretStr
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth import sealing
from neurohire.auth.actors import Actor
from neurohire.in_force import CHANGEABLE, StoredValue, is_secret, key_goes_to
from neurohire.models.settings import StoredSetting
from neurohire.settings import Settings


def rows_of(db: Session, *, to_change: bool = False) -> dict[str, StoredSetting]:
    query = select(StoredSetting).order_by(col(StoredSetting.name))
    return {row.name: row for row in db.scalars(query.with_for_update() if to_change else query)}


def plain(rows: Iterable[StoredSetting], secret: str) -> tuple[dict[str, StoredValue], list[str]]:
    """What can be read, and the names of those that cannot; names of other versions are left out."""
    found: dict[str, StoredValue] = {}
    unreadable = []
    for row in rows:
        if row.name not in CHANGEABLE:
            continue
        try:
            found[row.name] = _opened(row, secret)
        except (ValueError, TypeError):
            unreadable.append(row.name)
    return found, unreadable


def keep(
    db: Session, row: StoredSetting | None, name: str, made: Settings, secret: str, actor: Actor
) -> StoredValue:
    """The value that `made` has, in its row."""
    value = getattr(made, name)
    if isinstance(value, SecretStr):
        found = StoredValue(value.get_secret_value(), key_goes_to(made, name))
        # name and server are sealed with it: moved to another row or address it opens nothing
        text = sealing.seal(secret, json.dumps([name, found.server, found.value]))
    else:
        found = StoredValue(simple(value))
        text = json.dumps(found.value, ensure_ascii=False)
    row = row or StoredSetting(name=name, value="", changed_at=clock.now())
    row.value, row.is_secret = text, is_secret(name)
    row.changed_by, row.changed_at = actor.name[:120], clock.now()
    db.add(row)
    return found


def stamp(row: StoredSetting | None) -> str:
    """What a save says it has seen; empty: nothing is stored."""
    return row.changed_at.isoformat() if row else ""


def simple(value: Any) -> Any:
    """As JSON has it: an amount of money is text, so that no digit is lost."""
    return format(value, "f") if isinstance(value, Decimal) else value


def _opened(row: StoredSetting, secret: str) -> StoredValue:
    if not is_secret(row.name):
        return StoredValue(json.loads(row.value))
    name, server, value = json.loads(sealing.unseal(secret, row.value) or "null")
    if name != row.name:
        raise ValueError("sealed for another setting")
    return StoredValue(value, server)
