"""One JSON file of an earlier system, read with care: size, form, depth and numbers first."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from neurohire.errors import Rejected

MAX_BYTES = 50 * 1024 * 1024
MAX_DEPTH = 30  # of one record; what people write has five
MAX_DIGITS = 100
UNREADABLE = "\ufffd"  # the sign for "unreadable", where half a character or a NUL stood


class Unusable:
    """A number that no other program could read back: it makes its record invalid, not the file."""


class ReadFile(NamedTuple):
    """`content` is None when the file is empty."""

    content: Any
    twice: tuple[str, ...] = ()  # keys that stand more than once in one object


def read_json(path: Path) -> ReadFile:
    """The parsed file, or Rejected with a fixed sentence."""
    data = _bytes_of(path)
    if not data.strip():
        return ReadFile(None)
    twice: list[str] = []

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(found)
        if len(made) < len(found):
            counted = Counter(key for key, _ in found)
            twice.extend(key for key, times in counted.items() if times > 1)
        return made

    try:
        text = data.decode(json.detect_encoding(data))
        content = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=pairs,
            parse_constant=lambda _: Unusable(),
            parse_float=_float,
            parse_int=_int,
        )
    except RecursionError as error:
        raise Rejected("This file is nested too deep to be read.", code="too_deep") from error
    except ValueError as error:  # also a wrong encoding
        raise Rejected("This is not a JSON file, or it is cut off.", code="not_json") from error
    return ReadFile(content, tuple(twice))


def check_record(value: Any) -> None:
    """Rejected when one record is nested too deep or holds a number that can't be kept."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [inner for item in level for inner in _inside(item)]
        if not level:
            return
    raise Rejected("Nested too deep.", code="too_deep")


def whole(value: Any) -> Any:
    """The record without half characters and NULs, which no database takes; checked for depth before."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", UNREADABLE)
    if isinstance(value, dict):
        return {whole(key): whole(item) for key, item in value.items()}
    return [whole(item) for item in value] if isinstance(value, list) else value


def _bytes_of(path: Path) -> bytes:
    if not path.is_file():
        raise Rejected("There is no such file.", code="no_file")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Rejected("This file can't be opened.", code="no_file") from error
    if len(data) > MAX_BYTES:
        raise Rejected(
            f"This file is larger than {MAX_BYTES // 1024 // 1024} MiB. Please split it.", code="too_large"
        )
    return data


def _float(text: str) -> Any:
    number = float(text)
    return number if math.isfinite(number) else Unusable()


def _int(text: str) -> Any:
    return int(text) if len(text) <= MAX_DIGITS else Unusable()


def _inside(value: Any) -> Iterator[Any]:
    if isinstance(value, Unusable):
        raise Rejected("It holds a number that is too large, or none at all.", code="bad_number")
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value
