"""MariaDB frozen for 20 seconds, then killed: the server stays alive, nothing is lost, work goes on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from neurohire.errors import Unavailable
from neurohire.services import login_sessions
from neurohire.settings import Settings
from tests.faults import invariants
from tests.faults.candidate import ScriptedCandidate, cookie
from tests.faults.own_mariadb import OwnMariaDb
from tests.faults.stage import Cast, Stage
from tests.faults.watch import Watch
from tests.live_server import LiveServer

AWAY_SECONDS = 20
LONGEST_REFUSAL = 11.0  # the first to notice waits out a read and a connect
LONGEST_LOOP_WAIT = 2.0  # promised are 250 ms; this machine is shared
FIRST_COMMIT = 5.0

pytestmark = [pytest.mark.mariadb, pytest.mark.needs("mariadbd", "mariadb-install-db")]


@pytest.fixture
def mariadb(tmp_path: Path):
    server = OwnMariaDb(tmp_path / "mariadb")
    yield server
    server.thaw()
    server.kill()


@pytest.fixture
async def stage(mariadb: OwnMariaDb, settings: Settings, tmp_path: Path) -> AsyncIterator[Stage]:
    server = LiveServer(tmp_path, mariadb.url, SECRET=settings.secret_key())
    stage = None
    try:
        await server.start()
        stage = Stage(server, mariadb.url, settings)
        yield stage
    finally:
        server.kill()
        if stage is not None:
            stage.database.close()


async def test_frozen_for_twenty_seconds_then_killed(stage: Stage, mariadb: OwnMariaDb):
    cast = stage.cast(interviews=2)
    async with Watch(stage.server.url) as watch:
        async with stage.candidate(cast, 0) as candidate:
            await _frozen(stage, mariadb, cast, candidate)
        async with stage.candidate(cast, 1) as other:
            await _killed(stage, mariadb, other)
    assert watch.asked > AWAY_SECONDS
    assert watch.failures == 0
    assert watch.slowest < LONGEST_LOOP_WAIT
    for who in (candidate, other):
        assert who.connections == 1, "the socket did not stay open"
        stage.database.run(invariants.check, who)


async def _frozen(stage: Stage, mariadb: OwnMariaDb, cast: Cast, candidate: ScriptedCandidate) -> None:
    key = stage.settings.secret_key()
    staff = cookie(key, stage.database.run(login_sessions.log_in, cast.actor.user_id, "", "")[0])
    working = await _in_the_middle(candidate)
    mariadb.freeze()
    thaw_at = time.monotonic() + AWAY_SECONDS
    await asyncio.gather(*(_is_refused(stage, cast, staff) for _ in range(20)))
    await asyncio.sleep(max(0.0, thaw_at - time.monotonic()))  # the length of the fault itself
    acknowledged = len(candidate.acknowledged)
    assert candidate.queue, "the candidate had nothing on the way"
    await _quick_refusals(stage, cast)
    mariadb.thaw()
    await candidate.until(lambda: len(candidate.acknowledged) > acknowledged, FIRST_COMMIT)
    await working


async def _killed(stage: Stage, mariadb: OwnMariaDb, candidate: ScriptedCandidate) -> None:
    working = await _in_the_middle(candidate)
    mariadb.kill()
    await candidate.until(lambda: candidate.retries > 0)
    acknowledged = len(candidate.acknowledged)
    mariadb.start()
    async with asyncio.timeout(30):
        while not _answers(stage):
            await asyncio.sleep(0.05)
    await candidate.until(lambda: len(candidate.acknowledged) > acknowledged, FIRST_COMMIT)
    await working


async def _in_the_middle(candidate: ScriptedCandidate) -> asyncio.Future[None]:
    """The whole interview as a task, once a few operations are stored."""
    working = asyncio.ensure_future(candidate.interview())
    await candidate.until(lambda: len(candidate.acknowledged) > 3)
    return working


async def _is_refused(stage: Stage, cast: Cast, staff: str) -> None:
    """REST says 503 as a problem, pages as a page; both in words that are fixed."""
    async with httpx.AsyncClient(base_url=stage.server.url, timeout=30) as http:
        began = time.monotonic()
        rest, page = await asyncio.gather(
            http.get("/api/v1/interviews", headers=cast.bearer),
            http.get("/interviews", headers={"cookie": staff, "accept": "text/html"}),
        )
        assert time.monotonic() - began < LONGEST_REFUSAL
    assert rest.status_code == 503
    assert rest.headers["content-type"] == "application/problem+json"
    assert rest.json()["code"] == "database_unavailable"
    assert rest.json()["detail"] == Unavailable.message
    assert page.status_code == 503
    assert Unavailable.message in page.text


async def _quick_refusals(stage: Stage, cast: Cast) -> None:
    """Once it is known to be away nobody waits for a time-out; one in a while tries."""
    async with httpx.AsyncClient(base_url=stage.server.url, timeout=30) as http:
        took = []
        for _ in range(10):
            began = time.monotonic()
            assert (await http.get("/api/v1/interviews", headers=cast.bearer)).status_code == 503
            took.append(time.monotonic() - began)
    assert sorted(took)[len(took) // 2] < 1.0


def _answers(stage: Stage) -> bool:
    try:
        stage.database.ping()
    except Unavailable:
        return False
    return True
