"""What a room asks about its document beside the updates: which files it has, and whether focus time runs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

FIRST_SEED = 1  # Yjs client id under which the starter of a document is written
SEEDS = 2**53 - 1024  # those of its other files; nobody else may use ids from here on


class FileSeed(NamedTuple):
    """One file: its root, the text it begins with, and the Yjs client id under which that is written."""

    root: str
    starter: str
    seed: int


class FocusTime(NamedTuple):
    """From when until when the candidate works unwatched."""

    since: datetime
    until: datetime


class Standing(NamedTuple):
    """How things stand: all files that ever were, and the focus time that runs."""

    files: Sequence[FileSeed] = ()
    focus: FocusTime | None = None


class FocusOver(NamedTuple):
    """It ended before its time."""


class Look(NamedTuple):
    """Something changed, or may have: read it all again."""


News = FocusTime | FocusOver | Look


class DocumentFacts(Protocol):
    """Asked when somebody enters, and when an edit names a file that the room does not know."""

    async def now(self, document_id: str) -> Standing: ...

    async def until(self, document_id: str, at: datetime) -> list[bytes]:
        """Every update up to that moment, in order."""
        ...

    def news(self, document_id: str) -> AsyncIterator[News]:
        """What happens while the room is open, in order; `Look` first. Ends where nothing can happen."""
        ...


class NoFacts:
    """A document with one file that everybody may watch."""

    async def now(self, document_id: str) -> Standing:
        return Standing()

    async def until(self, document_id: str, at: datetime) -> list[bytes]:
        return []

    async def news(self, document_id: str) -> AsyncIterator[News]:
        nothing: tuple[News, ...] = ()
        for news in nothing:
            yield news
