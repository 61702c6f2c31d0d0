"""Brings large inserts that documents' rooms saw into the journal: gathered, so that a flood is one entry."""

from __future__ import annotations

import asyncio

import structlog

from neurohire.database import Database
from neurohire.rooms.document import LargeInsert
from neurohire.services import room_editor
from neurohire.services.room_editor import Inserted

GATHER_SECONDS = 0.5
AGAIN_SECONDS = 5.0
MOST_TRIES = 20
log = structlog.get_logger(__name__)


class LargeInserts:
    """Called on the loop for every large insert; a person's are written together, the largest named."""

    def __init__(self, database: Database, gather: float = GATHER_SECONDS) -> None:
        self._database, self._gather = database, gather
        self._seen: dict[str, dict[str, Inserted]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def __call__(self, found: LargeInsert) -> None:
        people = self._seen.get(found.document_id)
        if people is None:
            people = self._seen[found.document_id] = {}
            task = asyncio.ensure_future(self._write(found.document_id))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        before = people.get(found.actor)
        if before is None:
            people[found.actor] = Inserted(found.at, found.actor, found.size, found.caught_up)
        else:
            larger = max(before.size, found.size)
            people[found.actor] = before._replace(size=larger, more=before.more + 1)

    async def _write(self, document_id: str) -> None:
        await asyncio.sleep(self._gather)
        seen = list(self._seen.pop(document_id).values())
        for _ in range(MOST_TRIES):
            try:
                return await self._database.transact(room_editor.note_large_inserts, document_id, seen)
            except Exception as error:
                log.warning("a large insert could not be noted yet", error=type(error).__name__)
                await asyncio.sleep(AGAIN_SECONDS)
