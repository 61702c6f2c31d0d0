"""Settings that an admin changes while the app runs: checked, stored, written down, and in force at once."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

import structlog
from sqlmodel import Session

from neurohire.auth.actors import Actor
from neurohire.database import Database, record
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.events import Event
from neurohire.in_force import CHANGEABLE, SettingsInForce, StoredValue, is_secret, key_goes_to
from neurohire.models.settings import StoredSetting
from neurohire.services import audit
from neurohire.services.setting_views import UNREADABLE, SettingView, views
from neurohire.services.stored_values import keep, plain, rows_of, simple, stamp
from neurohire.settings import Settings

log = structlog.get_logger(__name__)
TOPIC = "settings"
CHANGED = "setting_changed"
MOST = 1000  # characters of any value
TOO_LONG = f"At most {MOST} characters."
UNSEEN = "There are characters in it that cannot be seen. Type it anew."
UNSEEN_KINDS = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
JOINERS = "\u200c\u200d"  # they shape words of some scripts
HELD = "It is set by the environment ({}) and can be changed only there."
NO_ADDRESS = "Enter the address it is for, too."
GONE = "Somebody took it back meanwhile."
Value = str | int | float | bool | None
Changes = Mapping[str, Value]


class FieldsRejected(Rejected):
    """Some fields cannot be taken as they are; nothing was saved."""

    message = "Nothing was saved. Please look at the marked fields."

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(code="fields_rejected")
        self.fields = dict(fields)


class ChangedMeanwhile(InvalidState):
    """Somebody else saved the same fields since they were read."""

    message = (
        "Nothing was saved: somebody changed the same fields meanwhile. "
        "Look at what is there now; saving again replaces it."
    )

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(code="changed_meanwhile")
        self.fields = dict(fields)


class Saved(NamedTuple):
    """What is stored after a save, and the keys that were removed because their address changed."""

    stored: dict[str, StoredValue]
    removed: list[str]


class StoredSettings:
    """The one place that saves settings and puts them in force. `after` is told of every change."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.in_force = SettingsInForce(settings)
        self.after: list[Callable[[], Awaitable[None]]] = []
        self._database = database
        self._saving = asyncio.Lock()

    async def load(self) -> None:
        """At the start. What cannot be used is left out, and the page says so: the app must start."""
        secret = self.in_force.settings.secret_key()
        stored, unreadable = await self._database.read(read_all, secret)
        refused = self.in_force.put(stored) | dict.fromkeys(unreadable, UNREADABLE)
        if refused:
            log.warning("stored settings left out", names=sorted(refused))
        await self._tell()

    async def views(self, actor: Actor) -> dict[str, SettingView]:
        return await self._database.read(views, actor, self.in_force)

    async def save(self, actor: Actor, changes: Changes, seen: Mapping[str, str]) -> list[str]:
        """Save all or nothing; gives the keys that went with it. Once begun it is seen through."""
        return await asyncio.shield(self._save(actor, changes, seen))

    async def _save(self, actor: Actor, changes: Changes, seen: Mapping[str, str]) -> list[str]:
        async with self._saving:  # put in force in the order of the commits
            saved = await self._database.transact(save, actor, self.in_force, changes, seen)
            self.in_force.put(saved.stored)
            await self._tell()
        return saved.removed

    async def _tell(self) -> None:
        for listener in self.after:
            await listener()


def read_all(db: Session, secret: str) -> tuple[dict[str, StoredValue], list[str]]:
    """Every stored value, and the names of those that cannot be read."""
    return plain(rows_of(db).values(), secret)


def save(
    db: Session, actor: Actor, in_force: SettingsInForce, changes: Changes, seen: Mapping[str, str]
) -> Saved:
    """One transaction: look whether it may be, check all together, keep, write down. `seen`: stamps."""
    if not actor.is_admin:
        raise NotFound()
    cleaned, errors = _cleaned(in_force, changes)
    rows = rows_of(db, to_change=True)
    _check_unchanged(rows, cleaned, seen)
    secret = in_force.settings.secret_key()
    before, _ = plain(rows.values(), secret)
    old, _ = in_force.with_stored(before)
    new, removed = _checked(in_force, before, cleaned, errors)
    stored = {name: found for name, found in before.items() if name not in (*cleaned, *removed)}
    for name, value in cleaned.items():
        row = rows.get(name)
        if value is not None:
            stored[name] = keep(db, row, name, new, secret, actor)
        elif row is not None:
            db.delete(row)
        if value is not None or row is not None:
            _write_down(db, actor, name, old, new, was=row is not None, stays=value is not None)
    for name in removed:
        db.delete(rows[name])
        audit.record(db, actor, CHANGED, name, {"secret": "removed", "because": "its address changed"})
    record(db, Event(TOPIC, "changed"))
    return Saved(stored, removed)


def _cleaned(in_force: SettingsInForce, changes: Changes) -> tuple[dict[str, Value], dict[str, str]]:
    """What can be looked at further (None: back to the default), and what cannot."""
    errors: dict[str, str] = {}
    cleaned: dict[str, Value] = {}
    for name, given in changes.items():
        if name not in CHANGEABLE:
            raise NotFound()
        value = given.strip() if isinstance(given, str) else given
        if holder := in_force.holder(name):
            errors[name] = HELD.format(f"NEUROHIRE_{holder.upper()}")
        elif isinstance(value, str) and len(value) > MOST:
            errors[name] = TOO_LONG
        elif isinstance(value, str) and any(_is_unseen(sign) for sign in value):
            errors[name] = UNSEEN
        else:
            cleaned[name] = None if value == "" else value
    return cleaned, errors


def _is_unseen(sign: str) -> bool:
    return sign not in JOINERS and unicodedata.category(sign) in UNSEEN_KINDS


def _check_unchanged(
    rows: Mapping[str, StoredSetting], cleaned: Mapping[str, Value], seen: Mapping[str, str]
) -> None:
    meanwhile = {
        name: f"{rows[name].changed_by or 'Somebody'} changed it meanwhile." if name in rows else GONE
        for name in cleaned
        if seen.get(name, "") != stamp(rows.get(name))
    }
    if meanwhile:
        raise ChangedMeanwhile(meanwhile)


def _checked(
    in_force: SettingsInForce,
    before: Mapping[str, StoredValue],
    cleaned: Mapping[str, Value],
    errors: Mapping[str, str],
) -> tuple[Settings, list[str]]:
    """The settings as they would be, and the stored keys whose address would be another one."""
    kept = {name: found for name, found in before.items() if name not in cleaned}
    wanted = {name: StoredValue(value) for name, value in cleaned.items() if value is not None}
    plain_ones = {name: found for name, found in wanted.items() if not is_secret(name)}
    made, _ = in_force.with_stored(kept | plain_ones)  # tells where keys would go
    keys = {
        name: StoredValue(found.value, key_goes_to(made, name))
        for name, found in wanted.items()
        if is_secret(name)
    }
    new, refused = in_force.with_stored(kept | plain_ones | keys)
    errors = {**errors, **{name: words for name, words in refused.items() if name in cleaned}}
    if errors := errors or {name: NO_ADDRESS for name, key in keys.items() if not key.server}:
        raise FieldsRejected(errors)
    not_in_force_before = in_force.with_stored(before)[1]
    return new, [name for name in refused if is_secret(name) and name not in not_in_force_before]


def _write_down(
    db: Session, actor: Actor, name: str, old: Settings, new: Settings, *, was: bool, stays: bool
) -> None:
    if is_secret(name):
        words = "replaced" if was and stays else "set" if stays else "removed"
        audit.record(db, actor, CHANGED, name, {"secret": words})
        return
    body: dict[str, Any] = {"old": simple(getattr(old, name)), "new": simple(getattr(new, name))}
    audit.record(db, actor, CHANGED, name, body if stays else body | {"default": True})
