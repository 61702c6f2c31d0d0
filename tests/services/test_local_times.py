"""A date and a time in a zone: what the clocks skip is refused, what they repeat is asked about."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from neurohire.errors import Rejected
from neurohire.services import local_times
from neurohire.services.local_times import TimeTwice, instant


@pytest.mark.parametrize(
    ("day", "at", "zone", "utc"),
    [
        ("2026-07-01", "14:00", "Europe/Berlin", "2026-07-01T12:00"),
        ("2026-12-01", "14:00", "Europe/Berlin", "2026-12-01T13:00"),
        ("2026-03-29", "01:59", "Europe/Berlin", "2026-03-29T00:59"),
        ("2026-03-29", "03:00", "Europe/Berlin", "2026-03-29T01:00"),
        ("2026-11-01", "02:00", "America/New_York", "2026-11-01T07:00"),
        ("2026-11-24", "09:00", "Asia/Kolkata", "2026-11-24T03:30"),
        ("2026-11-24", "09:00", "UTC", "2026-11-24T09:00"),
    ],
)
def test_instants(day: str, at: str, zone: str, utc: str) -> None:
    assert instant(day, at, zone) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "at", "zone", "words"),
    [
        ("2027-03-28", "02:30", "Europe/Berlin", "Berlin .* 02:30 does not exist. Choose 01:30 or 03:30"),
        ("2027-03-28", "02:00", "Europe/Berlin", "02:00 does not exist"),
        ("2027-03-14", "02:59", "America/New_York", "New York .* 02:59 does not exist"),
    ],
)
def test_a_skipped_time(day: str, at: str, zone: str, words: str) -> None:
    with pytest.raises(Rejected, match=words) as caught:
        instant(day, at, zone)
    assert caught.value.code == "time_gap"


@pytest.mark.parametrize(
    ("day", "at", "zone", "hours"),
    [("2027-10-31", "02:30", "Europe/Berlin", (0, 1)), ("2027-11-07", "01:30", "America/New_York", (5, 6))],
)
def test_a_repeated_time(day: str, at: str, zone: str, hours: tuple[int, int]) -> None:
    with pytest.raises(TimeTwice, match="comes twice") as caught:
        instant(day, at, zone)
    assert tuple(found.hour for found in caught.value.instants) == hours
    assert instant(day, at, zone, "first") == caught.value.instants[0]
    assert instant(day, at, zone, "second") == caught.value.instants[1]


@pytest.mark.parametrize(
    ("day", "at", "zone", "code"),
    [
        ("", "14:00", "UTC", "bad_date"),
        ("2026-02-30", "14:00", "UTC", "bad_date"),
        ("0001-01-01", "00:00", "Asia/Kolkata", "bad_date"),
        ("9999-12-31", "23:59", "America/New_York", "bad_date"),
        ("2026-11-24", "", "UTC", "bad_time"),
        ("2026-11-24", "25:00", "UTC", "bad_time"),
        ("2026-11-24", "14:00", "", "bad_zone"),
        ("2026-11-24", "14:00", "../../etc/passwd", "bad_zone"),
        ("2026-11-24", "14:00", "Europe/Atlantis", "bad_zone"),
        ("2026-11-24", "14:00", "x" * 100_000, "bad_zone"),
    ],
)
def test_nonsense(day: str, at: str, zone: str, code: str) -> None:
    with pytest.raises(Rejected) as caught:
        instant(day, at, zone)
    assert caught.value.code == code


def test_every_zone_that_is_offered_works() -> None:
    names = local_times.zone_names()
    assert len(names) > 400
    assert {"UTC", "Europe/Berlin", "America/New_York"} <= set(names)
    for name in names:
        assert instant("2026-12-01", "12:34", name).tzinfo is UTC
