"""A spoken answer for the demo: by espeak-ng, else a soft tone that changes with the words; as Ogg Opus."""

from __future__ import annotations

import io
import math
import struct
import wave

import av

from neurohire.speech.embedded import EspeakSpeaker

MEDIA_TYPE = "audio/ogg"
RATE = 48_000
PIECE = 32 * 1024  # a browser sends pieces of about this size
TONE_SECONDS = 6
PITCHES = (196, 220, 247, 262)


def spoken(text: str, language: str) -> tuple[list[bytes], float]:
    """(pieces of one file, seconds)."""
    made = EspeakSpeaker().speak(text, language)
    data, seconds = _opus(made.data if made else _tone(text))
    return [data[place : place + PIECE] for place in range(0, len(data), PIECE)], seconds


def _opus(wav: bytes) -> tuple[bytes, float]:
    out, samples = io.BytesIO(), 0
    with av.open(io.BytesIO(wav), "r") as source, av.open(out, "w", format="ogg") as target:
        stream = target.add_stream("libopus", rate=RATE, layout="mono")
        stream.bit_rate = 24_000
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        for frame in source.decode(audio=0):
            for part in resampler.resample(frame):
                samples += part.samples
                target.mux(stream.encode(part))
        target.mux(stream.encode(None))
    return out.getvalue(), samples / RATE


def _tone(text: str) -> bytes:
    """Nobody speaks here: one gentle note for every letter in turn."""
    out = io.BytesIO()
    letters = [ord(letter) for letter in text[:40]] or [0]
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        for number in range(16_000 * TONE_SECONDS):
            pitch = PITCHES[letters[number // 4_000 % len(letters)] % len(PITCHES)]
            level = int(3_000 * math.sin(2 * math.pi * pitch * number / 16_000))
            file.writeframesraw(struct.pack("<h", level))
    return out.getvalue()
