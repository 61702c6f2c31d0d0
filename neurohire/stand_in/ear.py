"""The stand-in "hears": a scripted transcript, else a sentence that nobody takes for the candidate's."""

from __future__ import annotations

import array
import io
import json
import re
import sys
import wave
from typing import Any

from neurohire.stand_in.behaviour import Behaviour, Fault

DEFAULT = "This sentence comes from the stand-in. It did not listen to the recording."
INVENTED = "Thank you for watching. Please subscribe to my channel."
SILENCE = 300  # of 32768: below it there is nothing to hear
BYTES_A_SECOND = 4_000  # of audio that is not WAV: the recorder's 32 kbit/s
KNOWN = (b"RIFF", b"OggS", b"fLaC", b"ID3", b"\x1aE\xdf\xa3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf1")
_SENTENCE = re.compile(r"[^.!?]+[.!?]*\s*")


def transcribed(
    fields: dict[str, str], audio: bytes | None, behaviour: Behaviour, fault: Fault
) -> tuple[int, bytes, str]:
    """(status, bytes, content-type) for POST /v1/audio/transcriptions"""
    if audio is None or not is_audio(audio) or not fields.get("model"):
        return 400, b'{"error": {"message": "a model and a file with audio are needed"}}', "application/json"
    if fault is Fault.REFUSE:
        return 400, b'{"error": {"message": "as told", "type": "refuse"}}', "application/json"
    if fault in (Fault.WRONG_SHAPE, Fault.NO_CHOICES):
        return 200, b'{"something": ["else"], "segments": "none"}', "application/json"
    text = "" if fault is Fault.EMPTY else _heard(audio, behaviour)
    text = text[: len(text) // 2] if fault is Fault.TRUNCATE else text
    if fields.get("response_format") == "text":
        return 200, text.encode(), "text/plain"
    answer: dict[str, Any] = {"text": text}
    if fields.get("response_format") == "verbose_json":
        answer = _verbose(text, duration_of(audio), fields.get("language") or "en")
    made = json.dumps(answer).encode()
    return 200, made[: len(made) // 2] if fault is Fault.BROKEN_JSON else made, "application/json"


def is_audio(data: bytes) -> bool:
    """Whether it begins like audio that browsers record or players play."""
    return data.startswith(KNOWN) or data[4:8] == b"ftyp"


def duration_of(data: bytes) -> float:
    """Exact for WAV, a guess by the size for all else."""
    found = _wav(data)
    return found[1] if found else max(0.1, len(data) / BYTES_A_SECOND)


def _heard(audio: bytes, behaviour: Behaviour) -> str:
    if behaviour.hallucinates:
        return INVENTED
    found = _wav(audio)
    if found is not None and found[0] < SILENCE:
        return ""
    scripted = behaviour.next_transcript()
    return DEFAULT if scripted is None else scripted


def _verbose(text: str, duration: float, language: str) -> dict[str, Any]:
    """Each sentence gets its share of the time."""
    segments: list[dict[str, Any]] = []
    at = 0.0
    for number, found in enumerate(_SENTENCE.findall(text)):
        end = at + duration * len(found) / len(text)
        segments.append(
            {
                "id": number,
                "seek": 0,
                "start": round(at, 2),
                "end": round(end, 2),
                "text": f" {found.strip()}",
                "tokens": [],
                "temperature": 0.0,
                "avg_logprob": -0.2,
                "compression_ratio": 1.1,
                "no_speech_prob": 0.02,
            }
        )
        at = end
    return {
        "task": "transcribe", "language": language, "duration": duration, "text": text, "segments": segments
    }  # fmt: skip


def _wav(data: bytes) -> tuple[int, float] | None:
    """(loudest sample, seconds) of a 16-bit WAV; streamed ones do not know their length."""
    try:
        with wave.open(io.BytesIO(data)) as file:
            if file.getsampwidth() != 2:
                return None
            frames = file.readframes(min(file.getnframes(), len(data)))
            seconds = len(frames) / (2 * file.getnchannels() * file.getframerate())
    except (wave.Error, EOFError, ZeroDivisionError):
        return None
    samples = array.array("h", frames[: len(frames) // 2 * 2])
    if sys.byteorder == "big":
        samples.byteswap()
    return (max(abs(min(samples)), max(samples)) if samples else 0), seconds
