"""A date and a time of day in a named zone, as an instant; what the clocks skip or repeat is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from neurohire.errors import Rejected

AREAS = (
    *("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian"),
    "Pacific",
)
Which = Literal["first", "second"] | None
NO_ZONE = "Please choose a time zone from the list."
NO_DATE = "Please choose a date."
NO_TIME = "Please choose a time, like 14:30."


class TimeTwice(Rejected):
    """The clocks are set back and this time comes twice; `instants` are the two."""

    code = "time_twice"

    def __init__(self, words: str, instants: tuple[datetime, datetime]) -> None:
        super().__init__(words)
        self.instants = instants


@lru_cache
def zone_names() -> tuple[str, ...]:
    """The zones people may choose: places, and UTC."""
    places = sorted(name for name in available_timezones() if name.partition("/")[0] in AREAS and "/" in name)
    return ("UTC", *places)


def zone_of(name: str) -> ZoneInfo:
    """The zone, or Rejected: never a path made from what somebody typed."""
    if name not in zone_names():
        raise Rejected(NO_ZONE, code="bad_zone")
    return ZoneInfo(name)


def place_of(zone: str) -> str:
    """'Buenos Aires' of 'America/Argentina/Buenos_Aires'."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def instant(day: str, at: str, zone_name: str, which: Which = None) -> datetime:
    """UTC. A skipped time is Rejected (`time_gap`); of a repeated one `which` must be chosen."""
    zone, local = zone_of(zone_name), datetime.combine(_date(day), _time(at))
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    before, after = first.utcoffset(), second.utcoffset()
    assert before is not None and after is not None
    if before < after:
        raise Rejected(_gap_words(local, zone_name, after - before), code="time_gap")
    if before > after and which is None:
        words = f"In {place_of(zone_name)} the clocks are set back that day, so {at} comes twice. Which one?"
        raise TimeTwice(words, (first.astimezone(UTC), second.astimezone(UTC)))
    return (second if which == "second" else first).astimezone(UTC)


def _gap_words(local: datetime, zone: str, skipped: timedelta) -> str:
    before, after = (local - skipped).strftime("%H:%M"), (local + skipped).strftime("%H:%M")
    return (
        f"In {place_of(zone)} the clocks are set forward that day, so {local:%H:%M} does not exist. "
        f"Choose {before} or {after}, for example."
    )


def _date(day: str) -> date:
    try:
        found = date.fromisoformat(day.strip()[:20])
    except ValueError:
        raise Rejected(NO_DATE, code="bad_date") from None
    if not 1990 <= found.year <= 2200:  # beyond that a zone has no rules to go by
        raise Rejected(NO_DATE, code="bad_date")
    return found


def _time(at: str) -> time:
    try:
        found = time.fromisoformat(at.strip()[:20])
    except ValueError:
        raise Rejected(NO_TIME, code="bad_time") from None
    return found.replace(second=0, microsecond=0, tzinfo=None)
