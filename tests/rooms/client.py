"""A participant as a browser is one: a Yjs document behind the real socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from pycrdt import Doc, Text
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from neurohire.rooms.wire import (
    AWARENESS,
    COMMITTED,
    SYNC,
    Reader,
    awareness_frame,
    step1_frame,
    step2_frame,
    update_frame,
    varbuf,
    varuint,
)


class Client:
    """Speaks y-websocket; `wait(condition)` ends as soon as a message makes the condition true."""

    def __init__(self, url: str, person: str, client_id: int | None = None) -> None:
        self.url, self.person = f"{url}?person={person}", person
        self.doc: Doc[Text] = Doc(client_id=client_id)
        self.text = self.doc.get("codemirror", type=Text)
        self.sent = self.committed = self.updates = 0
        self.committed_state = b""
        self.names: dict[int, Any] = {}
        self.closed: int | None = None
        self.mine = False
        self.has_news = asyncio.Event()
        self.doc.observe(self._typed)
        self.outbox: list[bytes] = []

    async def __aenter__(self) -> Client:
        self.sent = self.committed = 0  # of this connection
        self.closed = None
        self.socket: ClientConnection = await connect(self.url, compression=None, max_size=None)
        self.task = asyncio.ensure_future(self._listen())
        await self.send(step1_frame(self.doc.get_state()))
        return self

    async def send(self, frame: bytes) -> None:
        """What is sent after the server closed is lost, as in a browser."""
        with suppress(ConnectionClosed):
            await self.socket.send(frame)

    async def __aexit__(self, *_: object) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)
        await self.socket.close()

    def _typed(self, event: Any) -> None:
        if self.mine:
            self.outbox.append(event.update)

    async def edit(self, work: Callable[[Text], Any]) -> None:
        self.mine = True
        work(self.text)
        self.mine = False
        updates, self.outbox = self.outbox, []
        for update in updates:
            await self.send_update(update)

    async def send_update(self, update: bytes) -> None:
        self.sent += 1
        await self.send(update_frame(update))

    async def send_cursor(self, client: int, clock: int, state: dict[str, Any] | None) -> None:
        entry = varuint(client) + varuint(clock) + varbuf(json.dumps(state).encode())
        await self.send(awareness_frame(b"\x01" + entry))

    async def wait(self, condition: Callable[[], bool], seconds: float = 10) -> None:
        async with asyncio.timeout(seconds):
            while not condition():
                self.has_news.clear()
                await self.has_news.wait()

    async def saved(self) -> None:
        await self.wait(lambda: self.committed >= self.sent)

    async def _listen(self) -> None:
        try:
            async for message in self.socket:
                assert isinstance(message, bytes)
                await self._take(message)
                self.has_news.set()
        except ConnectionClosed:
            pass
        self.closed = self.socket.close_code
        self.has_news.set()

    async def _take(self, message: bytes) -> None:
        reader = Reader(message, 1)
        if message[0] == SYNC and reader.byte() == 0:
            self.sent += 1
            await self.send(step2_frame(self.doc.get_update(reader.buffer())))
        elif message[0] == SYNC:
            self.updates += 1
            self.doc.apply_update(reader.buffer())
        elif message[0] == COMMITTED:
            self.committed, self.committed_state = reader.uint(), reader.buffer()
        elif message[0] == AWARENESS:
            entry = Reader(reader.buffer())
            for _ in range(entry.uint()):
                client, _clock = entry.uint(), entry.uint()
                self.names[client] = json.loads(entry.string())
