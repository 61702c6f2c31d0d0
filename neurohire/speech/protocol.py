"""Speaking a question: text in, audio out; the embedded twin needs no service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Spoken:
    """Audio of one text."""

    data: bytes
    media_type: str


class Speaker(Protocol):
    """`name` and the text together are the address of the stored audio."""

    name: str

    def speak(self, text: str, language: str) -> Spoken | None:
        """The audio, or None when this speaker can't (not installed, language unknown)."""
        ...
