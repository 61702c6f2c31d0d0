"""While a service is away, one caller at a time finds out whether it is back; all others are told at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from neurohire.errors import Unavailable

PAUSE_SECONDS = 0.5  # between two tries; short, since work waits for the return


class Breaker:
    """Without it every thread would wait out its time-outs, and what is waiting would grow and grow."""

    def __init__(self, pause: float = PAUSE_SECONDS, code: str = "database_unavailable") -> None:
        self.pause, self.code = pause, code
        self._lock = threading.Lock()
        self._is_open = self._is_trying = False
        self._next_try = 0.0

    @contextmanager
    def call(self, is_away: Callable[[BaseException], bool]) -> Iterator[None]:
        """Around one call; raises Unavailable without making it when it would be in vain."""
        is_try = self._enter()
        try:
            yield
        except BaseException as error:
            self._failed(is_try, is_away(error))
            raise
        self._worked(is_try)

    def _enter(self) -> bool:
        with self._lock:
            if not self._is_open:
                return False
            if self._is_trying or time.monotonic() < self._next_try:
                raise Unavailable(code=self.code)
            self._is_trying = True
            return True

    def _failed(self, is_try: bool, is_away: bool) -> None:
        """Any other failure says nothing about the service: the next caller tries."""
        with self._lock:
            self._is_trying = self._is_trying and not is_try
            if is_away:
                self._is_open, self._next_try = True, time.monotonic() + self.pause

    def _worked(self, is_try: bool) -> None:
        with self._lock:
            self._is_open, self._is_trying = False, self._is_trying and not is_try
