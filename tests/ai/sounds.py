"""Sounds made for the tests: nobody's voice."""

from __future__ import annotations

import io
import math
import struct
import wave

RATE = 16_000


def make_wav(seconds: float = 1.0, loudness: int = 8000, pitch: float = 440.0) -> bytes:
    """A tone; with loudness 0 a silence."""
    step = 2 * math.pi * pitch / RATE
    samples = [int(loudness * math.sin(step * n)) for n in range(int(seconds * RATE))]
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return made.getvalue()
