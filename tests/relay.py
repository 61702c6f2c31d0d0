"""A relay (coturn) of its own for one test: a plain process on the loopback, ended with the test."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import need

SECRET = "the-secret-of-this-relay"
START_SECONDS = 30.0
# allow-loopback-peers is for tests only: a real relay must not reach its own machine
CONFIGURATION = """listening-ip=127.0.0.1
relay-ip=127.0.0.1
listening-port={port}
min-port=49160
max-port=49300
realm=interviews.test
fingerprint
use-auth-secret
static-auth-secret={secret}
stale-nonce=600
no-tls
no-dtls
no-cli
no-multicast-peers
allow-loopback-peers
log-file=stdout
simple-log
pidfile={folder}/turn.pid
userdb={folder}/turn.db
"""


@dataclass
class Relay:
    """Where it listens, and what it said."""

    port: int
    log: Path

    def urls(self, *transports: str) -> str:
        return ",".join(f"turn:127.0.0.1:{self.port}?transport={one}" for one in transports or ("udp",))


@asynccontextmanager
async def running_relay(folder: Path) -> AsyncIterator[Relay]:
    """A relay that answers."""
    need("turnserver")
    folder.mkdir(parents=True, exist_ok=True)
    relay = Relay(_free_port(), folder / "turn.log")
    configuration = folder / "turnserver.conf"
    configuration.write_text(CONFIGURATION.format(port=relay.port, secret=SECRET, folder=folder))
    program = shutil.which("turnserver", path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin")
    assert program is not None
    with relay.log.open("wb") as log:
        process = subprocess.Popen([program, "-c", str(configuration)], stdout=log, stderr=log, cwd=folder)
    try:
        async with asyncio.timeout(START_SECONDS):
            while not _answers(relay.port):
                assert process.poll() is None, relay.log.read_text()[-2000:]
                await asyncio.sleep(0.05)
        yield relay
    finally:
        process.terminate()
        process.wait(10)


def _answers(port: int) -> bool:
    with socket.socket() as tried:
        tried.settimeout(0.5)
        return tried.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    """Free for TCP and UDP."""
    with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
        tcp.bind(("127.0.0.1", 0))
        port: int = tcp.getsockname()[1]
        udp.bind(("127.0.0.1", port))
        return port
