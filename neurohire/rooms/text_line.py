"""The line to one page: text messages in order through a bounded queue; nobody waits for the page."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from typing import Any, Protocol

from neurohire.rooms import messages
from neurohire.rooms.ahead import begun, resumed
from neurohire.rooms.participants import TRY_AGAIN, Disconnected

QUEUE = 500
READ_SECONDS = 10.0  # a page that takes nothing for so long is not there; its browser thinks so much earlier


class TextTransport(Protocol):
    """A message connection, whatever carries it; receive raises Disconnected."""

    async def receive(self) -> str: ...

    def send(self, text: str) -> Coroutine[Any, Any, None]: ...

    async def close(self, code: int, reason: str) -> None: ...


class Line:
    """The outgoing side: a queue and the pump that empties it."""

    def __init__(self, transport: TextTransport) -> None:
        self.transport = transport
        self._out: asyncio.Queue[str | tuple[int, str]] = asyncio.Queue(QUEUE)
        self._is_gone = False

    def close(self, code: int, reason: str) -> None:
        """Say nothing more, then close; the browser learns the code."""
        while not self._out.empty():
            self._out.get_nowait()
        self._out.put_nowait((code, reason))

    def send(self, message: dict[str, Any]) -> None:
        try:
            self._out.put_nowait(messages.written(message))
        except asyncio.QueueFull:
            self.close(TRY_AGAIN, "too slow")

    async def _pump(self) -> None:
        while True:
            item = await self._out.get()
            if isinstance(item, tuple):
                return await self.transport.close(*item)
            try:
                if not self._is_gone:
                    await self._carry(item)
            except Disconnected:
                self._is_gone = True  # the reader hears of it, too, and ends the visit
            except TimeoutError:  # he does not read, and would not read our good-bye either
                return

    async def _carry(self, text: str) -> None:
        """Mostly there is room for it at once, and a time limit would cost more than the sending."""
        awaited, rest = begun(self.transport.send(text))
        if rest is not None:
            async with asyncio.timeout(READ_SECONDS):
                await resumed(rest, awaited)

    async def _has_room(self) -> None:
        """A long replay waits for a page that reads; one that does not read at all is closed."""
        until = time.monotonic() + READ_SECONDS
        while self._out.qsize() > QUEUE // 2 and not self._is_gone:
            if time.monotonic() > until:
                self.close(TRY_AGAIN, "too slow")
                raise Disconnected
            await asyncio.sleep(0.01)
