"""The lanes of a live interview over its time: what happened when, each mark with the place it leads to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import BaseModel

from neurohire.services.live_record import LiveRecord
from neurohire.services.notes import BookmarkView


class Mark(BaseModel):
    """In seconds from the beginning; `place` is the anchor in the report that it leads to."""

    start: float
    end: float
    words: str
    place: str


class Lane(BaseModel):
    name: str
    marks: list[Mark]


class _Scale:
    """Moments as seconds of the interview; what was before or after it stands at its edge."""

    def __init__(self, begun: datetime, ended: datetime | None) -> None:
        self.begun, self.last = begun, (ended or begun) - begun

    def at(self, moment: datetime) -> float:
        return min(max(moment - self.begun, timedelta()), self.last).total_seconds()

    def point(self, moment: datetime, words: str, place: str) -> Mark:
        return Mark(start=self.at(moment), end=self.at(moment), words=words, place=place)

    def stretch(self, since: datetime, until: datetime, words: str, place: str) -> Mark:
        return Mark(start=self.at(since), end=self.at(until), words=words, place=place)


def timeline(begun: datetime | None, ended: datetime | None, record: LiveRecord) -> list[Lane]:
    """Only lanes in which something is."""
    if begun is None:
        return []
    scale = _Scale(begun, ended)
    lanes = {
        "Questions": [
            scale.stretch(
                one.at,
                one.at + timedelta(seconds=one.seconds),
                f"Question {one.number}",
                f"question-{one.number}",
            )
            for one in record.shown
        ],
        "Runs": [
            scale.point(run.at, f"Run of {run.file or 'a program'}", f"run-{run.seq}") for run in record.runs
        ],
        "Focus time": [
            scale.stretch(one.at, one.until, "Focus time", f"happened-{one.seq}") for one in record.focus
        ],
        "Chat": [scale.point(one.at, f"{one.name} wrote", f"chat-{one.seq}") for one in record.chat],
        "Door and clock": [
            scale.point(one.at, f"{one.name}: {one.words}" if one.name else one.words, f"happened-{one.seq}")
            for one in record.door
        ],
    }
    return [Lane(name=name, marks=marks) for name, marks in lanes.items() if marks]


def bookmarks(begun: datetime | None, ended: datetime | None, mine: Sequence[BookmarkView]) -> Lane | None:
    """One person's own."""
    if begun is None:
        return None
    scale = _Scale(begun, ended)
    marks = [scale.point(one.at, one.words or "Your bookmark", f"bookmark-{one.key}") for one in mine]
    return Lane(name="Bookmarks", marks=marks)
