"""Updates that came at the same moment from the same person: one row of the history, several updates."""

from __future__ import annotations

import struct
from collections.abc import Sequence

SIZE = 4  # bytes of one size


def joined(updates: Sequence[bytes]) -> tuple[bytes, bytes | None]:
    """(all of them after each other, the size of each); one alone needs no sizes."""
    if len(updates) == 1:
        return updates[0], None
    return b"".join(updates), struct.pack(f"<{len(updates)}I", *map(len, updates))


def parted(data: bytes, sizes: bytes | None) -> list[bytes]:
    """The updates again, in order."""
    if not sizes:
        return [data]
    updates, place = [], 0
    for (size,) in struct.iter_unpack("<I", sizes):
        updates.append(data[place : place + size])
        place += size
    return updates
