"""Speaking and listening: text to audio, audio to text; each has an embedded twin that needs no service."""

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


@dataclass(frozen=True)
class Segment:
    """Words with their time, in seconds of the sound that was given."""

    start: float
    end: float
    text: str
    confidence: float | None = None  # 0..1; None: not told
    no_speech: float | None = None  # 0..1, how likely nobody speaks here; None: not told


@dataclass(frozen=True)
class Transcript:
    """What was heard in one sound."""

    segments: tuple[Segment, ...] = ()
    service: str = ""  # who listened


class Transcriber(Protocol):
    """Writes down what is said in a WAV (16 kHz, mono, 16 bit) of at most `longest` seconds."""

    @property
    def name(self) -> str: ...

    @property
    def longest(self) -> float: ...

    async def transcribe(self, sound: bytes, seconds: float, language: str, interview_id: str) -> Transcript:
        """ModelFailed when it can't now, NeedsShorter when `longest` has become less."""
        ...


class NeedsShorter(Exception):
    """The service tells no times: ask again in shorter sounds, so that each line still has one."""
