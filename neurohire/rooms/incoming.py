"""The messages of a connection, as many at once as are there: in a burst each costs less."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from .ahead import resumed

MOST = 256  # at once; others have their turn between


class Incoming:
    """Asks for the next message ahead, so that one which is there already is seen without waiting.

    A coroutine that was begun and has to wait is kept, and goes on where it stopped.
    """

    def __init__(self, receive: Callable[[], Coroutine[Any, Any, bytes]]) -> None:
        self._receive = receive
        self._begun: Coroutine[Any, Any, bytes] | None = None
        self._awaited: Any = None
        self._failure: Exception | None = None

    async def some(self) -> list[bytes]:
        """At least one message; what the connection raises comes after its last message."""
        if self._failure is not None:
            raise self._failure
        messages = [await self._first()]
        while len(messages) < MOST:
            coroutine = self._receive()
            try:
                self._awaited = coroutine.send(None)
            except StopIteration as there:
                messages.append(there.value)
            except Exception as failure:
                self._failure = failure
                break
            else:
                self._begun = coroutine
                break
        return messages

    def close(self) -> None:
        if self._begun is not None:
            self._begun.close()
            self._begun = None

    def _first(self) -> Awaitable[bytes]:
        if self._begun is None:
            return self._receive()
        begun, self._begun = self._begun, None
        return resumed(begun, self._awaited)
