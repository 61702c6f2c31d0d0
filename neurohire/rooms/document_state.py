"""The text of one open document with what is not stored yet; rebuilt when the library breaks under it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from .document_facts import FileSeed
from .document_store import DocumentStore, UpdateRow
from .limits import DocumentLimits
from .shared_text import Broken, SharedText, rebuild
from .update_log import UpdateLog

log = logging.getLogger(__name__)


class DocumentState:
    """`before_saving` is called when a batch is cut and returns what to call once it is stored."""

    def __init__(
        self,
        document_id: str,
        store: DocumentStore,
        limits: DocumentLimits,
        now: Callable[[], datetime],
        before_saving: Callable[[], Callable[[], None]],
    ) -> None:
        self.document_id, self.store, self.limits, self.now = document_id, store, limits, now
        self.shared = SharedText()
        self.log = UpdateLog(document_id, store, limits.save_every, before_saving)
        self.usable = asyncio.Event()
        self.recovery: asyncio.Task[None] | None = None
        self.grown = self.logged = self.snapshot_at = 0

    async def load(self) -> None:
        updates = await self.store.load(self.document_id)
        self.shared = rebuild(updates, self.shared.texts)
        self.grown = len(self.shared.everything())
        self.usable.set()

    def sound(self) -> SharedText:
        if not self.usable.is_set():
            raise Broken
        return self.shared

    def allow_roots(self, roots: Iterable[str]) -> None:
        for root in roots:
            self.shared.add_root(root)

    def lacks(self, file: FileSeed) -> bool:
        """Whether its starter text has to be written."""
        return bool(file.starter) and self.usable.is_set() and not self.shared.has_written(file.seed)

    def add(self, update: bytes, actor: str) -> None:
        self.shared.apply(update)
        self.log.rows.append(UpdateRow(self.now(), actor, update))

    def has_space(self, size: int) -> bool:
        """The true size is asked for only when the sum of what came in says it may be reached."""
        self.logged += size
        self.grown += size
        if self.logged > self.limits.log_bytes:
            return False
        if self.grown > self.limits.document_bytes:
            self.grown = len(self.shared.everything()) + size
            return self.grown <= self.limits.document_bytes
        return True

    def start_recovery(self) -> None:
        """The library broke: nobody touches that document again; a new one is made."""
        if self.usable.is_set():
            self.usable.clear()
            log.error("an update broke a document; it is rebuilt", extra={"document": self.document_id})
            self.recovery = asyncio.ensure_future(self._recover(tuple(self.shared.texts)))

    async def _recover(self, roots: tuple[str, ...]) -> None:
        while True:
            try:
                await self.log.flush()
                stored = await self.store.load(self.document_id)
                break
            except Exception:
                log.exception("a broken document cannot be loaded yet")
                await asyncio.sleep(1)
        unsaved = [update for row in self.log.unsaved for update in row.updates]
        self.shared = rebuild([*stored, *unsaved], roots)
        self.usable.set()
        self.log.touch()

    async def snapshot(self) -> None:
        if self.usable.is_set() and self.log.stored - self.snapshot_at >= self.limits.snapshot_after:
            state, stored = self.shared.everything(), self.log.stored
            await self.store.snapshot(self.document_id, state)
            self.snapshot_at = stored
