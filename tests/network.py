"""The network between a page and a server, which can go away: a relay of TCP connections on the loopback.

A browser's own "offline" leaves open sockets alone; here nothing passes any more, as when a cable is pulled.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class Network:
    """Connections to `port` are carried to the server's, once that is known."""

    def __init__(self) -> None:
        self.server_port = self.port = 0
        self.is_up = asyncio.Event()
        self.is_up.set()
        self.carrying: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def go_silent(self) -> None:
        """Nothing passes in either direction, new connections get no answer, and nobody is told."""
        self.is_up.clear()

    def end_connections(self) -> None:
        """The same, but both ends are told that what was open is over."""
        self.go_silent()
        for task in self.carrying:
            task.cancel()

    def come_back(self) -> None:
        """What was held back passes now, as TCP's repeated packets do."""
        self.is_up.set()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection from its first byte to its last."""
        task = asyncio.current_task()
        assert task is not None
        self.carrying.add(task)
        further = None
        try:
            await self.is_up.wait()
            back, further = await asyncio.open_connection("127.0.0.1", self.server_port)
            await asyncio.gather(self._one_way(reader, further), self._one_way(back, writer))
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self.carrying.discard(task)
            for side in (writer, further):
                if side is not None:
                    side.close()

    async def _one_way(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            await self.is_up.wait()
            writer.write(data)
            await writer.drain()
        await self.is_up.wait()
        with suppress(OSError):
            writer.close()


@asynccontextmanager
async def running_network() -> AsyncIterator[Network]:
    """A network that is up."""
    network = Network()
    server = await asyncio.start_server(network.carry, "127.0.0.1", 0)
    network.port = server.sockets[0].getsockname()[1]
    try:
        yield network
    finally:
        server.close()
        for task in tuple(network.carrying):
            task.cancel()
        await asyncio.gather(*network.carrying, return_exceptions=True)
