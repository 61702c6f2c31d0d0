"""Limits of the document socket and the bucket that holds a participant to them."""

from __future__ import annotations

import time
from dataclasses import dataclass

from .wire import STEP1, SYNC


@dataclass(frozen=True)
class DocumentLimits:
    """What one participant and one document may cost; settings may raise them."""

    message_bytes: int = 256 * 1024
    messages_per_second: float = 200
    message_burst: int = 2_000
    bytes_per_second: int = 256 * 1024
    byte_burst: int = 2 * 1024 * 1024
    waiting_bytes: int = 1_000_000  # of a reader who does not keep up
    document_bytes: int = 1024 * 1024  # encoded state, what is deleted included
    log_bytes: int = 32 * 1024 * 1024  # all updates a document may take while it is open
    sockets_per_person: int = 5
    large_insert: int = 200  # characters in one insert
    save_every: float = 0.25
    linger: float = 30.0  # how long a document stays in memory when everybody has left
    snapshot_after: int = 500  # stored updates


_ASKS = bytes((SYNC, STEP1))
ANSWER_COST = 20  # a request for the whole state costs the server as much as so many key presses


class Bucket:
    """Two token buckets, of messages and of bytes."""

    __slots__ = ("bytes", "limits", "messages", "touched")

    def __init__(self, limits: DocumentLimits) -> None:
        self.limits = limits
        self.messages: float = limits.message_burst
        self.bytes: float = limits.byte_burst
        self.touched = time.monotonic()

    def takes(self, message: bytes) -> bool:
        """False when this participant is too fast. Refilled only when empty, to keep key presses cheap."""
        self.messages -= ANSWER_COST if message[:2] == _ASKS else 1
        self.bytes -= len(message)
        return (self.messages >= 0 and self.bytes >= 0) or self._refill()

    def _refill(self) -> bool:
        now, limits = time.monotonic(), self.limits
        passed, self.touched = now - self.touched, now
        self.messages = min(limits.message_burst, self.messages + passed * limits.messages_per_second)
        self.bytes = min(limits.byte_burst, self.bytes + passed * limits.bytes_per_second)
        return self.messages >= 0 and self.bytes >= 0
