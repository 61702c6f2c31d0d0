"""What waits to be sent to one participant: bounded, and merged when he is behind."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from operator import is_

from pycrdt import merge_updates

from .ahead import begun, resumed
from .participants import TRY_AGAIN, Transport
from .shared_text import Broken, guarded
from .wire import update_frame

log = logging.getLogger(__name__)

MERGE = 64  # merging more at once costs more for each
COMPACT = 512
PAUSE = 0.002  # seconds between two turns of sending: in a flood more is merged, and a person does not notice


class Frames:
    """Turns waiting updates into frames once for all readers who wait for the same ones."""

    def __init__(self) -> None:
        self.updates: list[bytes] = []
        self.frames: list[bytes] = []

    def of(self, updates: list[bytes]) -> list[bytes]:
        same = self.updates
        # every one of them: two writers' lists differ in the middle only, each lacks the reader's own
        if len(same) != len(updates) or not all(map(is_, same, updates)):
            self.frames = [update_frame(update) for update in merged(updates)]
            self.updates = updates
        return self.frames


def merged(updates: list[bytes]) -> list[bytes]:
    """Fewer updates that say the same."""
    if len(updates) == 1:
        return updates
    try:
        chunks = [updates[place : place + MERGE] for place in range(0, len(updates), MERGE)]
        return [guarded(lambda some=some: merge_updates(*some)) for some in chunks]  # type: ignore[misc]
    except (Broken, ValueError):
        log.warning("updates could not be merged and are sent one by one")
        return updates


class Channel:
    """Outgoing side of one connection; nothing here ever waits for the reader but a task of its own."""

    def __init__(self, transport: Transport, frames: Frames, waiting_bytes: int) -> None:
        self.transport, self.frames, self.waiting_bytes = transport, frames, waiting_bytes
        self.updates: list[bytes] = []
        self.size = 0
        self.compact_at = COMPACT
        self.states: dict[int, bytes] = {}  # awareness: only the newest of each client matters
        self.answers: dict[str, Callable[[], bytes]] = {}  # made when sent, the newest of each kind
        self.ending: tuple[int, str] | None = None
        self.is_busy = False  # sending, or about to
        self.task: asyncio.Task[None] | None = None
        self.timer: asyncio.TimerHandle | None = None
        self.loop = asyncio.get_running_loop()
        self.sent_at = 0.0
        self.ended = asyncio.Event()

    def push_update(self, update: bytes) -> None:
        self.updates.append(update)
        self.size += len(update)
        if len(self.updates) >= self.compact_at:
            self.updates = merged(self.updates)
            self.size = sum(map(len, self.updates))
            self.compact_at = len(self.updates) + COMPACT
        if self.size > self.waiting_bytes:
            self.drop()
        elif not self.is_busy:
            self._start()

    def push_state(self, client: int, frame: bytes) -> None:
        self.states.pop(client, None)  # re-added at the end: others see changes in order
        self.states[client] = frame
        if not self.is_busy:
            self._start()

    def push_answer(self, kind: str, make: Callable[[], bytes]) -> None:
        self.answers[kind] = make
        if not self.is_busy:
            self._start()

    def end(self, code: int, reason: str) -> None:
        """Closes after what is being sent; the rest is dropped, the document catches him up later."""
        if self.ending is None:
            self.ending = (code, reason)
            if not self.is_busy or self.timer is not None:
                self._close_unread()
            else:
                self.loop.call_later(2, self._close_unread)

    def drop(self) -> None:
        """For a reader who does not read: his send never returns, so do not wait for it."""
        self.updates, self.size, self.states, self.answers = [], 0, {}, {}
        if self.ending is None:
            self.ending = (TRY_AGAIN, "too far behind")
            self._close_unread()

    async def stop(self) -> None:
        """The connection is over: forget what waits."""
        self.ending = self.ending or (TRY_AGAIN, "")
        if self.timer is not None:
            self.timer.cancel()
        if self.task is not None:
            self.task.cancel()
            await asyncio.wait({self.task}, timeout=1)

    def _close_unread(self) -> None:
        if not self.ended.is_set():
            self.is_busy = True
            if self.timer is not None:
                self.timer.cancel()
            if self.task is not None:
                self.task.cancel()
            self.task = asyncio.ensure_future(self._close())

    def _start(self) -> None:
        """Now; or a little later when he was sent something a moment ago."""
        if self.ended.is_set():
            return
        self.is_busy, now = True, self.loop.time()
        if now - self.sent_at < PAUSE:
            self.timer = self.loop.call_later(PAUSE, self._send)
        else:
            self._send()

    def _send(self) -> None:
        """As far as it goes without waiting, which is nearly always all; a task for the rest."""
        self.timer = None
        if self.ending is not None:
            return
        self.sent_at = self.loop.time()
        awaited, rest = begun(self._drain())
        if rest is not None:
            self.task = asyncio.ensure_future(self._finish(resumed(rest, awaited)))
        else:
            self._rest()

    async def _finish(self, rest: Awaitable[None]) -> None:
        await rest
        if self.task is asyncio.current_task():
            self._rest()

    def _rest(self) -> None:
        """Nothing waits; or the connection is over."""
        if self.ending is not None:
            self.task = asyncio.ensure_future(self._close())
        else:
            self.is_busy, self.task = False, None

    async def _drain(self) -> None:
        try:
            while self.ending is None and (self.answers or self.updates or self.states):
                for frame in self._take():
                    await self.transport.send(frame)
                    if self.ending is not None:
                        break
        except Exception:  # the connection broke, or what it asked for: he comes back and asks again
            self.ending = self.ending or (TRY_AGAIN, "try again")

    def _take(self) -> list[bytes]:
        answers, self.answers = self.answers, {}
        updates, self.updates, self.size, self.compact_at = self.updates, [], 0, COMPACT
        states, self.states = self.states, {}
        made = [make() for make in answers.values()] if answers else []
        if updates:
            made += self.frames.of(updates)
        return made + list(states.values()) if states else made

    async def _close(self) -> None:
        code, reason = self.ending or (TRY_AGAIN, "")
        try:
            async with asyncio.timeout(2):
                await self.transport.close(code, reason)
        except Exception:
            log.debug("a connection was gone before it could be closed")
        self.ended.set()
