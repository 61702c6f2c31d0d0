"""A full disk: files are refused, what is typed is kept as long as it fits, nothing breaks, it recovers."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from neurohire.settings import Settings
from tests.faults import invariants
from tests.faults.stage import Cast, Stage
from tests.faults.watch import Watch
from tests.live_server import LiveServer

DISK_MB, KEPT_FREE_MB = 24, 2
RESUME = b"Kim Example\nkim@example.org\nPython developer\n" + b"Built things with Python. " * 4000

pytestmark = pytest.mark.needs("mount", "umount")


class SmallDisk:
    """A file system of a few megabytes, and ballast to fill it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.ballast = folder, folder / "ballast"

    def fill(self, leave: int = 0) -> None:
        """Until only `leave` bytes are free."""
        with self.ballast.open("ab") as file:
            while (free := self.free() - leave) > 0:
                try:
                    os.posix_fallocate(file.fileno(), file.seek(0, 2), max(4096, free // 2))
                except OSError:
                    break

    def empty(self) -> None:
        self.ballast.unlink(missing_ok=True)

    def free(self) -> int:
        found = os.statvfs(self.folder)
        return found.f_bavail * found.f_frsize


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    folder = tmp_path / "data"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("may not mount a small file system here")
    yield SmallDisk(folder)
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
async def stage(disk: SmallDisk, settings: Settings, tmp_path: Path) -> AsyncIterator[Stage]:
    server = LiveServer(tmp_path, SECRET=settings.secret_key(), MIN_FREE_MB=str(KEPT_FREE_MB))
    stage = None
    try:
        await server.start()
        stage = Stage(server, f"sqlite:///{server.data_dir / 'neurohire.db'}", settings)
        yield stage
    finally:
        server.kill()
        if stage is not None:
            stage.database.close()


async def test_files_are_refused_first_and_work_goes_on_after(stage: Stage, disk: SmallDisk):
    cast = stage.cast(questions=3)
    async with stage.candidate(cast) as candidate, Watch(stage.server.url) as watch:
        assert (await _upload(stage, cast, b"1")).status_code == 201
        disk.fill(leave=KEPT_FREE_MB * 1024 * 1024 - 4096)
        await _is_refused(stage, cast)
        await candidate.send("interview_start")
        await candidate.until(lambda: candidate.turn is not None)
        await candidate.settled()  # typed words still fit
        assert candidate.retries == 0

        disk.fill()
        working = asyncio.ensure_future(candidate.interview(drafts=6))
        await candidate.until(lambda: candidate.retries > 0, 90)
        await _is_refused(stage, cast)
        async with httpx.AsyncClient(base_url=stage.server.url) as http:
            listing = await http.get("/api/v1/interviews", headers=cast.bearer)
            assert listing.status_code in (200, 503)  # reading needs no room, the token's last use may
            assert (await http.get("/readyz")).status_code == 503

        disk.empty()
        await working
        assert (await _upload(stage, cast, b"2")).status_code == 201
    assert candidate.connections == 1
    assert watch.failures == 0
    stage.database.run(invariants.check, candidate)
    with stage.database.engine.connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    assert list((disk.folder / "media" / "incoming").iterdir()) == []
    assert '"error": "' not in stage.server.log.read_text(), "something failed that nobody foresaw"


async def _upload(stage: Stage, cast: Cast, more: bytes) -> httpx.Response:
    async with httpx.AsyncClient(base_url=stage.server.url, timeout=30) as http:
        return await http.post(
            f"/api/v1/positions/{cast.position_id}/resumes",
            content=RESUME + more,
            headers=cast.bearer | {"x-file-name": f"resume-{more.decode()}.txt"},
        )


async def _is_refused(stage: Stage, cast: Cast) -> None:
    answer = await _upload(stage, cast, b"refused")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] in ("disk_full", "database_unavailable")
