"""Pictures of incidents go when their time has passed, with their file unless something else uses it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlmodel import Session, SQLModel, select

from neurohire import clock
from neurohire.database import Database
from neurohire.errors import Unavailable
from neurohire.media_store import MediaStore
from neurohire.models.call_takes import CallPiece, CallTake
from neurohire.models.candidates import MediaFile
from neurohire.models.incidents import Incident, LeavingFile
from neurohire.services import evidence, incidents, journal
from neurohire.services.incidents import KEPT, Worst
from neurohire.settings import get_settings
from neurohire.vocabulary import IncidentKind
from tests.rooms.live import Live, make_room

LATER = KEPT + timedelta(days=1)


class Shelf:
    """A room's incidents with pictures in a media store, and a clock that can be moved on."""

    def __init__(self, database: Database, media: MediaStore) -> None:
        self.database, self.media = database, media
        self.live: Live = database.run(make_room)[0]
        self.ahead = timedelta()
        system = clock.source()
        clock.set_source(lambda: system() + self.ahead)

    def incident(self, jpeg: bytes) -> tuple[str, str]:
        """(its id, address of its picture)"""
        stored = self.media.put(jpeg)
        return self.open(Worst(1.0, stored.sha256, clock.now())), stored.sha256

    def open(self, worst: Worst) -> str:
        args = (self.live.interview_id, IncidentKind.NO_FACE, clock.now(), worst)
        return self.database.run(incidents.open_one, *args)[0]

    def row(self, incident_id: str) -> Incident:
        return self.database.run(lambda db: db.get_one(Incident, incident_id))[0]

    def add(self, row: SQLModel) -> None:
        self.database.run(lambda db: db.add(row))

    def entries(self) -> list[str]:
        """Incidents whose picture was deleted, by the journal."""
        found = self.database.run(journal.since, self.live.interview_id, 0)[0]
        return [
            one.body["incident_id"]
            for one in found
            if one.body and (one.kind, one.actor) == ("evidence_deleted", "system")
        ]

    def noted(self) -> list[str]:
        def addresses(db: Session) -> list[str]:
            return [row.sha256 for row in db.scalars(select(LeavingFile))]

        return self.database.run(addresses)[0]

    async def forget(self) -> int:
        return await evidence.forget(self.database, self.media)


@pytest.fixture
def shelf(database: Database, settings: object, tmp_path: Path) -> Iterator[Shelf]:
    before = clock.source()
    yield Shelf(database, MediaStore(tmp_path / "media"))
    clock.set_source(before)


async def test_a_picture_goes_when_its_time_has_passed_and_the_incident_stays(shelf: Shelf) -> None:
    incident, picture = shelf.incident(b"one")
    shelf.ahead = KEPT - timedelta(minutes=1)
    assert await shelf.forget() == 0 and shelf.media.has(picture)
    shelf.ahead = LATER
    young, other = shelf.incident(b"another of today")
    assert await shelf.forget() == 1
    assert not shelf.media.has(picture) and shelf.noted() == []
    found = shelf.database.run(incidents.of_interview, shelf.live.rita, shelf.live.interview_id)[0]
    seen = {one.id: one for one in found}
    gone = seen[incident]
    assert not gone.has_evidence and gone.evidence_at is not None
    assert gone.evidence_deleted_at is not None
    assert gone.evidence_deleted_at - gone.evidence_at >= KEPT
    assert seen[young].has_evidence and seen[young].evidence_deleted_at is None and shelf.media.has(other)
    assert shelf.entries() == [incident]
    assert await shelf.forget() == 0 and shelf.entries() == [incident]


async def test_no_picture_is_kept_longer_than_candidates_are_told(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEUROHIRE_RETENTION_DAYS", "30")
    get_settings.cache_clear()
    incident, picture = shelf.incident(b"one")
    shelf.ahead = timedelta(days=30, minutes=1)
    assert await shelf.forget() == 1
    assert not shelf.media.has(picture) and shelf.entries() == [incident]


async def test_more_than_a_batch_goes_in_one_run(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "BATCH", 2)
    pictures = [shelf.incident(b"picture %d" % number)[1] for number in range(5)]
    shelf.ahead = LATER
    assert await shelf.forget() == 5
    assert not any(shelf.media.has(one) for one in pictures) and shelf.noted() == []


async def test_the_same_picture_of_two_incidents_goes_with_the_second(shelf: Shelf) -> None:
    _, picture = shelf.incident(b"same")
    shelf.ahead = timedelta(days=2)
    second, _ = shelf.incident(b"same")
    shelf.ahead = KEPT + timedelta(days=1)
    assert await shelf.forget() == 1
    assert shelf.media.has(picture) and shelf.row(second).evidence == picture
    shelf.ahead = KEPT + timedelta(days=3)
    assert await shelf.forget() == 1
    assert not shelf.media.has(picture)


async def test_a_file_that_something_else_uses_is_kept(shelf: Shelf) -> None:
    _, sent = shelf.incident(b"also a resume")
    _, recorded = shelf.incident(b"also a piece of a recording")
    shelf.add(MediaFile(sha256=sent, size=1, media_type="image/jpeg", created_at=clock.now()))
    take = {"id": "take", "interview_id": shelf.live.interview_id, "person": "candidate:1"}
    shelf.add(CallTake(**take, media_type="video/webm", started_at=clock.now()))
    shelf.add(CallPiece(take_id="take", number=0, until=1.0, sha256=recorded, size=1, at=clock.now()))
    shelf.ahead = LATER
    assert await shelf.forget() == 2
    assert shelf.media.has(sent) and shelf.media.has(recorded) and shelf.noted() == []


def test_every_column_that_names_a_stored_file_is_looked_at() -> None:
    named = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if "sha256" in column.name or column.name == "evidence"
    } - {"leaving_file.sha256"}
    assert named == {str(column.expression) for column in evidence.USES}


async def test_a_file_already_gone_is_no_trouble(shelf: Shelf) -> None:
    incident, picture = shelf.incident(b"one")
    shelf.media.remove(picture)
    shelf.ahead = LATER
    assert await shelf.forget() == 1 and shelf.entries() == [incident] and shelf.noted() == []


async def test_a_server_killed_between_the_steps_does_the_rest_with_its_next_run(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident, picture = shelf.incident(b"one")
    shared = shelf.incident(b"shared")[1]
    shelf.ahead = LATER

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(evidence, "due", killed)
        with pytest.raises(KeyboardInterrupt):
            await shelf.forget()
    assert shelf.row(incident).evidence == "" and shelf.media.has(picture)
    shelf.incident(b"shared")  # meanwhile
    with monkeypatch.context() as patch:
        patch.setattr(evidence, "have_left", killed)
        with pytest.raises(KeyboardInterrupt):
            await shelf.forget()
    assert not shelf.media.has(picture) and shelf.media.has(shared) and shelf.noted() == [picture]
    assert await shelf.forget() == 0
    assert shelf.noted() == [] and shelf.media.has(shared)


async def test_what_was_stored_just_now_waits_for_whoever_stored_it(shelf: Shelf) -> None:
    """The same bytes again, in the store and not yet in any row."""
    _, picture = shelf.incident(b"one")
    shelf.ahead = LATER
    shelf.media.put(b"one")
    touched = clock.now().timestamp()
    os.utime(shelf.media.path(picture), (touched, touched))
    assert await shelf.forget() == 1
    assert shelf.media.has(picture) and shelf.noted() == [picture]
    shelf.open(Worst(1.0, picture, clock.now()))
    assert await shelf.forget() == 0 and shelf.media.has(picture) and shelf.noted() == []


async def test_a_file_that_cannot_be_removed_now_waits(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    _, first = shelf.incident(b"one")
    shelf.ahead = LATER

    def refused(sha256: str, before: datetime) -> bool:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(shelf.media, "remove_older", refused)
        assert await shelf.forget() == 1
    assert shelf.noted() == [first]
    assert await shelf.forget() == 0 and not shelf.media.has(first)


async def test_a_picture_goes_when_a_better_one_takes_its_place(shelf: Shelf) -> None:
    incident, picture = shelf.incident(b"one")
    better = shelf.media.put(b"better").sha256
    shelf.database.run(incidents.close, incident, clock.now(), Worst(2.0, better, clock.now()))
    await shelf.forget()
    assert shelf.media.has(picture)  # whoever looks at it just now may do so
    shelf.ahead = timedelta(hours=2)
    await shelf.forget()
    assert not shelf.media.has(picture) and shelf.media.has(better)
    assert shelf.row(incident).evidence == better and shelf.entries() == []


def test_without_a_database_it_is_tried_again(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is let go of in a transaction that fails."""
    incident, picture = shelf.incident(b"one")
    shelf.ahead = LATER

    def away(*_: object, **__: object) -> None:
        raise Unavailable(code="database_unavailable")

    monkeypatch.setattr(journal, "append", away)
    with pytest.raises(Unavailable):
        shelf.database.run(evidence.expire)
    assert shelf.row(incident).evidence == picture and shelf.noted() == []


async def test_the_server_looks_by_itself(app: FastAPI) -> None:
    """One of its regular jobs, and what it does."""
    state = app.state.neurohire
    live = await state.database.transact(make_room)
    picture = state.media.put(b"one").sha256
    now = clock.now()
    begun = (live.interview_id, IncidentKind.NO_FACE, now, Worst(1.0, picture, now))
    await state.database.transact(incidents.open_one, *begun)
    (job,) = [one for one in state.jobs._scheduler.get_jobs() if one.args == (state.jobs._forget_evidence,)]
    assert job.trigger.interval <= timedelta(hours=1)
    before = clock.source()
    clock.set_source(lambda: now + LATER)
    try:
        await job.func(*job.args)
    finally:
        clock.set_source(before)
    assert not state.media.has(picture)
