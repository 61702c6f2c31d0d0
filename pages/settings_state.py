"""Settings, how things stand: the meter, storage, health in words, and the record of changes."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from nicegui import ui

from components.data_table import DataTable
from components.meter import draw_meter
from components.pieces import Tone, card, facts, line, status_chip, text
from components.settings_words import KINDS, change_words, full_name
from components.table import Column, Empty, TablePage, TableQuery, date_cell, text_cell
from components.times import Zone
from neurohire import clock
from neurohire.in_force import CHANGEABLE
from neurohire.services import audit, spending
from neurohire.services import health as health_service
from neurohire.services.audit import AuditPage, AuditView
from neurohire.services.health import Health
from pages.team import Desk

LATE_SECONDS = 30.0
COLUMNS = (
    Column("at", "When", "date"),
    Column("who", "Who"),
    Column("what", "What"),
    Column("change", "Change"),
)
EMPTY = Empty(
    "Nothing was changed yet", "Every change of settings and accounts will stand here.", icon="edit"
)


async def meter(desk: Desk) -> Callable[[], Any]:
    """What the services used, this month and before."""
    view = await desk.read(spending.meter, desk.state.settings)
    return functools.partial(draw_meter, view)


async def storage(desk: Desk) -> Callable[[], Any]:
    """Where files lie and what they take."""
    state = desk.state
    found = await health_service.stored(state.database, state.media, await desk.who())
    space = health_service.disk(state.media.root, state.settings.min_free_mb)

    def draw() -> None:
        count = f"{found.files:,}" if found.is_all else f"more than {found.files:,}"
        pairs = [
            ("Files lie in", space.folder),
            ("Files", f"{count}, {size(found.megabytes)}"),
            ("Free on that disk", f"{size(space.free_mb)} of {size(space.total_mb)}"),
        ]
        if found.database_mb is not None:
            pairs.insert(2, ("Database", size(found.database_mb)))
        with card("What is stored"):
            facts(pairs)

    return draw


async def health(desk: Desk) -> Callable[[], Any]:
    """Everything in words."""
    state = desk.state
    found = await health_service.look(state.database, state.media, await desk.who())
    return lambda: _health(found, desk.zone)


def _health(found: Health, zone: Zone) -> None:
    with card("How it is"):
        for name, tone, word, words in (_database(found), _disk(found), *_work(found, zone)):
            _row(name, tone, word, words)
    with card("Programs beside it"):
        for program in found.programs:
            words = "" if program.is_found else f"Without it {program.without}."
            tone: Tone = "good" if program.is_found else "neutral"
            _row(program.name, tone, "Found" if program.is_found else "Not installed", words)
    with card("Versions"):
        facts(list(found.versions.items()))


def _row(name: str, tone: Tone, word: str, words: str) -> None:
    with ui.element("div").classes("settings-row"):
        with line():
            text(name, tag="b")
            status_chip(word, tone)
        if words:
            text(words, "muted small")


def _database(found: Health) -> tuple[str, Tone, str, str]:
    database = found.database
    if database is None:
        return (
            "Database",
            "bad",
            "Does not answer",
            "What people type is kept in their browsers until it does.",
        )
    words = f"{database.kind} {database.version}; a write took {database.milliseconds:g} ms."
    if not database.is_newest:
        return "Database", "bad", "Not at this version", f"{words} Run: python -m neurohire migrate"
    return "Database", "good", "Answers", f"{words} Its tables are at this version."


def _disk(found: Health) -> tuple[str, Tone, str, str]:
    disk = found.disk
    words = (
        f"{size(disk.free_mb)} of {size(disk.total_mb)} free; "
        f"below {disk.refuses_below_mb} MiB uploads are refused."
    )
    if disk.is_full:
        return "Disk", "bad", "Full", words
    return "Disk", "attention" if disk.is_short else "good", "Short" if disk.is_short else "Has room", words


def _work(found: Health, zone: Zone) -> list[tuple[str, Tone, str, str]]:
    queue = found.queue
    if queue is None:
        return []
    now = clock.now()
    age = (now - queue.oldest_due).total_seconds() if queue.oldest_due else 0.0
    words = f"{queue.waiting} to do, {queue.due} of them due now; {queue.resumes} resumes wait to be read."
    if queue.oldest_due:
        words += f" The oldest is due since {zone.short(queue.oldest_due)}."
    if queue.failing:
        words += f" {queue.failing} failed and are tried again."
    late = age > LATE_SECONDS
    quiet = (now - queue.beat_at).total_seconds() if queue.beat_at else None
    beats = "never" if quiet is None else f"{quiet:.0f} s ago"
    stopped = quiet is None or quiet > LATE_SECONDS
    return [
        ("Queue", "attention" if late else "good", "Behind" if late else "Keeps up", words),
        ("Jobs", "bad" if stopped else "good", "Stopped" if stopped else "Run", f"Last beat {beats}."),
    ]


async def changes(desk: Desk) -> Callable[[], Any]:
    """Who changed what, newest first."""
    first = await desk.read(audit.list_page)

    async def load(query: TableQuery) -> TablePage:
        found = await desk.read(audit.list_page, limit=query.size, offset=query.offset)
        return _rows(found, desk.zone)

    def draw() -> None:
        table = DataTable(COLUMNS, load, label="Changes", first=_rows(first, desk.zone), empty=EMPTY)
        table.classes("changes-table")

        async def again(_events: list[Any]) -> None:
            await table.refresh()

        desk.listen((audit.TOPIC,), again)

    return draw


def _rows(found: AuditPage, zone: Zone) -> TablePage:
    return TablePage([_change(row, zone) for row in found.rows], found.total)


def _change(row: AuditView, zone: Zone) -> dict[str, Any]:
    is_setting = row.subject in CHANGEABLE
    kind = KINDS.get(row.kind, row.kind.replace("_", " ").capitalize())
    return {
        "id": str(row.id),
        "at": date_cell(zone.short(row.at), zone.both(row.at)),
        "who": row.actor_name or "The program",
        "what": text_cell(full_name(row.subject) if is_setting else row.subject_name or row.subject, kind),
        "change": change_words(row.body),
    }


def size(megabytes: int) -> str:
    """'340 MiB' or '12.5 GiB'."""
    return f"{megabytes:,} MiB" if megabytes < 10_000 else f"{megabytes / 1024:,.1f} GiB"
