"""Judges a Yjs update before the document sees it: plain text in known roots, nothing else.

The Rust library trusts its input (lengths, UTF-8, clocks): a crafted update can panic or hang it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import NamedTuple

from .wire import BadMessage, Reader

GC, DELETED, STRING, SKIP = 0, 1, 4, 10
LARGEST_CLOCK = 2**31 - 1

# What one key press sends: a short string after, before or between known characters, or one deletion.
# 97 in 100 updates match; only canonical numbers do, so one client id has one spelling.
_CLIENT = rb"[\x80-\xff]{0,6}[\x01-\x7f]"
_CLOCK = rb"[\x80-\xff]{0,3}[\x00-\x7f]"
_RANGE = rb"\x01" + _CLIENT + rb"\x01" + _CLOCK + rb"[\x80-\xff]{0,3}[\x01-\x7f]\Z"
_PLACED = (
    rb"\x01\x01(" + _CLIENT + rb")" + _CLOCK + rb"(?:[\x44\x84]" + _CLIENT + _CLOCK + rb"|\xc4" + _CLIENT
    + _CLOCK + _CLIENT + _CLOCK + rb")"
)  # fmt: skip
_TYPED = re.compile(_PLACED + rb"([\x01-\x7f])", re.DOTALL)
_LETTER = re.compile(_PLACED + rb"\x01[\x00-\x7f]\x00\Z", re.DOTALL)
_DELETED = re.compile(rb"\x00" + _RANGE, re.DOTALL)
_AND_DELETED = re.compile(_RANGE, re.DOTALL)


class UnknownRoot(BadMessage):
    """The update names a text that this document does not have, or not yet."""


class Judged(NamedTuple):
    """What an acceptable update does: authors by Yjs client id, and its largest single insert."""

    clients: tuple[int, ...]
    largest_insert: int


def judge(update: bytes, roots: Collection[str]) -> Judged:
    """Raises BadMessage unless the update is well formed plain text in one of these roots."""
    found = _TYPED.match(update)
    if found is not None:
        start = found.end()
        end = start + found[2][0]
        if update[end:] == b"\x00" or _AND_DELETED.match(update, end):
            try:
                return Judged((_short_uint(found[1]),), len(update[start:end].decode()))
            except UnicodeDecodeError as error:
                raise BadMessage("not UTF-8") from error
    elif _DELETED.match(update) is not None:
        return Judged((), 0)
    return _judge_whole(update, roots)


def judge_all(updates: Iterable[bytes], roots: Collection[str]) -> Judged:
    """Several updates as if they were one: most are a single letter, and the others are few."""
    letter, found, largest = _LETTER.match, set(), 1
    clients: set[int] = set()
    for update in updates:
        typed = letter(update)
        if typed is not None:
            found.add(typed[1])
            continue
        judged = judge(update, roots)
        clients.update(judged.clients)
        if judged.largest_insert > largest:
            largest = judged.largest_insert
    clients.update(map(_short_uint, found))
    return Judged(tuple(clients), largest)


def judge_state(state: bytes) -> None:
    """A state vector: pairs of client and clock."""
    reader = Reader(state)
    for _ in range(reader.uint()):
        reader.uint()
        _clock(reader.uint())
    if reader.left:
        raise BadMessage("bytes after the state vector")


@lru_cache(maxsize=4096)
def _short_uint(data: bytes) -> int:
    number = 0
    for byte in reversed(data):
        number = number << 7 | (byte & 0x7F)
    return number


def _clock(number: int) -> int:
    if number > LARGEST_CLOCK:
        raise BadMessage("clock too large")
    return number


def _judge_whole(update: bytes, roots: Collection[str]) -> Judged:
    reader, clients, largest = Reader(update), [], 0
    for _ in range(reader.uint()):
        count, client, clock = reader.uint(), reader.uint(), reader.uint()
        clients.append(client)
        for _ in range(count):
            length, typed = _struct(reader, roots)
            clock = _clock(clock + length)
            largest = max(largest, typed)
    _delete_set(reader)
    if reader.left:
        raise BadMessage("bytes after the update")
    if len(set(clients)) != len(clients):
        raise BadMessage("a client twice")
    return Judged(tuple(clients), largest)


def ends(update: bytes, roots: Collection[str]) -> dict[int, int]:
    """Up to which clock an acceptable update brings each client."""
    reader, found = Reader(update), {}
    for _ in range(reader.uint()):
        count, client, clock = reader.uint(), reader.uint(), reader.uint()
        for _ in range(count):
            clock += _struct(reader, roots)[0]
        found[client] = clock
    return found


def _struct(reader: Reader, roots: Collection[str]) -> tuple[int, int]:
    """Length of one struct in clock ticks and, of a string, in characters."""
    info = reader.byte()
    kind = info & 0x1F
    if kind in (GC, SKIP):
        if info != kind:
            raise BadMessage("unknown flags")
        return _length(reader.uint()), 0
    if info & 0x20:
        raise BadMessage("a key in a text")
    if info & 0x80:
        _identifier(reader)
    if info & 0x40:
        _identifier(reader)
    if not info & 0xC0:
        _parent(reader, roots)
    if kind == DELETED:
        return _length(reader.uint()), 0
    if kind == STRING:
        text = reader.string()
        return _length(len(text.encode("utf-16-le")) // 2), len(text)
    raise BadMessage("not plain text")


def _length(number: int) -> int:
    if not 0 < number <= LARGEST_CLOCK:
        raise BadMessage("length out of range")
    return number


def _identifier(reader: Reader) -> None:
    reader.uint()
    _clock(reader.uint())


def _parent(reader: Reader, roots: Collection[str]) -> None:
    if reader.uint() != 1:
        raise BadMessage("nested types are not used here")
    if reader.string() not in roots:
        raise UnknownRoot("unknown root")


def _delete_set(reader: Reader) -> None:
    for _ in range(reader.uint()):
        reader.uint()
        for _ in range(reader.uint()):
            _clock(_clock(reader.uint()) + _length(reader.uint()))
