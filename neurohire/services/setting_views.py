"""The settings as a page may show them: of a secret only whether there is one, and since when."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from sqlmodel import Session

from neurohire.auth.actors import Actor
from neurohire.errors import NotFound
from neurohire.in_force import CHANGEABLE, FIELDS, SettingsInForce, is_secret
from neurohire.models.settings import StoredSetting
from neurohire.services.stored_values import plain, rows_of, simple, stamp

UNREADABLE = "It cannot be read any more: the server's secret is another one. Enter it anew."


class SettingView(BaseModel):
    """One setting that may be changed, with the value in force."""

    name: str
    value: str | int | float | bool | None
    default: str | int | float | bool | None
    is_secret: bool
    is_set: bool
    low: float | None
    high: float | None
    most: int | None  # characters
    choices: tuple[str, ...]
    holder: str  # the variable of the environment that holds it; empty: the page may change it
    changed_by: str
    changed_at: datetime | None
    stamp: str  # what a save says it has seen
    refused: str  # why a stored value is not in force


def views(db: Session, actor: Actor, in_force: SettingsInForce) -> dict[str, SettingView]:
    """For admins."""
    if not actor.is_admin:
        raise NotFound()
    rows = rows_of(db)
    stored, unreadable = plain(rows.values(), in_force.settings.secret_key())
    _, refused = in_force.with_stored(stored)
    refused |= dict.fromkeys(unreadable, UNREADABLE)
    return {name: _view(name, in_force, rows.get(name), refused.get(name, "")) for name in CHANGEABLE}


def _view(name: str, in_force: SettingsInForce, row: StoredSetting | None, refused: str) -> SettingView:
    value, holder = getattr(in_force.settings, name), in_force.holder(name)
    return SettingView(
        name=name,
        value=None if is_secret(name) else simple(value),
        default=None if is_secret(name) else simple(in_force.default(name)),
        is_secret=is_secret(name),
        is_set=value not in (None, ""),
        **_bounds(name),
        holder=f"NEUROHIRE_{holder.upper()}" if holder else "",
        changed_by=row.changed_by if row else "",
        changed_at=row.changed_at if row else None,
        stamp=stamp(row),
        refused="" if holder else refused,
    )


def _bounds(name: str) -> dict[str, Any]:
    """What the field says about itself."""
    field = FIELDS[name]
    found: dict[str, Any] = {"low": None, "high": None, "most": None, "choices": ()}
    for part in field.metadata:
        for key, attribute in (("low", "ge"), ("high", "le"), ("most", "max_length")):
            value = getattr(part, attribute, None)
            found[key] = found[key] if value is None else value
    if get_origin(field.annotation) is Literal:
        found["choices"] = get_args(field.annotation)
    elif field.annotation is bool:
        found["choices"] = ("false", "true")
    return found
