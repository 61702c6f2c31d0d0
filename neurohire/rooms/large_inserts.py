"""Brings large inserts that documents' rooms saw into the journal: gathered, so that a flood is few entries.

Also over documents: an entry has time, and a transaction for each would slow down everybody's key presses.
"""

from __future__ import annotations

import asyncio

import structlog

from neurohire.database import Database
from neurohire.errors import Unavailable
from neurohire.rooms.edits import LargeInsert
from neurohire.services import room_editor
from neurohire.services.room_editor import Inserted

GATHER_SECONDS = 0.5
AGAIN_SECONDS = 5.0
MOST_TRIES = 20
AT_ONCE = 20  # documents in one transaction
BETWEEN_SECONDS = 0.05  # others have their turn
Seen = dict[str, list[Inserted]]  # by document
log = structlog.get_logger(__name__)


class LargeInserts:
    """Called on the loop for every large insert; a person's are written together, the largest named."""

    def __init__(self, database: Database, gather: float = GATHER_SECONDS) -> None:
        self._database, self._gather = database, gather
        self._seen: dict[str, dict[str, Inserted]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def __call__(self, found: LargeInsert) -> None:
        if not self._seen:
            self._start()
        people = self._seen.setdefault(found.document_id, {})
        before = people.get(found.actor)
        if before is None:
            people[found.actor] = Inserted(found.at, found.actor, found.size, found.caught_up)
        else:
            larger = max(before.size, found.size)
            people[found.actor] = before._replace(size=larger, more=before.more + 1)

    def _start(self) -> None:
        task = asyncio.ensure_future(self._write_all())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _write_all(self) -> None:
        await asyncio.sleep(self._gather)
        seen, self._seen = list(self._seen.items()), {}
        for start in range(0, len(seen), AT_ONCE):
            some = {document: list(people.values()) for document, people in seen[start : start + AT_ONCE]}
            if not await self._write(some):
                await asyncio.gather(*(self._write({one: found}) for one, found in some.items()))
            await asyncio.sleep(BETWEEN_SECONDS)

    async def _write(self, seen: Seen) -> bool:
        """False when it failed and is to be tried one by one."""
        for _ in range(MOST_TRIES):
            try:
                await self._database.transact(room_editor.note_large_inserts, seen)
                return True
            except Exception as error:
                if len(seen) > 1 and not isinstance(error, Unavailable):
                    return False
                log.warning("a large insert could not be noted yet", error=type(error).__name__)
                await asyncio.sleep(AGAIN_SECONDS)
        return True
