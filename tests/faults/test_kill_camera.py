"""kill -9 while nobody is in the picture: the incident ends, and what goes on afterwards is a second one."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from PIL import Image, ImageOps

from neurohire.database import Database
from neurohire.proctoring import vision_models
from neurohire.services import incidents
from neurohire.services.incidents import IncidentView
from neurohire.settings import Settings
from neurohire.vocabulary import IncidentKind
from tests.faults.candidate import cookie
from tests.live_server import LiveServer
from tests.material import shared
from tests.rooms.live import watched

EVERY = 0.4  # seconds; the server takes three frames a second
SECONDS = 60.0  # models are loaded with the first frame


def empty_room() -> bytes:
    faces = shared("faces")
    with (faces / "manifest.csv").open(encoding="utf-8") as file:
        name = next(row["file"] for row in csv.DictReader(file) if row["faces"] == "0")
    made = BytesIO()
    with Image.open(faces / name) as picture:
        ImageOps.fit(picture.convert("RGB"), (640, 480)).save(made, "JPEG", quality=70)
    return made.getvalue()


class Filmed:
    """A server, and the candidate's page that sends it the same picture."""

    def __init__(self, server: LiveServer, secret: str) -> None:
        self.server, self.number, self.jpeg = server, 0, empty_room()
        self.database = Database(f"sqlite:///{server.data_dir / 'neurohire.db'}")
        self.live = self.database.run(watched)[0]
        header = cookie(secret, self.live.sessions["ana"])
        self.http = httpx.AsyncClient(
            base_url=server.url, headers={"cookie": header, "origin": server.url}, timeout=30
        )

    async def send(self) -> None:
        self.number += 1
        path = f"/api/v1/interviews/{self.live.interview_id}/frames"
        answer = await self.http.post(path, params={"number": self.number}, content=self.jpeg)
        assert answer.status_code == 202 and answer.json()["is_checked"], answer.text

    async def until_noted(self, count: int) -> list[IncidentView]:
        """Frames all the time, until so many incidents of nobody being there are known."""
        async with asyncio.timeout(SECONDS):
            while len(found := self.found()) < count:
                next_one = asyncio.create_task(asyncio.sleep(EVERY))  # whatever the server takes
                await self.send()
                await next_one
        return found

    def found(self) -> list[IncidentView]:
        every = self.database.run(incidents.of_interview, self.live.rita, self.live.interview_id)[0]
        return [one for one in every if one.kind == IncidentKind.NO_FACE]


@pytest.fixture
async def filmed(settings: Settings, tmp_path: Path) -> AsyncIterator[Filmed]:
    if problems := vision_models.problems():
        pytest.skip(problems[0])
    server = LiveServer(tmp_path, SECRET=settings.secret_key())
    found = None
    try:
        await server.start()
        found = Filmed(server, settings.secret_key())
        yield found
    finally:
        server.kill()
        if found is not None:
            await found.http.aclose()
            found.database.close()


async def test_an_incident_open_at_a_kill_is_closed_with_the_next_frame(filmed: Filmed) -> None:
    (before,) = await filmed.until_noted(1)
    filmed.server.kill()
    (left,) = filmed.found()
    assert left.ended_at is None
    await filmed.server.start()
    first, second = await filmed.until_noted(2)
    assert first.id == before.id and first.ended_at is not None and second.ended_at is None
    assert first.began_at <= first.ended_at <= second.began_at
