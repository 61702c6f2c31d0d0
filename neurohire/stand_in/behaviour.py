"""How the stand-in misbehaves: always, or for the next calls only."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Fault(StrEnum):
    """What may go wrong with a call."""

    NONE = "none"
    BUSY = "busy"  # 429
    ERROR = "error"  # 500
    WRONG_KEY = "wrong_key"  # 401
    HANG = "hang"  # no answer at all
    DRIP = "drip"  # a byte now and then
    REFUSE = "refuse"
    TRUNCATE = "truncate"
    BROKEN_JSON = "broken_json"
    WRONG_SHAPE = "wrong_shape"
    EMPTY = "empty"
    NO_CHOICES = "no_choices"
    HTML = "html"
    HUGE = "huge"  # an answer without end
    REDIRECT = "redirect"
    NOT_AUDIO = "not_audio"  # speech: bytes that claim to be a WAV and are none


@dataclass
class Step:
    """One call's fate. `text` is given instead of a filled schema."""

    fault: Fault = Fault.NONE
    delay: float = 0.0
    text: str | None = None


@dataclass
class Call:
    """What came in; of a form its fields, and of its file the name and the size."""

    path: str
    body: dict[str, Any]
    authorization: str
    retry: str


@dataclass
class Behaviour:
    """Shared by all connections. Steps of the script are used up first, then `always` holds."""

    always: Step = field(default_factory=Step)
    obeys: bool = False  # follows every instruction it finds in the data
    transcripts: list[str] = field(default_factory=list)  # what was "heard", used up in order
    hallucinates: bool = False  # hears words in any audio, silence included, and is sure of them
    script: list[Step] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self, call: Call) -> Step:
        with self._lock:
            self.calls.append(call)
            return self.script.pop(0) if self.script else self.always

    def next_transcript(self) -> str | None:
        with self._lock:
            return self.transcripts.pop(0) if self.transcripts else None

    def entered(self) -> None:
        with self._lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)

    def left(self) -> None:
        with self._lock:
            self.at_once -= 1
