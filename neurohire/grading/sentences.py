"""Cuts an answer into the pieces that can be quoted: sentences, or lines of code."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"(?<=[.!?\u2026])(?<!e\.g\.)(?<!i\.e\.)\s+|\n+|;\s+|(?<=[\u3002\uff01\uff1f])")
_WORD = re.compile(r"\S+")
LONGEST = 40  # words; a transcript without punctuation is cut into pieces that can still be read
PIECE = 20


def spans(text: str, *, code: bool = False) -> list[tuple[int, int]]:
    """Start and end (code points) of each piece, white space around it left out."""
    pieces = _lines(text) if code else _sentences(text)
    return [(start, end) for start, end in pieces if start < end]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for found in re.finditer(r"[^\n]+", text):
        yield _trimmed(text, found.start(), found.end())


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for found in _END.finditer(text):
        yield from _shortened(text, *_trimmed(text, at, found.start()))
        at = found.end()
    yield from _shortened(text, *_trimmed(text, at, len(text)))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()) if piece.strip() else start


def _shortened(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = list(_WORD.finditer(text, start, end))
    if len(words) <= LONGEST:
        yield start, end
        return
    for first in range(0, len(words), PIECE):
        group = words[first : first + PIECE]
        yield group[0].start(), group[-1].end()
