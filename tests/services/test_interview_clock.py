"""The interview's time: the server's clock, extra minutes, and time given back after an outage of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from neurohire import clock
from neurohire.database import Database
from neurohire.services import conduct, interview_clock, interviews
from tests import people
from tests.candidates import Invited, invite

Do = Callable[..., Any]
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def do(database: Database) -> Do:
    return lambda work, *args, **kwargs: database.run(work, *args, **kwargs)[0]


@pytest.fixture(autouse=True)
def at() -> Iterator[Callable[[float], None]]:
    """Sets the server's clock to so many seconds after noon."""

    def set_to(seconds: float) -> None:
        clock.set_source(lambda: NOON + timedelta(seconds=seconds))

    set_to(0)
    yield set_to
    clock.set_source(None)


def begin(do: Do, email: str = "ana@example.org") -> tuple[Invited, Any]:
    invited: Invited = do(lambda db: invite(db, email))
    _, grant = do(people.enter, invited.actor, invited.interview_id)
    do(conduct.start, grant)
    return invited, grant


def seconds_of(do: Do, grant: Any) -> float:
    """From noon to the deadline, without the 45 minutes."""
    return float((do(conduct.view, grant).deadline - NOON).total_seconds() - 45 * 60)


def test_the_deadline_counts_from_the_start_with_extra_minutes(do: Do, at: Callable[[float], None]) -> None:
    at(90)
    invited, grant = begin(do)
    assert seconds_of(do, grant) == 90
    do(interviews.give_extra_time, invited.actor, invited.interview_id, 15)
    assert seconds_of(do, grant) == 90 + 15 * 60


def test_an_outage_is_given_back_and_a_pause_of_a_beat_is_not(do: Do, at: Callable[[float], None]) -> None:
    do(interview_clock.beat, "one")
    _, grant = begin(do)
    at(8)
    assert do(interview_clock.beat, "one") == 0 and seconds_of(do, grant) == 0
    at(68)
    assert do(interview_clock.beat, "one") == 60
    assert 60 <= seconds_of(do, grant) <= 61


def test_only_the_lost_part_of_a_late_start_is_given_back(do: Do, at: Callable[[float], None]) -> None:
    do(interview_clock.beat, "one")
    at(40)
    _, grant = begin(do)  # the beat was stuck, the database was not
    at(60)
    do(interview_clock.beat, "one")
    assert 40 + 20 <= seconds_of(do, grant) <= 40 + 21


def test_a_submitted_interview_gets_nothing_back(do: Do, at: Callable[[float], None]) -> None:
    do(interview_clock.beat, "one")
    _, grant = begin(do)
    do(conduct.submit, grant)
    at(100)
    do(interview_clock.beat, "one")
    assert seconds_of(do, grant) == 0


def test_an_outage_over_the_deadline_does_not_end_the_interview(do: Do, at: Callable[[float], None]) -> None:
    do(interview_clock.beat, "one")
    invited, grant = begin(do)
    at(44 * 60)
    do(interview_clock.beat, "one")
    at(50 * 60)
    do(interview_clock.beat, "two")  # the server is back: first the credit, then due tasks
    do(conduct.submit_when_time_is_up, invited.interview_id)
    view = do(conduct.view, grant)
    assert view.state == "live" and view.deadline > clock.now()
