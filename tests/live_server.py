"""The real program in a process of its own, to be killed and started again."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import httpx

from tests import forked
from tests.forked import PRELOADED, Forked
from tests.mariadb import free_port

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60.0
# NiceGUI behaves differently with the last two
NOT_PASSED_ON = ("NEUROHIRE_", "PYTEST_CURRENT_TEST", "NICEGUI_USER_SIMULATION")


class LiveServer:
    """`python main.py` with its own data folder and port; `log` holds what it printed.

    Settings by name without prefix: `LiveServer(folder, LOGIN_TRIES="3")`. `module` runs another program.
    `is_fresh`: it imports everything itself, as it does for its users (what it takes is measured then).
    """

    def __init__(
        self,
        folder: Path,
        database_url: str = "",
        *,
        module: str = "main",
        is_fresh: bool = False,
        **settings: str,
    ) -> None:
        self.folder, self.port, self.module, self.is_fresh = folder, free_port(), module, is_fresh
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        own = {"DATA_DIR": str(folder / "data"), "PORT": str(self.port), "DATABASE_URL": database_url}
        own |= {"REQUESTS_PER_MINUTE": "100000", "BASE_URL": "", "SECRET": ""} | settings
        kept = {name: value for name, value in os.environ.items() if not name.startswith(NOT_PASSED_ON)}
        self.environment = kept | {f"NEUROHIRE_{name}": value for name, value in own.items()}
        self.process: subprocess.Popen[bytes] | Forked | None = None

    @property
    def data_dir(self) -> Path:
        return self.folder / "data"

    @property
    def setup_link(self) -> str:
        """The newest one-time link it printed."""
        return self.log.read_text().rsplit("once: ", 1)[1].split()[0].replace("localhost", "127.0.0.1")

    async def start(self) -> None:
        """Start, and wait until it answers and has said where it is; one that does not come up is ended."""
        said_before = self._times_announced()
        self.process = self._run()
        try:
            await self._is_up(self.process, said_before)
        except BaseException:
            self.kill()
            raise

    def _run(self) -> subprocess.Popen[bytes] | Forked:
        if self.module == PRELOADED and not self.is_fresh:
            return forked.start(self.environment, self.log)
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", self.module]
            return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)

    async def _is_up(self, process: subprocess.Popen[bytes] | Forked, said_before: int) -> None:
        async with asyncio.timeout(START_SECONDS), httpx.AsyncClient() as http:
            while self._times_announced() == said_before or not await self._answers(http):
                if process.poll() is not None:
                    raise AssertionError("the server ended:\n" + self.log.read_text()[-4000:])
                await asyncio.sleep(0.1)

    def kill(self) -> None:
        """As a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    async def restart(self) -> None:
        self.kill()
        await self.start()

    def stop(self, seconds: float = 20) -> int:
        """Politely; gives the exit code."""
        assert self.process is not None
        self.process.terminate()
        code = self.process.wait(seconds)
        self.process = None
        return code

    def _times_announced(self) -> int:
        return self.log.read_text().count("NeuroHire is at ") if self.log.exists() else 0

    async def _answers(self, http: httpx.AsyncClient) -> bool:
        try:
            return (await http.get(f"{self.url}/healthz")).status_code == 200
        except httpx.TransportError:
            return False
