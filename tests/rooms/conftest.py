"""A real server on a free port for every test, on the test's own loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
import uvicorn
from fastapi import FastAPI

from neurohire.rooms.document_store import MemoryDocumentStore
from neurohire.rooms.registry import DocumentRegistry
from neurohire.settings import Settings
from tests.rooms.live import LiveRoom, make_room
from tests.serving import served

from .client import Client
from .tiny_app import tiny_app


@asynccontextmanager
async def running(
    registry: DocumentRegistry, viewers: tuple[str, ...] = ("eve",), watchers: tuple[str, ...] = ()
) -> AsyncIterator[str]:
    """Address of the document socket of a running server."""
    config = uvicorn.Config(
        tiny_app(registry, viewers, watchers), port=0, log_level="warning", ws="websockets-sansio",
        ws_per_message_deflate=False, ws_max_size=2_000_000, lifespan="off", timeout_graceful_shutdown=1,
    )  # fmt: skip
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    task = asyncio.ensure_future(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"ws://127.0.0.1:{port}/ws/documents"
    finally:
        await registry.close_all()
        server.should_exit = True
        await task


@pytest.fixture
async def room(app: FastAPI, settings: Settings) -> AsyncIterator[LiveRoom]:
    """A live interview in a served app; nobody has been admitted yet."""
    live = await app.state.neurohire.database.transact(make_room)
    async with served(app) as url:
        yield LiveRoom(live, app, url, settings)


@pytest.fixture
def store() -> MemoryDocumentStore:
    return MemoryDocumentStore()


@pytest.fixture
async def place(store: MemoryDocumentStore) -> AsyncIterator[Place]:
    async with AsyncExitStack() as stack:
        yield await Place(stack, DocumentRegistry(store), store).start()


class Place:
    """The server under test and those who are connected to it."""

    def __init__(self, stack: AsyncExitStack, registry: DocumentRegistry, store: MemoryDocumentStore) -> None:
        self.stack, self.registry, self.store = stack, registry, store

    async def start(self) -> Place:
        self.url = await self.stack.enter_async_context(running(self.registry))
        return self

    async def enter(self, person: str, document: str = "d1", client_id: int | None = None) -> Client:
        client = Client(f"{self.url}/{document}", person, client_id)
        await self.stack.enter_async_context(client)
        await client.wait(lambda: client.updates > 0)
        return client
