"""A take made ready for a service, in a child process: its samples, and where somebody speaks in them."""

from __future__ import annotations

import io
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from neurohire.speech import stretches, voice_activity
from neurohire.speech.decoding import RATE, SAMPLE_BYTES, decode
from neurohire.speech.stretches import Piece, Stretch


@dataclass(frozen=True)
class Listened:
    """What there is to write down. `notes`: gap, cut; what is not in it."""

    seconds: float
    stretches: tuple[Stretch, ...]
    notes: tuple[str, ...]

    @property
    def speech_seconds(self) -> float:
        return sum(stretch.seconds for stretch in self.stretches)


def listen(paths: Sequence[Path], media_type: str, samples: Path) -> Listened:
    """Write the samples to `samples` and find the speech in them."""
    with samples.open("wb") as target:
        decoded = decode(paths, media_type, target)
    with samples.open("rb") as source:
        found = stretches.find(voice_activity.probabilities(source), decoded.seconds)
    notes = [name for name, holds in (("gap", decoded.has_gap), ("cut", decoded.is_cut)) if holds]
    return Listened(decoded.seconds, tuple(found), tuple(notes))


def sound_of(piece: Piece, samples: Path) -> bytes:
    """The piece as a WAV, which every service takes."""
    made = io.BytesIO()
    with wave.open(made, "wb") as target, samples.open("rb") as source:
        target.setnchannels(1)
        target.setsampwidth(SAMPLE_BYTES)
        target.setframerate(RATE)
        for stretch in piece.stretches:
            first, last = round(stretch.start * RATE), round(stretch.end * RATE)
            source.seek(first * SAMPLE_BYTES)
            target.writeframes(source.read((last - first) * SAMPLE_BYTES))
    return made.getvalue()
