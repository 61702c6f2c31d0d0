"""The chunks of a take read as one file, without a copy of them."""

from __future__ import annotations

import io
import os
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO


class JoinedFile(io.RawIOBase):
    """Read-only; chunks that are missing are simply not there."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = list(paths)
        self._starts = [0, *accumulate(path.stat().st_size for path in self._paths)]
        self._at = 0
        self._number = -1  # of the chunk that is open
        self._file: BinaryIO = io.BytesIO()

    @property
    def size(self) -> int:
        return self._starts[-1]

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        self._at = min(max(0, base + offset), self.size)
        return self._at

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes, and less only at the end."""
        wanted = self.size - self._at if size is None or size < 0 else min(size, self.size - self._at)
        parts = []
        while wanted > 0:
            number = bisect_right(self._starts, self._at) - 1
            file = self._chunk(number)
            file.seek(self._at - self._starts[number])
            part = file.read(min(wanted, self._starts[number + 1] - self._at))
            if not part:
                break  # the file became shorter under our hands
            parts.append(part)
            self._at += len(part)
            wanted -= len(part)
        return b"".join(parts)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _chunk(self, number: int) -> BinaryIO:
        if self._number != number:
            self._file.close()
            self._number, self._file = number, self._paths[number].open("rb")
        return self._file
