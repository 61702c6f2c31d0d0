"""The servers an editor's benchmark compares: ours, Hocuspocus, y-websocket, and a mere relay."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlmodel import Session

from neurohire import clock
from neurohire.database import Database
from neurohire.models.answers import Document
from neurohire.services import conduct, login_sessions
from neurohire.vocabulary import Role
from tests import people
from tests.bench.dashboard import SECRET, cpu_seconds
from tests.conftest import need
from tests.faults.candidate import cookie
from tests.live_server import LiveServer
from tests.mariadb import free_port

PEERS = Path(__file__).parent / "peers"
LOCK = ("package.json", "package-lock.json")
IDLE = 0.01  # seconds of processor in half a second


def installed() -> Path:
    """The folder of the JavaScript servers, exactly as locked; outside the repository, made once."""
    need("node", "npm")
    digest = hashlib.sha256(b"".join((PEERS / name).read_bytes() for name in LOCK)).hexdigest()[:16]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "neurohire-bench"
    folder, making = cache / digest, cache / f"{digest}.{os.getpid()}"
    if not folder.exists():
        making.mkdir(parents=True)
        for name in LOCK:
            shutil.copy(PEERS / name, making)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        try:
            subprocess.run([*command, "--loglevel=error"], cwd=making, check=True, timeout=300)
            making.rename(folder)
        except (subprocess.SubprocessError, OSError) as error:
            shutil.rmtree(making, ignore_errors=True)
            if not folder.exists():
                pytest.skip(f"the servers to compare with cannot be had: {type(error).__name__}")
    return folder


@dataclass
class Peer:
    """One running server as the load generator sees it."""

    name: str
    url: str
    pid: int
    protocol: str = "y"
    # made beforehand, with the cookies of writer and readers; else a room is its first visit
    rooms: list[tuple[str, str, str]] | None = None

    @property
    def origin(self) -> str:
        return "http://" + self.url.split("/")[2]

    def take_rooms(self, folder: Path, count: int) -> list[str]:
        """Arguments that name so many fresh rooms."""
        if self.rooms is None:
            return []
        taken, self.rooms = self.rooms[:count], self.rooms[count:]
        assert len(taken) == count, "make more documents beforehand"
        file = folder / "rooms.txt"
        lines = ["\t".join([room, *(f"Cookie: {it}" for it in cookies)]) for room, *cookies in taken]
        file.write_text("\n".join(lines) + "\n")
        return ["--rooms-file", str(file)]


class Peers:
    """Started together, measured in turns, ended together."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        self.ours: LiveServer | None = None
        self.running: dict[str, Peer] = {}

    async def start(self, *names: str, documents: int = 0) -> dict[str, Peer]:
        for name in names:
            self.running[name] = await getattr(self, f"_{name}")(documents)
            await rested(self.running[name].pid)
            undisturbed(self.running[name].pid)
        return self.running

    def stop(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()
        if self.ours is not None:
            self.ours.kill()

    async def _ours(self, documents: int) -> Peer:
        self.ours = LiveServer(self.folder, module="tests.bench.editor_server", SECRET=SECRET)
        await self.ours.start()
        database = Database(f"sqlite:///{self.ours.data_dir / 'neurohire.db'}")
        rooms = database.run(_prepare, documents)[0]
        database.close()
        url = self.ours.url.replace("http", "ws", 1) + "/ws/documents/{room}"
        assert self.ours.process is not None
        return Peer("ours", url, self.ours.process.pid, rooms=rooms)

    async def _hocuspocus(self, _documents: int) -> Peer:
        folder, port = installed(), free_port()
        script = shutil.copy(PEERS / "hocuspocus.mjs", folder)  # imports are looked for beside it
        pid = await self._run(["node", str(script)], folder, port)
        return Peer("hocuspocus", f"ws://127.0.0.1:{port}/", pid, "hocuspocus")

    async def _y_websocket(self, _documents: int) -> Peer:
        folder, port = installed(), free_port()
        pid = await self._run(["node", "node_modules/@y/websocket-server/src/server.js"], folder, port)
        return Peer("y_websocket", f"ws://127.0.0.1:{port}/{{room}}", pid)

    async def _relay(self, _documents: int) -> Peer:
        return await self._uvicorn("relay")

    async def _socketio(self, _documents: int) -> Peer:
        return await self._uvicorn("socketio_relay")

    async def _uvicorn(self, name: str) -> Peer:
        port = free_port()
        command = [sys.executable, "-m", "uvicorn", f"tests.bench.peers.{name}:app", "--port", str(port)]
        options = ["--ws", "websockets-sansio", "--ws-per-message-deflate", "false", "--log-level", "error"]
        pid = await self._run([*command, *options, "--lifespan", "off"], Path.cwd(), port)
        return Peer(name, f"ws://127.0.0.1:{port}/{{room}}", pid)

    async def _run(self, command: list[str], folder: Path, port: int) -> int:
        """Started, and answering on its port."""
        environment = os.environ | {"PORT": str(port), "HOST": "127.0.0.1"}
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
        self.processes.append(process)
        async with asyncio.timeout(30):
            while True:
                assert process.poll() is None, f"{command[:2]} ended"
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                except OSError:
                    await asyncio.sleep(0.05)
                else:
                    writer.close()
                    return process.pid


async def rested(pid: int) -> None:
    """What a server does once, when it starts, is over."""
    async with asyncio.timeout(60):
        used = -IDLE
        while cpu_seconds(pid) - used >= IDLE:
            used = cpu_seconds(pid)
            await asyncio.sleep(0.5)


def undisturbed(pid: int) -> None:
    """Before all other programs where that is permitted; else the neighbours of the machine are measured."""
    for thread in Path(f"/proc/{pid}/task").glob("*"):
        with suppress(OSError, AttributeError):
            os.sched_setscheduler(int(thread.name), os.SCHED_RR, os.sched_param(5))


def _prepare(db: Session, documents: int) -> list[tuple[str, str, str]]:
    """So many interviews that run, each with a document; cookies of its candidate and of the recruiter."""
    recruiter = people.make_actor(db, "rita@example.org", Role.RECRUITER)
    position, found = people.make_position(db, recruiter), []
    watching = cookie(SECRET, login_sessions.log_in(db, recruiter.user_id, "", ""))
    for number in range(documents):
        interview_id = people.make_interview(db, recruiter, position, f"kim{number}@example.org")
        token, grant = people.enter(db, recruiter, interview_id)
        conduct.start(db, grant)
        row = Document(interview_id=interview_id, created_at=clock.now())
        db.add(row)
        db.flush()
        found.append((row.id, cookie(SECRET, token), watching))
    return found
