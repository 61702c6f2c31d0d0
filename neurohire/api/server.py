"""uvicorn with our options; says where it listens once it really does."""

from __future__ import annotations

import gc
import sys
from contextlib import suppress
from socket import socket

import uvicorn
from fastapi import FastAPI

from neurohire.services.accounts import setup_link
from neurohire.settings import Settings
from neurohire.state import AppState

LONGEST_TURN = (
    0.0005  # seconds for which a thread of the database may keep key presses waiting; Python's: 0.005
)
LARGEST_SOCKET_MESSAGE = 1_100_000  # NiceGUI needs a million; our own sockets check their own limits


class Server(uvicorn.Server):
    """Tells the person at the console where to go."""

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        sys.setswitchinterval(LONGEST_TURN)
        gc.collect()
        gc.freeze()  # what the start made stays: to look through it again and again would stop everybody
        if self.started and isinstance(self.config.app, FastAPI):
            await announce(self.config.app.state.neurohire)


async def announce(state: AppState) -> None:
    """Address, and the one-time link while there is no admin; printed, as logs must not hold tokens."""
    link = await state.database.transact(setup_link, state.settings)
    setup = f"Make the first admin account with this link, once: {link}\n" if link else ""
    print(f"{setup}NeuroHire is at {state.settings.public_url}", flush=True)


def serve(app: FastAPI, settings: Settings) -> None:
    """Until told to stop. One process: page state lives in it."""
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
        ws="websockets-sansio",
        ws_max_size=LARGEST_SOCKET_MESSAGE,
        ws_per_message_deflate=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        access_log=False,
        server_header=False,
        log_config=None,
        timeout_graceful_shutdown=5,
    )
    with suppress(KeyboardInterrupt):
        Server(config).run()
