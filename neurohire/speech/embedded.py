"""The embedded voice: espeak-ng when it is installed; else the page uses the browser's own voice."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import lru_cache

from neurohire.speech.audio import media_type_of, sized
from neurohire.speech.protocol import Spoken, Transcript

SECONDS = 10.0
WORDS_PER_MINUTE = 150  # a calm pace; espeak-ng's default is 175
LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")


class EspeakSpeaker:
    """Runs the espeak-ng program once a text; the audio is stored, so each text is spoken once."""

    name = "espeak-ng/1"

    def speak(self, text: str, language: str) -> Spoken | None:
        program = find_program()
        if program is None or not text.strip():
            return None
        voice = language if LANGUAGE.match(language) else "en"
        command = [program, "-v", voice, "-s", str(WORDS_PER_MINUTE), "--stdin", "--stdout"]
        try:
            done = subprocess.run(
                command, input=text.encode(), capture_output=True, timeout=SECONDS, check=True
            )
        except (OSError, subprocess.SubprocessError):
            return None
        data = sized(done.stdout)
        return Spoken(data, "audio/wav") if media_type_of(data) == "audio/wav" else None


@lru_cache
def find_program() -> str | None:
    """Where espeak-ng is, or None."""
    return shutil.which("espeak-ng")


@lru_cache
def find_languages() -> frozenset[str]:
    """Two-letter codes of what espeak-ng speaks; empty without it."""
    program = find_program()
    if program is None:
        return frozenset()
    try:
        done = subprocess.run([program, "--voices"], capture_output=True, timeout=SECONDS, check=True)
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    rows = [line.split() for line in done.stdout.decode("utf-8", "replace").splitlines()[1:]]
    found = {row[1].split("-")[0] for row in rows if len(row) > 1}
    return frozenset(found | ({"zh"} if "cmn" in found else set()))


class NoTranscriber:
    """The embedded ear hears nothing: the voice is kept, and the candidate types."""

    name = "none/1"
    longest = 0.0

    async def transcribe(self, sound: bytes, seconds: float, language: str, interview_id: str) -> Transcript:
        return Transcript()
