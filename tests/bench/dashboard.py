"""Server CPU of the list of interviews: few against many, and against the same frame with one label.

python -m tests.bench.dashboard [--mariadb] [--many 100000] [--times 15]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import httpx
from sqlmodel import Session

from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.services import login_sessions
from neurohire.vocabulary import Role
from tests import mariadb, people
from tests.bench import many_interviews
from tests.faults.candidate import cookie
from tests.live_server import LiveServer

SECRET = "s" * 48
FEW = 100
LIST, LABEL = "/interviews", "/one-label"
ROUNDS = 8


@dataclass
class Measured:
    """Milliseconds of server CPU per GET, of all rounds."""

    few: list[float]
    many: list[float]
    label: list[float]

    @property
    def by_number(self) -> float:
        return median(self.many) / median(self.few)

    @property
    def by_label(self) -> float:
        return median(self.many) / median(self.label)


def cpu_seconds(pid: int) -> float:
    """Time on a processor, of all threads, to the nanosecond (the clock ticks of `stat` are too coarse)."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9


class Dashboard:
    """A server with so many interviews, and the cookies of an admin and of the recruiter who has them all."""

    def __init__(self, folder: Path, database_url: str) -> None:
        (folder / "data").mkdir(parents=True)
        self.database_url = database_url or f"sqlite:///{folder / 'data' / 'neurohire.db'}"
        self.server = LiveServer(folder, database_url, module="tests.bench.dashboard_server", SECRET=SECRET)
        self.cookies: dict[str, str] = {}

    async def start(self, interviews: int) -> None:
        await self.server.start()
        database = Database(self.database_url)
        actors = database.run(_actors)[0]
        for role, actor in actors.items():
            token, _ = database.run(login_sessions.log_in, actor.user_id, "", "")
            self.cookies[role] = cookie(SECRET, token)
        database.run(many_interviews.add, actors["recruiter"], interviews)
        database.close()

    async def cpu(self, path: str, role: str, times: int) -> float:
        """Milliseconds per GET."""
        headers = {"cookie": self.cookies[role], "accept": "text/html"}
        assert self.server.process is not None
        async with httpx.AsyncClient(base_url=self.server.url, headers=headers, timeout=60) as http:
            before = cpu_seconds(self.server.process.pid)
            for _ in range(times):
                answer = await http.get(path)
                assert answer.status_code == 200, answer.status_code
                assert ("Person Number" in answer.text) == (path == LIST)
            return (cpu_seconds(self.server.process.pid) - before) / times * 1000


async def measure(folder: Path, urls: tuple[str, str], many: int, times: int) -> dict[str, Measured]:
    """Per role; two servers in turns, so that whatever else the machine does falls on both."""
    few_side, many_side = Dashboard(folder / "few", urls[0]), Dashboard(folder / "many", urls[1])
    try:
        await few_side.start(FEW)
        await many_side.start(many)
        found = {role: Measured([], [], []) for role in few_side.cookies}
        for number in range(ROUNDS + 1):
            for role, measured in found.items():
                few = await few_side.cpu(LIST, role, times)
                label = await many_side.cpu(LABEL, role, times)
                some = await many_side.cpu(LIST, role, times)
                if number:  # the first warms up
                    measured.few.append(few)
                    measured.label.append(label)
                    measured.many.append(some)
        return found
    finally:
        few_side.server.kill()
        many_side.server.kill()


def _actors(db: Session) -> dict[str, Actor]:
    return {
        role.value: people.make_actor(db, f"{role.value}@example.org", role)
        for role in (Role.ADMIN, Role.RECRUITER)
    }


@contextmanager
def databases(folder: Path, is_mariadb: bool) -> Iterator[tuple[str, str]]:
    """Two addresses; empty ones mean SQLite."""
    if not is_mariadb:
        yield "", ""
        return
    for name in ("one", "two"):
        (folder / name).mkdir()
    with mariadb.running(folder / "one") as one, mariadb.running(folder / "two") as two:
        yield one, two


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mariadb", action="store_true")
    parser.add_argument("--many", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=15)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, databases(Path(name), arguments.mariadb) as urls:
        found = asyncio.run(measure(Path(name), urls, arguments.many, arguments.times))
    for role, result in found.items():
        few, many, label = median(result.few), median(result.many), median(result.label)
        print(
            f"{role:10} {FEW}: {few:.1f} ms  {arguments.many}: {many:.1f} ms (x {result.by_number:.2f})  "
            f"one label: {label:.1f} ms (x {result.by_label:.2f})"
        )
    print(json.dumps({role: [r.by_number, r.by_label] for role, r in found.items()}))


if __name__ == "__main__":
    main()
