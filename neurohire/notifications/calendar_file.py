"""One appointment as an iCalendar file (RFC 5545): request or cancellation, with its zone spelt out."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress
from pydantic import BaseModel

PRODUCT = "-//NeuroHire//Live interviews//EN"
MOST = 500  # characters of one text; nothing of ours is longer
ROUND = timedelta(days=400)  # the changes of the clock that a file spells out lie this near to it


class Guest(BaseModel):
    """Somebody with an address."""

    name: str
    email: str


class CalendarItem(BaseModel):
    """What a calendar needs to know. The same `uid` with a higher `sequence` replaces what it knew."""

    uid: str
    sequence: int
    starts_at: datetime
    minutes: int
    zone: str
    changed_at: datetime
    title: str
    description: str
    url: str = ""
    organizer: Guest
    guests: list[Guest]
    is_cancelled: bool = False


def calendar_file(of: CalendarItem) -> bytes:
    """The file as a calendar program reads it; texts of people are escaped and hold no control characters."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if of.is_cancelled else "REQUEST")
    calendar.add_component(_event(of))
    day = of.starts_at.date()
    calendar.add_missing_timezones(first_date=day - ROUND, last_date=day + ROUND)
    written: bytes = calendar.to_ical()
    return written


def _event(of: CalendarItem) -> Event:
    starts, ends = _local(of)
    event = Event()
    event.add("uid", of.uid)
    event.add("sequence", of.sequence)
    event.add("dtstamp", of.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", seen(of.title))
    event.add("description", "\n".join(seen(part) for part in of.description.splitlines()))
    event.add("status", "CANCELLED" if of.is_cancelled else "CONFIRMED")
    if of.url:
        event.add("url", of.url)
        event.add("location", of.url)
    event["organizer"] = _address(of.organizer)
    for guest in of.guests:
        address = _address(guest)
        address.params["ROLE"] = "REQ-PARTICIPANT"
        address.params["PARTSTAT"] = "NEEDS-ACTION"
        event.add("attendee", address, encode=False)
    return event


def _local(of: CalendarItem) -> tuple[datetime, datetime]:
    """In the zone; in UTC where the clocks repeat an hour, as a local time means the first of the two."""
    zone = UTC if of.zone == "UTC" else ZoneInfo(of.zone)
    starts = of.starts_at.astimezone(zone)
    ends = (of.starts_at + timedelta(minutes=of.minutes)).astimezone(zone)
    if starts.fold or ends.fold:
        return starts.astimezone(UTC), ends.astimezone(UTC)
    return starts, ends


def _address(guest: Guest) -> vCalAddress:
    address = vCalAddress(f"mailto:{seen(guest.email).replace(' ', '')}")
    if name := seen(guest.name).replace('"', "'"):
        address.params["CN"] = name
    return address


def seen(words: str) -> str:
    """One line without characters that nobody sees: they end a line in some programs and not in others."""
    line = " ".join(words[: 4 * MOST].split())
    return "".join(sign for sign in line if unicodedata.category(sign)[0] != "C")[:MOST]
