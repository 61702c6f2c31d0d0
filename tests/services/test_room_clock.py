"""The end of a live interview: people end it; hours later, if nobody did, it is ended by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from neurohire import clock
from neurohire.database import Database
from neurohire.models.interviews import Interview
from neurohire.services import conduct, interview_clock, journal, live_reports, room_clock
from neurohire.services.question_sets import rows_of
from neurohire.vocabulary import InterviewState
from tests.rooms.live import Live, Sender, admit, make_room


@pytest.fixture
def live(database: Database) -> Live:
    def begin(db: Session) -> Live:
        made = make_room(db)
        admit(db, made)
        return made

    return database.run(begin)[0]


def row_of(db: Session, live: Live) -> Interview:
    row = db.get(Interview, live.interview_id, populate_existing=True)
    assert row is not None
    return row


def test_what_nobody_completed_is_ended_hours_later_as_by_the_system(
    database: Database, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = clock.now()

    def at(**after: float) -> datetime:
        moment = begun + timedelta(**after)
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    with Session(database.engine) as db:
        rita = Sender(db, live, "rita")
        rita.send("question_show", question_id=rows_of(db, live.interview_id)[0].id)
        seen = at(minutes=40)
        rita.send("extend_time", minutes=5)
        end = row_of(db, live).planned_end_at
        assert end is not None
        at(minutes=(end - begun).total_seconds() / 60, hours=4, seconds=-1)
        assert room_clock.end_left_open(db) == 0
        at(minutes=(end - begun).total_seconds() / 60, hours=4)
        assert room_clock.end_left_open(db) == 1
        assert room_clock.end_left_open(db) == 0
        db.commit()
        row = row_of(db, live)
        assert (row.state, row.ended_by, row.submit_reason) == ("submitted", "system", "left_open")
        assert row.submitted_at is not None and abs(row.submitted_at - seen) < timedelta(seconds=1)
        last = journal.since(db, live.interview_id, 0, 1000)[-1]
        assert (last.actor, last.kind) == ("system", "interview_completed")
        assert journal.verify(db, live.interview_id).broken_at is None
        report = live_reports.get(db, live.rita, live.interview_id)
    assert report.was_left_open and report.ended_by == ""
    assert 2300 < report.seconds < 2500  # until a person last did something, not hours
    assert report.questions[0].seconds <= report.seconds
    assert report.record.door[-1].words == "ended by itself: nobody had completed it"


def test_an_hour_of_ours_is_given_back_and_ends_nothing(
    database: Database, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = clock.now()
    with Session(database.engine) as db:
        interview_clock.beat(db, "first")
        planned = row_of(db, live).planned_end_at
        monkeypatch.setattr(clock, "now", lambda: begun + timedelta(minutes=2))
        interview_clock.beat(db, "second")  # a server that was started anew
        row = row_of(db, live)
        assert planned and row.planned_end_at
        assert timedelta(seconds=119) <= row.planned_end_at - planned <= timedelta(seconds=122)
        monkeypatch.setattr(clock, "now", lambda: begun + timedelta(hours=2))
        conduct.submit_when_time_is_up(db, live.interview_id)
        assert row_of(db, live).state == InterviewState.LIVE  # they may still be talking
