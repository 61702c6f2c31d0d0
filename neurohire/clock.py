"""The server's clock: the only source of time; tests may move it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system


def now() -> datetime:
    """Current time, UTC, aware."""
    return _source()


def source() -> Callable[[], datetime]:
    """What the clock reads now: to put it back."""
    return _source


def set_source(source: Callable[[], datetime] | None) -> None:
    """Replace the clock (tests); None gives the system's back."""
    global _source
    _source = source or _system
