"""Due rows: leased to one, done once, tried again with pauses, released after a restart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from neurohire import clock
from neurohire.database import Database
from neurohire.services import tasks

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Hands:
    """Moves the clock."""

    def __init__(self) -> None:
        self.at = NOON

    def forward(self, **step: float) -> None:
        self.at += timedelta(**step)


@pytest.fixture
def hands() -> Iterator[Hands]:
    hands = Hands()
    clock.set_source(lambda: hands.at)
    yield hands
    clock.set_source(None)


def _claim(database: Database) -> tasks.DueTask | None:
    return database.run(tasks.claim)[0]


def test_a_task_is_leased_to_one_and_done_once(database: Database, hands: Hands):
    database.run(tasks.add, "kind", "subject")
    task = _claim(database)
    assert task is not None
    assert _claim(database) is None
    hands.forward(seconds=tasks.LEASE.total_seconds() + 1)
    again = _claim(database)  # the first holder died
    assert again is not None
    assert (again.id, again.attempts) == (task.id, 2)
    database.run(tasks.done, task.id)
    hands.forward(days=1)
    assert _claim(database) is None


def test_the_longest_due_comes_first(database: Database, hands: Hands):
    for subject in ("first", "second"):
        database.run(tasks.add, "kind", subject)
        hands.forward(seconds=1)
    assert [task.subject_id for task in (_claim(database), _claim(database)) if task] == ["first", "second"]


def test_failures_wait_longer_and_longer_and_end(database: Database, hands: Hands):
    database.run(tasks.add, "kind", "subject")
    pauses = []
    while (task := _claim(database)) is not None:
        began = hands.at
        if not database.run(tasks.failed, task.id, "ValueError")[0]:
            break
        assert _claim(database) is None
        while (found := _claim(database)) is None:
            hands.forward(seconds=5)
        pauses.append((hands.at - began).total_seconds())
        database.run(tasks.release_leases)
        assert found.id == task.id
        if found.attempts >= tasks.MAX_ATTEMPTS:
            assert not database.run(tasks.failed, task.id, "ValueError")[0]
            break
    assert pauses == sorted(pauses)
    assert pauses[0] == 5
    hands.forward(days=30)
    assert _claim(database) is None


def test_a_restart_frees_what_was_being_done(database: Database, hands: Hands):
    database.run(tasks.add, "kind", "subject")
    assert _claim(database) is not None
    assert _claim(database) is None
    database.run(tasks.release_leases)
    assert _claim(database) is not None
