"""The recording of a live call: only where it is planned and agreed to, everybody's own, gaps counted."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from neurohire import clock
from neurohire.database import Database
from neurohire.errors import DomainError, InvalidState, NotFound, Rejected
from neurohire.media_store import StoredFile
from neurohire.models.interviews import Interview
from neurohire.services import call_consent, call_recordings, entrance, journal, live_reports
from neurohire.services.call_recordings import MAX_BYTES, MAX_PIECES, Piece
from neurohire.settings import Settings
from neurohire.vocabulary import Admission, DataKind, InterviewState
from tests.rooms.live import Live, Sender, admit, make_room

BOTH = {DataKind.ANSWERS, DataKind.AUDIO, DataKind.CAMERA}


@pytest.fixture
def db(database: Database, settings: Settings) -> Iterator[Session]:
    with Session(database.engine) as session:
        yield session


def row_of(db: Session, live: Live) -> Interview:
    return db.get_one(Interview, live.interview_id)


@pytest.fixture
def live(db: Session) -> Live:
    """Recorded, agreed to, and Ana is in the room."""
    live = make_room(db)
    row_of(db, live).is_recorded = True
    entrance.give_consent(db, live.grant, BOTH)
    admit(db, live)
    return live


@pytest.fixture
def add(db: Session, live: Live) -> Callable[..., None]:
    def work(name: str, piece: Piece, words: str = "x", size: int = 3) -> None:
        stored = StoredFile(hashlib.sha256(words.encode()).hexdigest(), size)
        call_recordings.add_piece(db, live.who(name), live.interview_id, piece, stored)
        db.flush()

    return work


def piece(number: int = 0, take_id: str = "", **told: Any) -> Piece:
    return Piece(take_id=take_id or str(uuid.uuid4()), number=number, **told)


def code_of(work: Callable[[], Any]) -> str:
    with pytest.raises(DomainError) as refused:
        work()
    return refused.value.code


def test_pieces_come_in_any_order_twice_and_the_report_has_a_file_a_person(
    db: Session, live: Live, add: Any
) -> None:
    mine, his = str(uuid.uuid4()), str(uuid.uuid4())
    for number in (2, 0, 0):
        add("ana", piece(number, mine, until=3.0 * (number + 1), age=9.0), f"piece {number}")
    call_recordings.end(db, live.grant, live.interview_id, mine, 4)
    add("rita", piece(0, his, until=3.0, media_type="audio/webm;codecs=opus"))
    with pytest.raises(InvalidState):
        add("ana", piece(0, mine), "another under its number")
    Sender(db, live, "rita").send("complete_interview")
    report = live_reports.get(db, live.rita, live.interview_id)
    ana, rita = report.recordings
    assert (ana.id, ana.name, ana.missing, ana.has_start, ana.seconds, ana.size) == (
        mine, "Ana Ruiz", 2, True, 9.0, 6,
    )  # fmt: skip
    assert (rita.name, rita.is_picture, rita.missing) == (live.rita.name, False, 0)
    assert ana.started_at >= row_of(db, live).started_at  # type: ignore[operator]
    media_type, found = call_recordings.pieces(db, live.olga, live.interview_id, mine)
    assert media_type == "video/webm"
    assert found == [hashlib.sha256(f"piece {number}".encode()).hexdigest() for number in (0, 2)]
    kinds = [entry.kind for entry in journal.since(db, live.interview_id, 0, 1000)]
    assert kinds.count("call_recording_started") == 2 and kinds.count("call_recording_ended") == 1


def test_what_is_not_recorded_is_refused_with_a_fixed_message(db: Session, live: Live, add: Any) -> None:
    row_of(db, live).is_recorded = False
    for name in ("ana", "rita"):
        assert code_of(lambda name=name: add(name, piece())) == "not_recorded"  # type: ignore[misc]
    assert Sender(db, live, "rita").view()["recording"] == {"is_planned": False, "is_on": False}


def test_each_kind_is_for_the_candidate_to_say_and_declining_keeps_nobody_out(
    db: Session, live: Live, add: Any
) -> None:
    entrance.give_consent(db, live.grant, {DataKind.ANSWERS, DataKind.AUDIO})
    assert code_of(lambda: add("ana", piece())) == "no_consent"
    add("ana", piece(media_type="audio/webm"))
    entrance.give_consent(db, live.grant, {DataKind.ANSWERS})
    assert code_of(lambda: add("ana", piece(media_type="audio/webm"))) == "no_consent"
    add("rita", piece())  # who agreed by joining
    told = Sender(db, live, "rita").view()["recording"]
    assert told["candidate"] == {"sound": False, "picture": False} and told["picture"]
    ana = Sender(db, live, "ana").view()
    assert ana["is_inside"] and ana["recording"]["is_on"] and not ana["recording"]["sound"]


def test_a_yes_to_a_text_without_the_recording_is_none(db: Session, live: Live, add: Any) -> None:
    row = row_of(db, live)
    row.is_recorded = False
    entrance.give_consent(db, live.grant, BOTH)
    row.is_recorded = True
    assert call_consent.must_be_asked(db, live.grant)
    assert code_of(lambda: add("ana", piece())) == "no_consent"
    entrance.give_consent(db, live.grant, {DataKind.ANSWERS})
    assert not call_consent.must_be_asked(db, live.grant)


def test_only_who_is_in_the_call_and_only_his_own(db: Session, live: Live, add: Any) -> None:
    other = make_room(db, "bo@example.org")
    taken = piece()
    add("rita", taken)
    for name, what in (("olga", piece()), ("stranger", piece()), ("ana", taken), ("ben", taken)):
        with pytest.raises(NotFound):
            add(name, what)
    stored = StoredFile("0" * 64, 1)
    with pytest.raises(NotFound):
        call_recordings.add_piece(db, other.grant, live.interview_id, piece(), stored)
    for who in (live.grant, live.ben, live.stranger, other.grant):
        with pytest.raises(NotFound):
            call_recordings.end(db, who, live.interview_id, taken.take_id, 1)
    own = piece()
    add("ana", own)
    Sender(db, live, "rita").send("put_back")
    with pytest.raises(NotFound):
        add("ana", piece())  # she is at the door
    add("ana", Piece(take_id=own.take_id, number=1))  # recorded while she was inside


def test_at_the_door_nothing_is_taken(db: Session, settings: Settings) -> None:
    live = make_room(db)
    row_of(db, live).is_recorded = True
    entrance.give_consent(db, live.grant, BOTH)
    stored = StoredFile("0" * 64, 1)
    with pytest.raises(NotFound):
        call_recordings.add_piece(db, live.grant, live.interview_id, piece(), stored)
    with pytest.raises(InvalidState):  # interviewers alone in the room are not recorded
        call_recordings.add_piece(db, live.rita, live.interview_id, piece(), stored)
    assert "recording" not in Sender(db, live, "ana").view()


def test_what_was_recorded_in_time_may_arrive_late_but_not_for_ever(
    db: Session, live: Live, add: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = piece()
    add("ana", own)
    Sender(db, live, "rita").send("complete_interview")
    assert row_of(db, live).state == InterviewState.SUBMITTED
    add("ana", Piece(take_id=own.take_id, number=1))
    ended = clock.now()
    monkeypatch.setattr(clock, "now", lambda: ended + timedelta(hours=25))
    assert code_of(lambda: add("ana", Piece(take_id=own.take_id, number=2))) == "not_live"


def test_before_the_end_and_for_others_there_is_nothing_to_play(db: Session, live: Live, add: Any) -> None:
    his, hers = piece(), piece()
    add("rita", his)
    add("ana", hers)
    with pytest.raises(NotFound):
        call_recordings.pieces(db, live.rita, live.interview_id, hers.take_id)
    assert call_recordings.own(db, live.grant) == []
    Sender(db, live, "rita").send("complete_interview")
    call_recordings.pieces(db, live.ben, live.interview_id, hers.take_id)
    call_recordings.pieces(db, live.grant, live.interview_id, hers.take_id)
    assert [view.id for view in call_recordings.own(db, live.grant)] == [hers.take_id]
    for who, take in ((live.grant, his), (live.stranger, hers)):
        with pytest.raises(NotFound):
            call_recordings.pieces(db, who, live.interview_id, take.take_id)


def test_limits_are_refused_in_words(db: Session, live: Live, add: Any) -> None:
    own = piece()
    add("ana", own, "big", MAX_BYTES)
    for number in (1, MAX_PIECES, -1):
        with pytest.raises(Rejected):
            add("ana", Piece(take_id=own.take_id, number=number), "more")
    add("rita", piece())  # each has his own room
    assert code_of(lambda: add("rita", piece(media_type="text/html"))) == "wrong_type"
    assert row_of(db, live).admission == Admission.ADMITTED
