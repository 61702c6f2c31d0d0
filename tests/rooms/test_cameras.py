"""Frames in, incidents out: with made-up facts in place of pictures, on the real record."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from neurohire import clock
from neurohire.database import Database
from neurohire.errors import Unavailable
from neurohire.media_store import MediaStore
from neurohire.models.interviews import Interview
from neurohire.proctoring.facts import Box, FrameFacts, Pose
from neurohire.rooms.cameras import Camera, Cameras
from neurohire.services import incidents, journal
from neurohire.services.incidents import IncidentView
from neurohire.settings import Settings
from neurohire.vocabulary import IncidentKind, InterviewState
from neurohire.workers import WorkFailed
from tests.rooms.live import Live, watched
from tests.waiting import until

FACE = Box(0.4, 0.3, 0.2, 0.3, 0.9)
ONE = FrameFacts((FACE,), 120.0, 50.0, Pose(0.0, 0.0, 0.0, 0.0), 120.0, 0.3, 200.0)
NOBODY = FrameFacts((), 120.0, 50.0)
TWO = FrameFacts((FACE, FACE), 120.0, 50.0, Pose(0.0, 0.0, 0.0, 0.0), 120.0, 0.3, 200.0)
SHOWN = {b"one": ONE, b"nobody": NOBODY, b"two": TWO}


class Eyes:
    """In place of the workers: sees at once what the bytes say; held back while `held`."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.go.set()
        self.seen = 0

    async def run(self, kind: str, function: Callable[..., Any], jpeg: bytes) -> FrameFacts:
        await self.go.wait()
        self.seen += 1
        name = jpeg.partition(b" ")[0]
        if name == b"broken":
            raise WorkFailed("crashed")
        return SHOWN[name]


class Place:
    """One candidate's camera, and a clock that frames move on by half a second."""

    def __init__(self, database: Database, media: MediaStore, live: Live) -> None:
        self.database, self.media, self.live = database, media, live
        self.eyes, self.is_here = Eyes(), True
        self.cameras = Cameras(database, media, self.eyes, lambda _: self.is_here)  # type: ignore[arg-type]
        self.now = clock.now()
        self.number = 0

    @property
    def camera(self) -> Camera:
        return self.cameras._cameras[self.live.interview_id]

    async def show(self, what: str, seconds: float) -> None:
        """So many seconds of it, two frames a second, each looked at before the next comes."""
        for _ in range(int(2 * seconds)):
            self.send(what)
            await until(lambda: self.camera.task is None)

    def send(self, what: str, number: int | None = None) -> Any:
        self.now += timedelta(seconds=0.5)
        self.number += 1
        jpeg = f"{what} {self.number}".encode()
        return self.cameras.take(self.live.interview_id, self.number if number is None else number, jpeg)

    def found(self) -> list[IncidentView]:
        return self.database.run(incidents.of_interview, self.live.rita, self.live.interview_id)[0]

    def kinds(self) -> list[str]:
        entries = self.database.run(journal.since, self.live.interview_id, 0)[0]
        return [entry.kind for entry in entries if entry.kind.startswith("incident")]


@pytest.fixture
async def place(
    database: Database, settings: Settings, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Place]:
    found = Place(database, MediaStore(tmp_path / "media"), database.run(watched)[0])
    monkeypatch.setattr("neurohire.rooms.cameras.clock.now", lambda: found.now)
    yield found
    await found.cameras.close_all()


async def test_who_goes_away_is_one_incident_with_its_worst_frame(place: Place) -> None:
    await place.show("one", 5)
    left = place.now
    await place.show("nobody", 4)
    (going_on,) = place.found()
    assert (going_on.kind, going_on.ended_at) == (IncidentKind.NO_FACE, None)
    await place.show("one", 4)
    (incident,) = place.found()
    assert abs(incident.began_at - left) <= timedelta(seconds=1)
    assert incident.ended_at is not None
    assert timedelta(seconds=3) <= incident.ended_at - incident.began_at <= timedelta(seconds=5)
    evidence = place.database.run(incidents.evidence, place.live.rita, incident.id)[0]
    assert place.media.path(evidence).read_bytes().startswith(b"nobody")
    assert place.kinds() == ["incident_opened", "incident_closed"]


async def test_what_goes_on_after_a_moment_is_the_same_incident(place: Place) -> None:
    await place.show("one", 3)
    await place.show("nobody", 4)
    await place.show("one", 2)
    await place.show("nobody", 4)
    await place.show("one", 4)
    assert len(place.found()) == 1
    assert place.kinds() == ["incident_opened", "incident_closed", "incident_resumed", "incident_closed"]


async def test_a_glance_and_a_frame_that_cannot_be_read_are_nothing(place: Place) -> None:
    await place.show("one", 5)
    await place.show("two", 0.5)
    await place.show("broken", 1)
    await place.show("one", 5)
    assert place.found() == []


async def test_only_the_newest_waits_and_what_came_already_is_dropped(place: Place) -> None:
    place.eyes.go.clear()
    for _ in range(5):
        told = place.send("one")
        await asyncio.sleep(0)  # the first is being looked at
    place.eyes.go.set()
    await until(lambda: place.camera.task is None)
    assert (place.eyes.seen, told.dropped) == (2, 3)
    replayed = place.send("two", number=1)
    assert (replayed.dropped, replayed.last) == (4, 5)
    await asyncio.sleep(0)
    assert place.eyes.seen == 2


async def test_silence_is_noticed_unless_the_line_is_lost(place: Place) -> None:
    await place.show("one", 3)
    came = place.now
    place.is_here = False
    await place.camera.look_for_silence(came + timedelta(seconds=20))
    assert place.found() == []
    place.is_here = True
    await place.camera.look_for_silence(came + timedelta(seconds=5))
    assert place.found() == []
    await place.camera.look_for_silence(came + timedelta(seconds=9))
    (silent,) = place.found()
    assert (silent.kind, silent.began_at, silent.ended_at) == (IncidentKind.FRAMES_MISSING, came, None)
    place.now = came + timedelta(seconds=12)
    await place.show("one", 1)
    assert place.found()[0].ended_at == came + timedelta(seconds=12.5)


async def test_the_end_of_the_interview_ends_what_is_open(place: Place) -> None:
    await place.show("one", 3)
    await place.show("nobody", 4)
    camera, last = place.camera, place.now

    def end(db: Session) -> None:
        db.get_one(Interview, place.live.interview_id).state = InterviewState.SUBMITTED

    place.database.run(end)
    await place.cameras._look_at(place.live.interview_id, camera, last + timedelta(seconds=9))
    assert place.found()[0].ended_at == last and not place.cameras._cameras


async def test_without_the_models_nothing_is_checked_and_the_page_hears_so(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("neurohire.rooms.cameras.vision_models.problems", lambda: ["Finding faces is off"])
    assert not place.send("nobody").is_checked and not place.cameras._cameras


async def test_what_a_killed_server_left_open_ends_before_the_same_is_opened_again(place: Place) -> None:
    await place.show("nobody", 5)
    place.cameras._cameras.clear()  # killed: nothing was closed
    (left,) = place.found()
    assert left.ended_at is None
    place.now += timedelta(seconds=20)
    began = place.now
    place.cameras = Cameras(place.database, place.media, place.eyes, lambda _: True)  # type: ignore[arg-type]
    place.now += timedelta(seconds=30)
    await place.show("broken", 0.5)  # not even to be read: the camera is there again
    (left,) = place.found()
    assert left.ended_at == began
    await place.show("nobody", 5)
    first, second = place.found()
    assert first.ended_at == began and second.ended_at is None and second.began_at > began
    assert place.kinds() == ["incident_opened", "incident_closed", "incident_opened"]


async def test_an_incident_whose_opening_was_cut_short_ends_with_the_camera(place: Place) -> None:
    await place.show("nobody", 5)
    place.camera.open.clear()  # its id never came back
    last = place.now
    place.database.run(lambda db: setattr(db.get(Interview, place.live.interview_id), "state", "submitted"))
    await place.cameras._look_at(place.live.interview_id, place.camera, last + timedelta(seconds=9))
    assert [one.ended_at for one in place.found()] == [last]


async def test_one_that_could_not_be_opened_is_in_the_record_when_it_ends(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database was away at that moment; an earlier incident of the kind stays as it was."""
    await place.show("nobody", 4)
    await place.show("one", 6)
    (earlier,) = place.found()
    monkeypatch.setattr(incidents, "open_one", refuse := Refuses(incidents.open_one))
    await place.show("nobody", 4)
    assert refuse.times == 1 and len(place.found()) == 1
    await place.show("one", 4)
    first, later = place.found()
    assert first == earlier
    assert later.ended_at is not None and later.has_evidence


class Refuses:
    """The first time."""

    def __init__(self, real: Callable[..., str]) -> None:
        self.real, self.times = real, 0

    def __call__(self, *arguments: Any) -> str:
        self.times += 1
        if self.times == 1:
            raise Unavailable()
        return self.real(*arguments)
