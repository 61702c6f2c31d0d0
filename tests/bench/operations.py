"""The operation socket against a bare echo on the same server: acknowledgements and CPU, many pages at once.

python -m tests.bench.operations [--pages 200] [--per-second 2] [--seconds 20] [--mariadb]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from sqlmodel import Session
from websockets.asyncio.client import ClientConnection, connect

from neurohire.database import Database
from neurohire.services import conduct, journal
from tests import people
from tests.bench.dashboard import SECRET, cpu_seconds, databases
from tests.candidates import invite
from tests.faults.candidate import cookie
from tests.live_server import LiveServer

TEXT = "I measured it first, and then I changed one thing at a time. " * 4


@dataclass
class Load:
    """What a number of pages saw."""

    waits: list[float] = field(default_factory=list)
    cpu: float = 0.0
    seconds: float = 0.0

    @property
    def p95(self) -> float:
        return quantiles(self.waits, n=20)[-1]

    @property
    def each(self) -> float:
        """Milliseconds of server CPU per message."""
        return self.cpu / len(self.waits) * 1000

    def told(self, name: str) -> str:
        return (
            f"{name:10} {len(self.waits)} messages, median {median(self.waits) * 1000:.1f} ms, "
            f"p95 {self.p95 * 1000:.1f} ms, {self.each:.2f} ms CPU each, "
            f"{self.cpu / self.seconds:.2f} cores"
        )


@dataclass
class Page:
    """One candidate in the middle of the interview."""

    interview_id: str
    question_id: str
    header: str


def prepare(db: Session, count: int) -> list[Page]:
    """Interviews that run; each page has its login session."""
    pages = []
    for number in range(count):
        invited = invite(db, f"kim{number}@example.org")
        token, grant = people.enter(db, invited.actor, invited.interview_id)
        conduct.start(db, grant)
        pages.append(Page(invited.interview_id, invited.question_ids[0], cookie(SECRET, token)))
    return pages


async def run(folder: Path, url: str, count: int, rate: float, seconds: float) -> dict[str, Load]:
    """The echo first, then operations; each page sends `rate` a second and waits for no other."""
    server = LiveServer(folder, url, module="tests.bench.operations_server", SECRET=SECRET)
    database = Database(url or f"sqlite:///{server.data_dir / 'neurohire.db'}")
    try:
        await server.start()
        pages = database.run(prepare, count)[0]
        found = {}
        for name, path in (("echo", "/ws/echo"), ("operations", "/ws/interviews/{}")):
            found[name] = await _load(server, pages, path, rate, seconds)
        lost = [page for page in pages if database.run(journal.verify, page.interview_id)[0].broken_at]
        assert not lost
        return found
    finally:
        server.kill()
        database.close()


async def _load(server: LiveServer, pages: list[Page], path: str, rate: float, seconds: float) -> Load:
    load, ready = Load(), asyncio.Barrier(len(pages) + 1)
    tasks = [
        asyncio.ensure_future(_page(server, page, path, rate, seconds, load, ready, number / len(pages)))
        for number, page in enumerate(pages)
    ]
    await ready.wait()
    assert server.process is not None
    before, began = cpu_seconds(server.process.pid), time.monotonic()
    await asyncio.gather(*tasks)
    load.cpu, load.seconds = cpu_seconds(server.process.pid) - before, time.monotonic() - began
    return load


async def _page(
    server: LiveServer,
    page: Page,
    path: str,
    rate: float,
    seconds: float,
    load: Load,
    ready: asyncio.Barrier,
    phase: float,
) -> None:
    url = server.url.replace("http", "ws", 1) + path.format(page.interview_id) + "?page=bench"
    async with connect(
        url, origin=server.url, additional_headers={"cookie": page.header}, compression=None, open_timeout=60
    ) as socket:
        sent: dict[int, float] = {}
        hearing = asyncio.ensure_future(_hear(socket, sent, load))
        await ready.wait()
        began = time.monotonic() + phase / rate
        for number in range(1, int(seconds * rate) + 1):
            await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
            sent[number] = time.monotonic()
            await socket.send(_message(page, number))
        async with asyncio.timeout(60):
            while sent:
                await asyncio.sleep(0.05)
        hearing.cancel()


def _message(page: Page, number: int) -> str:
    body = {"question_id": page.question_id, "follow_up": 0, "text": f"{TEXT}{number}"}
    return json.dumps(
        {"type": "op", "client_id": "bench-page", "client_seq": number, "kind": "answer_draft", "body": body}
    )


async def _hear(socket: ClientConnection, sent: dict[int, float], load: Load) -> None:
    async for text in socket:
        message = json.loads(text)
        if message["type"] in ("ack", "op"):
            load.waits.append(time.monotonic() - sent.pop(message["client_seq"]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--per-second", type=float, default=2)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--mariadb", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, databases(Path(name), asked.mariadb) as urls:
        found = asyncio.run(run(Path(name), urls[0], asked.pages, asked.per_second, asked.seconds))
    for kind, load in found.items():
        print(load.told(kind))
    echo, operations = found["echo"], found["operations"]
    ratios = {"cpu": operations.each / echo.each, "p95": operations.p95 / echo.p95}
    print(json.dumps({"p95_ms": operations.p95 * 1000} | ratios))


if __name__ == "__main__":
    main()
