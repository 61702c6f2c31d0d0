"""Runs a coroutine as far as it goes without waiting: no turn of the loop and no task for what is ready."""

from __future__ import annotations

import types
from collections.abc import Coroutine, Generator
from typing import Any, TypeVar

T = TypeVar("T")


def begun(coroutine: Coroutine[Any, Any, None]) -> tuple[Any, Coroutine[Any, Any, None] | None]:
    """(what it waits for, itself to be resumed), or (None, None) when it is done."""
    try:
        return coroutine.send(None), coroutine
    except StopIteration:
        return None, None


@types.coroutine
def resumed(coroutine: Coroutine[Any, Any, T], awaited: Any) -> Generator[Any, Any, T]:
    """The rest of one that was begun and waits for this."""
    try:
        yield awaited
    except BaseException:
        coroutine.close()
        raise
    result: T = yield from coroutine
    return result
