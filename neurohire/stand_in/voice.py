"""The stand-in speaks: by espeak-ng when it is installed, else a tone as long as the words would take."""

from __future__ import annotations

import io
import math
import shutil
import struct
import subprocess
import wave
import zlib
from typing import Any

from neurohire.speech.audio import sized
from neurohire.stand_in.behaviour import Fault

RATE = 16_000
SECONDS_A_CHARACTER = 0.06  # a calm pace
LONGEST_TONE = 60.0
LONGEST = 4096  # characters, as OpenAI's
KIND = "audio/wav"


def spoken(body: dict[str, Any], fault: Fault) -> tuple[int, bytes, str]:
    """(status, bytes, content-type) for POST /v1/audio/speech"""
    text = body.get("input")
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST or not body.get("voice"):
        return 400, b'{"error": {"message": "input and voice are needed"}}', "application/json"
    if fault is Fault.REFUSE:
        return 400, b'{"error": {"message": "as told", "type": "refuse"}}', "application/json"
    if fault is Fault.EMPTY:
        return 200, b"", KIND
    if fault in (Fault.WRONG_SHAPE, Fault.NO_CHOICES):
        return 200, b'{"something": ["else"]}', "application/json"
    if fault is Fault.BROKEN_JSON:
        return 200, b'{"audio": "UklGR', "application/json"
    if fault is Fault.NOT_AUDIO:
        return 200, b"These bytes are no audio. " * 40, KIND
    audio = audio_of(text, str(body["voice"]))
    return 200, audio[: len(audio) // 2] if fault is Fault.TRUNCATE else audio, KIND


def audio_of(text: str, voice: str) -> bytes:
    """A WAV; each voice has a pitch of its own."""
    pitch = zlib.crc32(voice.encode()) % 100
    program = shutil.which("espeak-ng")
    if program is not None:
        command = [program, "-v", "en", "-p", str(pitch), "--stdin", "--stdout"]
        try:
            done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=20, check=True)
        except (OSError, subprocess.SubprocessError):
            return _tone(text, pitch)
        if done.stdout[:4] == b"RIFF":
            return sized(done.stdout)
    return _tone(text, pitch)


def _tone(text: str, pitch: int) -> bytes:
    count = int(min(LONGEST_TONE, max(0.3, len(text) * SECONDS_A_CHARACTER)) * RATE)
    step = 2 * math.pi * (200 + 2 * pitch) / RATE
    samples = struct.pack(f"<{count}h", *(int(6000 * math.sin(step * n)) for n in range(count)))
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples)
    return made.getvalue()
