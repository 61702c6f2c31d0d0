"""Frames of the candidate's camera over HTTP: who may send them, what is no frame, who sees the evidence."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import Session

from neurohire import clock
from neurohire.models.interviews import Interview
from neurohire.services import entrance, incidents
from neurohire.services.incidents import Worst
from neurohire.settings import Settings
from neurohire.vocabulary import DataKind, IncidentKind, InterviewState
from tests.camera_frames import picture
from tests.conftest import ORIGIN
from tests.rooms.live import LiveRoom, make_room, watched


@pytest.fixture
async def room(app: FastAPI, settings: Settings) -> LiveRoom:
    live = await app.state.neurohire.database.transact(watched)
    return LiveRoom(live, app, ORIGIN, settings)


class Taken:
    """In place of the cameras: what the route let through."""

    def __init__(self, app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
        self.frames: list[int] = []
        cameras = app.state.neurohire.cameras
        monkeypatch.setattr(cameras, "take", self.take)
        self._told = type("Told", (), {"dropped": 0, "is_checked": True, "last": 0})

    def take(self, interview_id: str, number: int, jpeg: bytes) -> Any:
        self.frames.append(number)
        return self._told


@pytest.fixture
def taken(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> Taken:
    return Taken(app, monkeypatch)


def browser_of(room: LiveRoom, name: str) -> httpx.AsyncClient:
    headers = {"origin": ORIGIN, "cookie": room.cookie(name)}
    return httpx.AsyncClient(transport=httpx.ASGITransport(room.app), base_url=ORIGIN, headers=headers)


@pytest.fixture
async def ana(room: LiveRoom) -> AsyncIterator[httpx.AsyncClient]:
    async with browser_of(room, "ana") as client:
        yield client


@pytest.fixture
async def rita(room: LiveRoom) -> AsyncIterator[httpx.AsyncClient]:
    async with browser_of(room, "rita") as client:
        yield client


def address(room: LiveRoom, number: int = 1) -> str:
    return f"/api/v1/interviews/{room.live.interview_id}/frames?number={number}"


async def test_a_frame_of_the_candidate_is_taken(
    room: LiveRoom, ana: httpx.AsyncClient, taken: Taken
) -> None:
    answer = await ana.post(address(room, 7), content=picture())
    assert (answer.status_code, answer.json()["is_checked"], taken.frames) == (202, True, [7])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_frame"),
        (b"not a picture", "not_a_frame"),
        (picture(kind="PNG"), "not_a_frame"),
        (picture(kind="GIF"), "not_a_frame"),
        (picture()[:20], "not_a_frame"),
        (picture() + bytes(150_000), "too_large"),
    ],
    ids=["empty", "text", "png", "gif", "cut", "large"],
)
async def test_what_is_no_frame_is_refused_with_words(
    room: LiveRoom, ana: httpx.AsyncClient, taken: Taken, data: bytes, code: str
) -> None:
    answer = await ana.post(address(room), content=data)
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert "kept" in answer.json()["detail"] and not taken.frames


async def test_a_hundred_at_once_are_three_a_second(
    room: LiveRoom, ana: httpx.AsyncClient, taken: Taken
) -> None:
    answers = [(await ana.post(address(room, number), content=picture())).status_code for number in range(20)]
    assert answers.count(202) + answers.count(429) == 20 and answers.count(429) > 0
    assert len(taken.frames) == answers.count(202)


async def test_only_the_candidate_of_this_interview_who_agreed_and_is_in_it(
    app: FastAPI, room: LiveRoom, ana: httpx.AsyncClient, rita: httpx.AsyncClient, taken: Taken
) -> None:
    database = app.state.neurohire.database
    assert (await rita.post(address(room), content=picture())).status_code == 404
    other = await database.transact(make_room, "bob@example.org")
    foreign = address(room).replace(room.live.interview_id, other.interview_id)
    assert (await ana.post(foreign, content=picture())).status_code == 404
    await database.transact(entrance.give_consent, room.live.grant, {DataKind.ANSWERS})
    refused = await ana.post(address(room), content=picture())
    assert (refused.status_code, refused.json()["code"]) == (409, "not_watched")
    agreed = {DataKind.ANSWERS, DataKind.CAMERA_CHECKS}
    await database.transact(entrance.give_consent, room.live.grant, agreed)

    def end(db: Session) -> None:
        db.get_one(Interview, room.live.interview_id).state = InterviewState.SUBMITTED

    await database.transact(end)
    assert (await ana.post(address(room, 2), content=picture())).status_code == 409
    assert not taken.frames


async def test_the_evidence_is_for_those_who_may_see_the_interview(
    app: FastAPI, room: LiveRoom, ana: httpx.AsyncClient, rita: httpx.AsyncClient
) -> None:
    state = app.state.neurohire
    stored = state.media.put(picture())
    now = clock.now()
    incident = await state.database.transact(
        incidents.open_one,
        room.live.interview_id,
        IncidentKind.NO_FACE,
        now,
        Worst(1.0, stored.sha256, now),
    )
    where = f"/api/v1/incidents/{incident}/evidence"
    shown = await rita.get(where)
    assert (shown.status_code, shown.content) == (200, picture())
    assert shown.headers["cache-control"] == "private, no-store"
    assert (await ana.get(where)).status_code in (401, 403, 404)
    async with browser_of(room, "stranger") as stranger:
        assert (await stranger.get(where)).status_code == 404
