"""The recording of a live call over HTTP: pieces in, one private file out, room on the disk."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import Session

from neurohire.media_store import MediaStore
from neurohire.models.interviews import Interview
from neurohire.services import entrance
from neurohire.services.call_recordings import MAX_PIECE
from neurohire.settings import Settings
from neurohire.vocabulary import DataKind
from tests.conftest import ORIGIN
from tests.rooms.live import Live, LiveRoom, Sender, admit, make_room

WEBM = {"content-type": "video/webm;codecs=vp8,opus"}


def recorded(db: Session) -> Live:
    live = make_room(db)
    db.get_one(Interview, live.interview_id).is_recorded = True
    entrance.give_consent(db, live.grant, {DataKind.ANSWERS, DataKind.AUDIO, DataKind.CAMERA})
    admit(db, live)
    return live


@dataclass
class Page:
    """One person's browser, and the take that it records."""

    room: LiveRoom
    name: str
    http: httpx.AsyncClient

    def __post_init__(self) -> None:
        self.take = str(uuid.uuid4())
        self.base = f"/api/v1/interviews/{self.room.live.interview_id}/call-recordings/{self.take}"

    async def put(self, number: int, data: bytes, **headers: str) -> httpx.Response:
        return await self.http.put(f"{self.base}/pieces/{number}", content=data, headers=WEBM | headers)


@pytest.fixture
async def room(app: FastAPI, settings: Settings) -> LiveRoom:
    live = await app.state.neurohire.database.transact(recorded)
    return LiveRoom(live, app, ORIGIN, settings)


@pytest.fixture
async def pages(room: LiveRoom) -> AsyncIterator[dict[str, Page]]:
    found = {}
    for name in ("ana", "rita", "olga", "stranger"):
        http = httpx.AsyncClient(
            transport=httpx.ASGITransport(room.app),
            base_url=ORIGIN,
            headers={"origin": ORIGIN, "cookie": room.cookie(name)},
            params={"as": "candidate" if name == "ana" else "staff"},
        )
        found[name] = Page(room, name, http)
    yield found
    for page in found.values():
        await page.http.aclose()


async def complete(room: LiveRoom) -> None:
    await room.database.transact(lambda db: Sender(db, room.live, "rita").send("complete_interview"))


async def test_pieces_become_a_private_file_once_it_is_over(room: LiveRoom, pages: dict[str, Page]) -> None:
    ana, rita = pages["ana"], pages["rita"]
    for number, data in ((0, b"abc"), (1, b"def"), (1, b"def")):
        proof = {"x-content-sha256": hashlib.sha256(data).hexdigest()}
        assert (await ana.put(number, data, **proof)).status_code == 204
    assert (await ana.http.post(f"{ana.base}/end", json={"pieces": 2})).status_code == 204
    assert (await rita.http.get(ana.base)).status_code == 404  # nobody looks back at it meanwhile
    await complete(room)
    whole = await rita.http.get(ana.base)
    assert (whole.status_code, whole.content) == (200, b"abcdef")
    assert whole.headers["content-type"] == "video/webm"
    assert whole.headers["cache-control"] == "private, no-store"
    assert whole.headers["x-content-type-options"] == "nosniff"
    part = await rita.http.get(ana.base, headers={"range": "bytes=2-3"})
    assert (part.status_code, part.content, part.headers["content-range"]) == (206, b"cd", "bytes 2-3/6")
    assert (await pages["olga"].http.get(ana.base)).status_code == 200  # an admin reads the report
    assert (await ana.http.get(ana.base)).content == b"abcdef"  # her own copy
    assert (await pages["stranger"].http.get(ana.base)).status_code == 404
    report = await rita.http.get(f"/api/v1/interviews/{room.live.interview_id}/report")
    assert [take["id"] for take in report.json()["live"]["recordings"]] == [ana.take]


async def test_what_is_refused(room: LiveRoom, pages: dict[str, Page]) -> None:
    ana = pages["ana"]
    for name in ("olga", "stranger"):
        assert (await pages[name].put(0, b"x")).status_code == 404
    foreign = await ana.put(0, b"x", origin="https://evil.example")
    large = await ana.put(0, b"x" * (MAX_PIECE + 1))
    wrong = await ana.put(0, b"x", **{"content-type": "text/html"})
    damaged = await ana.put(0, b"x", **{"x-content-sha256": "0" * 64})
    nonsense = await ana.http.put(f"{ana.base}/pieces/0", params={"until": "nan"}, content=b"x", headers=WEBM)
    codes = [answer.status_code for answer in (foreign, large, wrong, damaged, nonsense)]
    assert codes == [403, 422, 422, 503, 422]
    await complete(room)
    assert (await pages["rita"].http.get(ana.base)).status_code == 404  # nothing of all that was kept


async def test_a_nearly_full_disk_takes_no_recording_and_the_page_is_told(
    pages: dict[str, Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MediaStore, "free_bytes", lambda _: 499 * 1024 * 1024)
    refused = await pages["ana"].put(0, b"x")
    assert (refused.status_code, refused.json()["code"]) == (503, "recording_full")
    monkeypatch.setattr(MediaStore, "free_bytes", lambda _: 501 * 1024 * 1024)
    assert (await pages["ana"].put(0, b"x")).status_code == 204


async def test_the_report_page_has_a_player_for_each_take(room: LiveRoom, pages: dict[str, Page]) -> None:
    for name in ("ana", "rita"):
        await pages[name].put(0, b"abc")
    await complete(room)
    thanks = await pages["ana"].http.get(f"/interview/{room.live.interview_id}/done")
    assert f"/call-recordings/{pages['ana'].take}?as=candidate" in thanks.text
    assert pages["rita"].take not in thanks.text
