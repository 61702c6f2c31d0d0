"""Where each live interview of a week stands: in which day, how high, how long, beside how many others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from components.times import Zone
from neurohire.services.meetings import Meeting

FIRST, LAST = 8, 18  # hours that are always shown
SHORTEST = 30  # minutes: a shorter block could not be read
DAY = 24 * 60


class Block(NamedTuple):
    """One interview on one day, in parts of a hundred of the day's column."""

    meeting: Meeting
    day: int
    top: float
    height: float
    lane: int
    lanes: int


class Week(NamedTuple):
    """Seven days as a calendar draws them."""

    days: list[date]
    first_hour: int
    last_hour: int
    blocks: list[Block]
    now: tuple[int, float] | None  # (day, how far down), when it is in sight


class _Piece(NamedTuple):
    meeting: Meeting
    day: int
    start: int  # minutes of the day, by the clock on the wall
    end: int


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def bounds(monday: date, zone: Zone) -> tuple[datetime, datetime]:
    """The instants at which the week begins and ends there."""
    first, last = (
        datetime.combine(day, time(), zone.info).astimezone(UTC)
        for day in (monday, monday + timedelta(days=7))
    )
    return first, last


def week_of(meetings: Sequence[Meeting], monday: date, zone: Zone, now: datetime) -> Week:
    """By the clock on the viewer's wall; what goes over midnight stands on both days."""
    days = [monday + timedelta(days=n) for n in range(7)]
    pieces = [piece for meeting in meetings for piece in _pieces(meeting, monday, zone)]
    first = min([FIRST, *(piece.start // 60 for piece in pieces)])
    last = max([LAST, *(-(-piece.end // 60) for piece in pieces)])
    blocks = [
        block for day in range(7) for block in _side_by_side([p for p in pieces if p.day == day], first, last)
    ]
    local = now.astimezone(zone.info)
    down = (local.hour * 60 + local.minute - first * 60) / (60 * (last - first)) * 100
    in_sight = local.date() in days and 0 <= down <= 100
    return Week(days, first, last, blocks, (days.index(local.date()), down) if in_sight else None)


def _pieces(meeting: Meeting, monday: date, zone: Zone) -> list[_Piece]:
    start = meeting.scheduled_at.astimezone(zone.info)
    begin = start.hour * 60 + start.minute
    end, day, found = begin + meeting.minutes, (start.date() - monday).days, []
    while end > 0 and day < 7:
        if day >= 0:
            found.append(_Piece(meeting, day, max(begin, 0), min(end, DAY)))
        begin, end, day = begin - DAY, end - DAY, day + 1
    return found


def _side_by_side(pieces: list[_Piece], first: int, last: int) -> list[Block]:
    """Those that touch each other share the width of the day."""
    blocks: list[Block] = []
    group: list[tuple[_Piece, int]] = []
    ends: list[int] = []
    for piece in sorted(pieces, key=lambda one: (one.start, -one.end)):
        if group and piece.start >= max(ends):
            blocks += _placed(group, len(ends), first, last)
            group, ends = [], []
        until = max(piece.end, piece.start + SHORTEST)
        lane = next((n for n, end in enumerate(ends) if end <= piece.start), len(ends))
        ends[lane : lane + 1] = [until]
        group.append((piece, lane))
    return blocks + _placed(group, len(ends), first, last)


def _placed(group: list[tuple[_Piece, int]], lanes: int, first: int, last: int) -> list[Block]:
    span = 60 * (last - first)
    return [
        Block(
            piece.meeting,
            piece.day,
            (piece.start - 60 * first) / span * 100,
            min(max(piece.end - piece.start, SHORTEST), 60 * last - piece.start) / span * 100,
            lane,
            lanes,
        )
        for piece, lane in group
    ]
