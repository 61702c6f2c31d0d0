"""What a piece of the live room gives to the others: its operations, and its part of the `state` message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from neurohire.models.interviews import Interview
from neurohire.services.room_access import ALL, OPEN, Seat, Seated
from neurohire.vocabulary import InterviewState


class Body(BaseModel):
    """What an operation carries; an operation with a body of its own derives from this."""

    model_config = ConfigDict(extra="ignore")


# checks and does it; a dict is journaled instead of what was sent
Work = Callable[[Session, Seated, Interview, Any], dict[str, Any] | None]


class RoomHandler(NamedTuple):
    """An operation of the room. The interview's row is locked and the right was checked before `work`."""

    model: type[BaseModel]
    work: Work
    seats: frozenset[Seat] = frozenset({Seat.CANDIDATE, Seat.INTERVIEWER})
    states: tuple[InterviewState, ...] = OPEN
    at_the_door: bool = False  # also of a candidate who is not let in
    keeps_late: bool = False  # sent before the end, arrived after it: kept in the journal, marked `late`
    # whole texts sent again and again: by these names they belong together; (): there is but one
    latest_by: tuple[str, ...] | None = None
    entry: str = ""  # kind in the journal, when it is not the operation's own
    entry_for: Callable[[Seated, Any], str] | None = None  # the same, where it depends on who hears it


def only_journal(db: Session, seated: Seated, row: Interview, body: Any) -> None:
    """The entry itself is all there is to keep."""


class Section(NamedTuple):
    """A part of the `state` message: small, and only what this seat may know."""

    build: Callable[[Session, Seated], Any]
    seats: frozenset[Seat] = ALL
    at_the_door: bool = False  # also for a candidate who is not let in
