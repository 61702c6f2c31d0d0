"""One shared document in memory: its text, who is in it, and what they send."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from .audience import Audience
from .authors import Authors, owners_in
from .document_facts import DocumentFacts, FileSeed, FocusOver, FocusTime, NoFacts
from .document_state import DocumentState
from .document_store import DocumentStore
from .edits import LARGE_MESSAGE, Edits, LargeInsert
from .limits import DocumentLimits
from .shared_text import MAIN_ROOT, rebuild, starter_update
from .updates import judge_state
from .visits import Visit
from .wire import AWARENESS, EMPTY_UPDATE, STEP1, STEP2, SYNC, UPDATE, BadMessage, sync_payload

log = logging.getLogger(__name__)

EDIT = bytes((SYNC, UPDATE))


class DocumentRoom:
    """Everything that happens to one document; used on the event loop only."""

    def __init__(
        self,
        document_id: str,
        store: DocumentStore,
        limits: DocumentLimits,
        now: Callable[[], datetime],
        on_large_insert: Callable[[LargeInsert], None] | None = None,
        facts: DocumentFacts | None = None,
    ) -> None:
        self.document_id, self.store, self.facts = document_id, store, facts or NoFacts()
        self.authors = Authors()
        self.audience = Audience(self.authors, now)
        self.state = DocumentState(document_id, store, limits, now, self.audience.before_saving)
        self.audience.state = self.state
        self.edits = Edits(self.state, self.audience, self.authors, self._learn_files, on_large_insert)
        self.following: asyncio.Task[None] | None = None

    async def load(self, is_complete: bool = False) -> None:
        """`is_complete`: everything that anybody was ever told of this document is stored."""
        self.authors.owners = owners_in(await self.store.authored(self.document_id))
        self.authors.is_complete = is_complete
        await self.state.load()
        self.following = asyncio.ensure_future(self._follow())

    async def _follow(self) -> None:
        """Focus time must begin before the candidate hears that it did; files before they are typed in."""
        async for news in self.facts.news(self.document_id):
            try:
                if isinstance(news, FocusTime):
                    self.audience.hold_back(news)
                elif isinstance(news, FocusOver):
                    self.audience.release()
                else:
                    await self.look_up()
            except Exception:
                log.exception("news of a document were lost", extra={"document": self.document_id})

    def close(self) -> None:
        """Nobody is here any more and all is stored."""
        if self.following is not None:
            self.following.cancel()
        if self.audience.held is not None:
            self.audience.held.end()

    async def look_up(self) -> None:
        """What the database says of files and focus time; what happens later is told by events."""
        files, focus = await self.facts.now(self.document_id)
        self.learn(files)
        if focus is not None and self.audience.held is None:
            await self.state.log.flush()
            before = await self.facts.until(self.document_id, focus.since)
            self.audience.hold_back(focus, rebuild(before, tuple(self.state.shared.texts)))

    async def _learn_files(self) -> None:
        self.learn((await self.facts.now(self.document_id)).files)

    def learn(self, files: Iterable[FileSeed]) -> None:
        """Files may be edited from now on; a starter text is written once, always as the same bytes."""
        for file in files:
            self.state.shared.add_root(file.root)
            if self.state.lacks(file):
                self._write(starter_update(file.starter, file.root, file.seed))
                self.state.log.touch()

    async def seed(self, text: str, root: str = MAIN_ROOT) -> bool:
        if self.state.grown > len(EMPTY_UPDATE) or self.state.log.unsaved:
            return False
        self.state.allow_roots([root])
        self._write(starter_update(text, root))
        return await self.state.log.flush()

    def _write(self, update: bytes) -> None:
        self.state.grown += len(update)
        self.state.add(update, "server")
        self.audience.tell((update,), None)

    def leave(self, visit: Visit) -> None:
        self.audience.leave(visit)
        if self.state.log.rows:
            self.state.log.save_now()

    async def receive_all(self, visit: Visit, messages: list[bytes]) -> None:
        """Messages that came together; edits among them cost less so.

        A BadMessage or Broken ends the visit, not the room.
        """
        burst: list[bytes] = []
        for message in messages:
            if message[:2] == EDIT and len(message) < LARGE_MESSAGE and len(messages) > 1:
                burst.append(sync_payload(message))
                continue
            if burst:
                await self.edits.take_all(visit, burst)
                burst = []
            if visit.channel.ending is None:
                await self._receive(visit, message)
        if burst:
            await self.edits.take_all(visit, burst)

    async def _receive(self, visit: Visit, message: bytes) -> None:
        if len(message) < 2:
            raise BadMessage("empty")
        if not self.state.usable.is_set():
            await self.state.usable.wait()
        kind = message[0]
        if kind == SYNC and message[1] == STEP1:
            state = sync_payload(message)
            judge_state(state)
            self.audience.answer(visit, state)
        elif kind == SYNC and message[1] in (STEP2, UPDATE):
            await self.edits.take(visit, sync_payload(message), message[1] == STEP2)
        elif kind == AWARENESS:
            self.audience.take_awareness(visit, message)
        else:
            raise BadMessage("unknown kind")
