"""Nothing of an interview goes on after its end, whichever way it ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from neurohire import clock
from neurohire.models.incidents import Incident
from neurohire.models.interviews import Interview
from neurohire.services import handing_in, incidents, interviews, journal, left_open, room_clock
from neurohire.services.incidents import Worst
from neurohire.vocabulary import IncidentKind, InterviewKind, InterviewState
from tests.rooms.live import Live, Sender, admit, make_room
from tests.services.conftest import Do

FRAME = "ab" * 32


def complete(db: Session, live: Live) -> None:
    Sender(db, live, "rita").send("complete_interview")


def nobody_completed_it(db: Session, live: Live) -> None:
    db.get_one(Interview, live.interview_id).planned_end_at = clock.now() - timedelta(days=2)
    assert room_clock.end_left_open(db) == 1


def cancel(db: Session, live: Live) -> None:
    interviews.cancel(db, live.rita, live.interview_id)


def expire(db: Session, live: Live) -> None:
    row = db.get_one(Interview, live.interview_id)
    row.state, row.expires_at = InterviewState.WAITING, clock.now()
    handing_in.expire(db, row.id)


def time_is_up(db: Session, live: Live) -> None:
    row = db.get_one(Interview, live.interview_id)
    row.kind, row.started_at = InterviewKind.AI, clock.now() - timedelta(days=1)
    handing_in.submit_when_time_is_up(db, row.id)


def going_on(db: Session, live: Live, began_at: datetime) -> str:
    return incidents.open_one(db, live.interview_id, IncidentKind.NO_FACE, began_at, Worst(1.0))


@pytest.mark.parametrize("end", [complete, nobody_completed_it, cancel, expire, time_is_up])
def test_the_end_closes_what_goes_on(do: Do, end: Callable[[Session, Live], None]) -> None:
    live = do(make_room)
    do(admit, live)
    began = clock.now()
    incident = do(going_on, live, began)
    over = do(going_on, live, began - timedelta(seconds=9))
    do(incidents.close, over, began + timedelta(seconds=1), Worst(1.0))
    do(end, live)
    row, interview = (
        do(lambda db: db.get_one(Incident, incident)),
        do(lambda db: db.get_one(Interview, live.interview_id)),
    )
    assert row.ended_at is not None
    assert row.ended_at == max(interview.submitted_at or row.ended_at, began)
    kinds = [one.kind for one in do(journal.since, live.interview_id, 0)]
    assert kinds.count("incident_closed") == 2
    assert do(lambda db: db.get_one(Incident, over)).ended_at == began + timedelta(seconds=1)


def test_the_camera_that_closes_a_moment_later_only_adds_its_picture(do: Do) -> None:
    live = do(make_room)
    do(admit, live)
    incident = do(going_on, live, clock.now())
    do(complete, live)
    ended = do(lambda db: db.get_one(Incident, incident)).ended_at
    late = clock.now() + timedelta(seconds=9)
    do(incidents.close, incident, late, Worst(1.0))
    do(incidents.close, incident, late, Worst(2.0, FRAME, late))
    do(incidents.close, incident, late, Worst(2.0, FRAME, late))
    row = do(lambda db: db.get_one(Incident, incident))
    assert (row.ended_at, row.evidence) == (ended, FRAME)
    kinds = [one.kind for one in do(journal.since, live.interview_id, 0)]
    assert kinds.count("incident_closed") == 2


def test_what_a_last_frame_opened_after_the_end_is_closed_with_the_next_run(do: Do) -> None:
    live = do(make_room)
    do(admit, live)
    before = do(going_on, live, clock.now() - timedelta(seconds=5))
    do(complete, live)
    late, running = do(going_on, live, clock.now()), do(make_room, "bob@example.org")
    do(admit, running)
    still = do(going_on, running, clock.now())
    assert do(left_open.close_of_ended) == 1 and do(left_open.close_of_ended) == 0
    rows = [do(lambda db, one=one: db.get_one(Incident, one)) for one in (before, late, still)]
    assert [row.ended_at is None for row in rows] == [False, False, True]
    assert all(row.ended_at >= row.began_at for row in rows[:2])
