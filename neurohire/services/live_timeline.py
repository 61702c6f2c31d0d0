"""The lanes of a live interview over its time: what happened when, each mark with the place it leads to."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import BaseModel

from neurohire.services.live_record import LiveRecord
from neurohire.services.notes import MyNotes


class Mark(BaseModel):
    """In seconds from the beginning; `place` is the anchor in the report that it leads to."""

    start: float
    end: float
    words: str
    place: str


class Lane(BaseModel):
    name: str
    marks: list[Mark]


def timeline(begun: datetime | None, ended: datetime | None, record: LiveRecord, mine: MyNotes) -> list[Lane]:
    """Only lanes in which something is; bookmarks are the reader's own."""
    if begun is None:
        return []
    last = (ended or begun) - begun

    def at(moment: datetime) -> float:
        return min(max(moment - begun, timedelta()), last).total_seconds()

    def point(moment: datetime, words: str, place: str) -> Mark:
        return Mark(start=at(moment), end=at(moment), words=words, place=place)

    lanes = [
        Lane(
            name="Questions",
            marks=[
                Mark(
                    start=at(one.at),
                    end=at(one.at + timedelta(seconds=one.seconds)),
                    words=f"Question {one.number}",
                    place=f"question-{one.number}",
                )
                for one in record.shown
            ],
        ),
        Lane(
            name="Runs",
            marks=[
                point(run.at, f"Run of {run.file or 'a program'}", f"run-{run.seq}") for run in record.runs
            ],
        ),
        Lane(
            name="Focus time",
            marks=[
                Mark(start=at(one.at), end=at(one.until), words="Focus time", place=f"happened-{one.seq}")
                for one in record.focus
            ],
        ),
        Lane(
            name="Chat", marks=[point(one.at, f"{one.name} wrote", f"chat-{one.seq}") for one in record.chat]
        ),
        Lane(
            name="Bookmarks",
            marks=[
                point(one.at, one.words or "Your bookmark", f"bookmark-{one.key}") for one in mine.bookmarks
            ],
        ),
        Lane(
            name="Door and clock",
            marks=[
                point(one.at, f"{one.name}: {one.words}" if one.name else one.words, f"happened-{one.seq}")
                for one in record.door
            ],
        ),
    ]
    return [lane for lane in lanes if lane.marks]
