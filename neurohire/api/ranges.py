"""Byte ranges (RFC 9110, 14.2): one stretch of a file, so that a player may begin anywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

from neurohire.errors import Rejected

ONE_RANGE = re.compile(r"^bytes=(\d{0,18})-(\d{0,18})$")


@dataclass(frozen=True)
class ByteRange:
    """`last` is part of it."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    def header(self, size: int) -> str:
        return f"bytes {self.first}-{self.last}/{size}"


class NotSatisfiable(Rejected):
    """Nothing of the file lies in the range; answered with 416."""

    def __init__(self, size: int) -> None:
        self.size = size
        super().__init__("The file is shorter than that.", code="not_satisfiable")


def asked(header: str, size: int) -> ByteRange | None:
    """The range asked for; None: the whole file (no range, several, or one in a form we do not know)."""
    found = ONE_RANGE.match(header.strip())
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:  # the last so many bytes
        length = min(int(last), size)
        if not length:
            raise NotSatisfiable(size)
        return ByteRange(size - length, size - 1)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise NotSatisfiable(size)
    return ByteRange(int(first), min(int(last), size - 1) if last else size - 1)
