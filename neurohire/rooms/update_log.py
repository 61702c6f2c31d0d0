"""Brings the edits of one document to the store in batches, keeps them until they are there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from .document_store import DocumentStore, UpdateRow

log = logging.getLogger(__name__)

SLOWEST_RETRY = 5.0


class UpdateLog:
    """`before` is called when a batch is cut and returns what to call once it is stored."""

    def __init__(
        self,
        document_id: str,
        store: DocumentStore,
        every: float,
        before: Callable[[], Callable[[], None]],
    ) -> None:
        self.document_id, self.store, self.every, self.before = document_id, store, every, before
        self.rows: list[UpdateRow] = []
        self.on_the_way: list[UpdateRow] = []
        self.stored = 0
        self.failures = 0
        self.lock = asyncio.Lock()
        self.timer: asyncio.TimerHandle | None = None
        self.tasks: set[asyncio.Task[bool]] = set()

    @property
    def unsaved(self) -> list[UpdateRow]:
        return self.on_the_way + self.rows

    def touch(self) -> None:
        """There is something to store or to report."""
        if self.timer is None:
            loop, step = asyncio.get_running_loop(), self.every / 5
            delay = min(SLOWEST_RETRY, self.every * 2 ** min(self.failures, 10))
            # on a common grid: what many documents have to store then goes by one transaction
            self.timer = loop.call_at((loop.time() + delay) // step * step, self.save_now)

    def save_now(self) -> None:
        task = asyncio.ensure_future(self.flush())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def flush(self) -> bool:
        """True when nothing is left unsaved; a failure keeps the rows and tries again later."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
        async with self.lock:
            report = self.before()
            self.on_the_way, self.rows = self.rows, []
            try:
                if self.on_the_way:
                    await self.store.append(self.document_id, self.on_the_way)
            except BaseException as error:
                self.rows = self.on_the_way + self.rows
                self.on_the_way = []
                if not isinstance(error, Exception):
                    raise
                self._failed(error)
                return False
            self.stored += sum(row.how_many for row in self.on_the_way)
            self.on_the_way = []
            self.failures = 0
            report()
        return not self.rows

    def _failed(self, error: Exception) -> None:
        self.failures += 1
        if self.failures in (1, 10) or self.failures % 100 == 0:
            log.error("edits could not be stored and are kept", extra={"error": type(error).__name__})
        self.touch()
