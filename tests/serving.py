"""The app of a test on a real port, on the test's own loop: for tests that speak over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI


@asynccontextmanager
async def served(app: FastAPI) -> AsyncIterator[str]:
    """The address; the app's lifespan is the fixture's."""
    config = uvicorn.Config(
        app, port=0, log_level="warning", ws="websockets-sansio", ws_per_message_deflate=False,
        ws_max_size=1_100_000, lifespan="off", timeout_graceful_shutdown=1,
    )  # fmt: skip
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    task = asyncio.ensure_future(server.serve())
    async with asyncio.timeout(20):
        while not server.started:
            await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        await app.state.neurohire.rooms.close_all()
        server.should_exit = True
        await task
