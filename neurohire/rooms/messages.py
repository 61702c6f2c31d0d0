"""What goes over the operation socket: JSON both sides can read, at a bounded rate."""

from __future__ import annotations

import json
import time
from typing import Any


class Rate:
    """A token bucket: `rate` messages a second, twice as many at once."""

    def __init__(self, rate: int) -> None:
        self._rate, self._left, self._at = float(rate), 2.0 * rate, time.monotonic()

    def take(self) -> bool:
        now = time.monotonic()
        self._left = min(2 * self._rate, self._left + (now - self._at) * self._rate) - 1
        self._at = now
        return self._left >= 0


def parsed(text: str) -> Any:
    """The message, or None for what is no JSON (also: no numbers a browser can't read back)."""
    try:
        return DECODER.decode(text)
    except (ValueError, RecursionError):
        return None


def _no_number(_name: str) -> None:
    raise ValueError


def written(message: dict[str, Any]) -> str:
    """The message as text; times as ISO 8601."""
    return ENCODER.encode(message)


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


# made once: a third of what reading or writing a small message costs is making these
DECODER = json.JSONDecoder(parse_constant=_no_number)
ENCODER = json.JSONEncoder(default=_plain)
