"""All documents that are open in this process: found, loaded once, served, let go."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from neurohire import clock

from .channel import Channel
from .document import DocumentRoom
from .document_facts import DocumentFacts
from .document_store import DocumentStore
from .edits import LargeInsert
from .incoming import Incoming
from .limits import Bucket, DocumentLimits
from .participants import (
    BAD_MESSAGE,
    GOING_AWAY,
    NO_RIGHT,
    TOO_FAST,
    TOO_LARGE,
    TRY_AGAIN,
    Disconnected,
    Participant,
    Transport,
)
from .shared_text import MAIN_ROOT, Broken
from .visits import Visit
from .wire import BadMessage

log = logging.getLogger(__name__)


class DocumentRegistry:
    """The one door to shared documents for sockets and services."""

    def __init__(
        self,
        store: DocumentStore,
        limits: DocumentLimits | None = None,
        on_large_insert: Callable[[LargeInsert], None] | None = None,
        now: Callable[[], datetime] = clock.now,
        facts: DocumentFacts | None = None,
    ) -> None:
        self.store, self.limits, self.now = store, limits or DocumentLimits(), now
        self.facts = facts
        self.on_large_insert = on_large_insert
        self.rooms: dict[str, asyncio.Task[DocumentRoom]] = {}
        self.used: dict[str, int] = {}  # who is just using a room, so that it is not let go under him
        self.lingering: dict[str, asyncio.Task[None]] = {}
        self.complete: set[str] = set()  # let go with everything stored
        self.closing = False

    async def serve(
        self, document_id: str, transport: Transport, who: Participant, roots: Iterable[str] = ()
    ) -> None:
        """One visit from its first byte to its last; the caller has accepted and checked the socket."""
        try:
            room = await self._enter(document_id)
        except Exception:
            log.exception("a document cannot be loaded")
            await transport.close(TRY_AGAIN, "not available now")
            return
        try:
            try:
                await room.look_up()
            except Exception:
                log.exception("what a document's room has to know cannot be read")
                await transport.close(TRY_AGAIN, "not available now")
                return
            tabs = sum(visit.who.id == who.id for visit in room.audience.visits)
            if tabs >= self.limits.sockets_per_person:
                await transport.close(TOO_FAST, "too many tabs")
                return
            room.state.allow_roots(roots)
            channel = Channel(transport, room.audience.frames, self.limits.waiting_bytes)
            await self._visit(room, Visit(who, channel), transport)
        finally:
            self._leave(document_id)

    async def seed(self, document_id: str, text: str, root: str = MAIN_ROOT) -> bool:
        """Starter text, only into a document that never had an edit; False when it had one."""
        room = await self._enter(document_id)
        try:
            return await room.seed(text, root)
        finally:
            self._leave(document_id)

    async def text(self, document_id: str, root: str = MAIN_ROOT) -> str:
        """What stands in the document now, unsaved key presses included."""
        room = await self._enter(document_id)
        try:
            await room.state.usable.wait()
            room.state.allow_roots([root])
            try:
                return room.state.shared.read(root)
            except Broken:
                room.state.start_recovery()
                await room.state.usable.wait()
                return room.state.shared.read(root)
        finally:
            self._leave(document_id)

    async def flush(self, document_id: str) -> bool:
        """True when every accepted edit is stored."""
        room = await self._enter(document_id)
        try:
            return await room.state.log.flush()
        finally:
            self._leave(document_id)

    def dismiss(self, document_id: str, participant_id: str | None = None, code: int = NO_RIGHT) -> None:
        """Ends the visits of one person, or of all (right withdrawn, interview submitted)."""
        for visit in room.audience.visits if (room := self.open_room(document_id)) else ():
            if participant_id in (None, visit.who.id):
                visit.channel.end(code, "no right")

    def open_room(self, document_id: str) -> DocumentRoom | None:
        """The room, when it is loaded in this process: for what happened and has to be told at once."""
        task = self.rooms.get(document_id)
        if task is None or not task.done() or task.cancelled() or task.exception() is not None:
            return None
        return task.result()

    async def close_all(self) -> None:
        """At shutdown: everybody is told to come back later, everything accepted is stored."""
        self.closing = True
        for task in self.lingering.values():
            task.cancel()
        for document_id in list(self.rooms):
            self.dismiss(document_id, code=GOING_AWAY)
        rooms = await asyncio.gather(*self.rooms.values(), return_exceptions=True)
        for room in rooms:
            if isinstance(room, DocumentRoom):
                room.close()
                if not await room.state.log.flush():
                    log.error("edits are left unsaved at shutdown", extra={"document": room.document_id})
        self.rooms.clear()

    # -- one visit ----------------------------------------------------------------

    async def _visit(self, room: DocumentRoom, visit: Visit, transport: Transport) -> None:
        room.audience.enter(visit)
        reading = asyncio.ensure_future(self._read(room, visit, transport))
        ended = asyncio.ensure_future(visit.channel.ended.wait())
        try:
            await asyncio.wait({reading, ended}, return_when=asyncio.FIRST_COMPLETED)
            if reading.done() and not visit.channel.ended.is_set() and visit.channel.ending is not None:
                await asyncio.wait({ended}, timeout=5)
        finally:
            reading.cancel()
            ended.cancel()
            room.leave(visit)
            await visit.channel.stop()
            outcome, _ = await asyncio.gather(reading, ended, return_exceptions=True)
            if isinstance(outcome, Exception):
                log.error("a visit to a document failed", exc_info=outcome)

    async def _read(self, room: DocumentRoom, visit: Visit, transport: Transport) -> None:
        bucket, channel, incoming = Bucket(self.limits), visit.channel, Incoming(transport.receive)
        try:
            while channel.ending is None:
                messages = await incoming.some()
                good, wrong = self._within_limits(bucket, messages)
                if channel.ending is None:
                    await room.receive_all(visit, messages[:good])
                if wrong is not None:
                    channel.end(*wrong)
        except Disconnected:
            return
        except (BadMessage, ValueError) as error:
            log.warning("bad message on a document", extra={"actor": visit.who.id, "why": str(error)})
            channel.end(BAD_MESSAGE, "bad message")
        except Broken:
            channel.end(BAD_MESSAGE, "bad message")
            room.state.start_recovery()
        finally:
            incoming.close()

    def _within_limits(self, bucket: Bucket, messages: list[bytes]) -> tuple[int, tuple[int, str] | None]:
        """How many of them are in order, and what is wrong with the one after them."""
        for place, message in enumerate(messages):
            if len(message) > self.limits.message_bytes:
                return place, (TOO_LARGE, "message too large")
            if not bucket.takes(message):
                return place, (TOO_FAST, "too fast")
        return len(messages), None

    # -- which rooms are open -------------------------------------------------------

    async def _enter(self, document_id: str) -> DocumentRoom:
        self.used[document_id] = self.used.get(document_id, 0) + 1
        lingering = self.lingering.pop(document_id, None)
        if lingering is not None:
            lingering.cancel()
        task = self.rooms.get(document_id)
        if task is None:
            task = self.rooms[document_id] = asyncio.ensure_future(self._open(document_id))
        try:
            return await asyncio.shield(task)
        except BaseException:
            if task.done() and self.rooms.get(document_id) is task:
                del self.rooms[document_id]
            self._leave(document_id)
            raise

    async def _open(self, document_id: str) -> DocumentRoom:
        room = DocumentRoom(document_id, self.store, self.limits, self.now, self.on_large_insert, self.facts)
        await room.load(is_complete=document_id in self.complete)
        return room

    def _leave(self, document_id: str) -> None:
        self.used[document_id] -= 1
        if self.used[document_id] == 0:
            del self.used[document_id]
            if document_id in self.rooms and not self.closing:
                self.lingering[document_id] = asyncio.ensure_future(self._let_go(document_id))

    async def _let_go(self, document_id: str) -> None:
        """Saved first, then forgotten; whoever enters meanwhile cancels this."""
        room = await asyncio.shield(self.rooms[document_id])
        await asyncio.sleep(self.limits.linger)
        while not await room.state.log.flush():
            await asyncio.sleep(self.limits.linger)
        try:
            await room.state.snapshot()
        except Exception:
            log.exception("a document has no new snapshot")
        room.close()
        self.complete.add(document_id)
        del self.rooms[document_id]
        del self.lingering[document_id]
