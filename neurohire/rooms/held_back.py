"""Focus time in a document: those who watch keep seeing it as it stood when the time began."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from .document_facts import FocusTime
from .shared_text import SharedText


class HeldBack:
    """The document as it stood, until the time is over."""

    def __init__(
        self, focus: FocusTime, frozen: SharedText, now: datetime, when_over: Callable[[], None]
    ) -> None:
        self.focus, self.frozen = focus, frozen
        self.state = frozen.state()
        left = max(0.0, (focus.until - now).total_seconds())
        self.timer = asyncio.get_running_loop().call_later(left, when_over)

    def end(self) -> None:
        self.timer.cancel()
