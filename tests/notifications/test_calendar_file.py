"""Calendar files read back by the package's parser, with texts that try to break out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from neurohire.notifications.calendar_file import CalendarItem, Guest, calendar_file

STARTS = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)


def item(**changes: object) -> CalendarItem:
    plain = CalendarItem(
        uid="one@neurohire",
        sequence=3,
        starts_at=STARTS,
        minutes=90,
        zone="Europe/Berlin",
        changed_at=STARTS - timedelta(days=3),
        title="Interview: Backend Engineer",
        description="Live interview, 90 minutes.\nWith: Mara",
        url="https://interviews.example.org/i/abc",
        organizer=Guest(name="Mara", email="mara@example.org"),
        guests=[Guest(name="Ana Ruiz", email="ana@example.org")],
    )
    return plain.model_copy(update=changes)


def test_a_request_names_time_zone_people_and_its_number() -> None:
    read = Calendar.from_ical(calendar_file(item()))
    (event,) = read.walk("VEVENT")
    assert (read["METHOD"], str(event["UID"]), event["SEQUENCE"]) == ("REQUEST", "one@neurohire", 3)
    assert event.decoded("DTSTART") == STARTS
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(minutes=90)
    assert [str(zone["TZID"]) for zone in read.walk("VTIMEZONE")] == ["Europe/Berlin"]
    assert str(event["ATTENDEE"]) == "mailto:ana@example.org"
    assert str(event["ORGANIZER"]) == "mailto:mara@example.org"
    assert event["STATUS"] == "CONFIRMED"


def test_a_cancellation_has_the_same_uid() -> None:
    read = Calendar.from_ical(calendar_file(item(is_cancelled=True, sequence=4, url="")))
    (event,) = read.walk("VEVENT")
    assert (read["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 4)
    assert "URL" not in event


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kolkata", "Pacific/Apia", "UTC"])
@pytest.mark.parametrize("starts", [STARTS, datetime(2027, 3, 28, 1, 0, tzinfo=UTC)])
def test_the_instant_survives_in_every_zone(zone: str, starts: datetime) -> None:
    read = Calendar.from_ical(calendar_file(item(zone=zone, starts_at=starts)))
    (event,) = read.walk("VEVENT")
    assert event.decoded("DTSTART").astimezone(UTC) == starts
    assert len(read.walk("VTIMEZONE")) == (zone != "UTC")


HOSTILE = (
    "Ana\r\nATTENDEE:mailto:evil@example.org",
    'Ana";X-EVIL=1:mailto:evil@example.org',
    "Ana\nEND:VEVENT\nBEGIN:VEVENT\nUID:evil",
    "Ana\u2028ATTENDEE:x\x85ATTENDEE:y\x0bATTENDEE:z\x00\x07",
    "\u202eanA; , \\n \\ ^n ^' :",
    "Zoë 李雷 🙂" * 60,
)


@pytest.mark.parametrize("words", HOSTILE)
def test_texts_of_people_stay_texts(words: str) -> None:
    hostile = item(
        title=words,
        description=f"With: {words}",
        organizer=Guest(name=words, email="mara@example.org"),
        guests=[Guest(name=words, email="ana@example.org")],
    )
    written = calendar_file(hostile)
    read = Calendar.from_ical(written)
    (event,) = read.walk("VEVENT")
    assert str(event["UID"]) == "one@neurohire"
    assert not isinstance(event["ATTENDEE"], list)
    assert str(event["ATTENDEE"]) == "mailto:ana@example.org"
    assert set(event["ATTENDEE"].params) == {"CN", "ROLE", "PARTSTAT"}
    assert set(event["ORGANIZER"].params) == {"CN"}
    lines = written.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert not any(sign < 32 for line in lines for sign in line)
    for of in (b"UID:", b"ATTENDEE", b"BEGIN:VEVENT"):
        assert sum(line.startswith(of) for line in lines) == 1


def test_an_address_cannot_add_a_line() -> None:
    guests = [Guest(name="", email="ana@example.org\r\nX-EVIL:1")]
    (event,) = Calendar.from_ical(calendar_file(item(guests=guests))).walk("VEVENT")
    assert "X-EVIL" not in event
