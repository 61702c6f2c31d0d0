"""Who takes part in a room, and the few things a room needs of a connection."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

SIGNED_OUT, NO_RIGHT, REFUSED, TOO_LARGE, TOO_FAST = 4401, 4403, 4409, 4413, 4429
BAD_MESSAGE, TRY_AGAIN, GOING_AWAY = 4400, 1013, 1012
REMOVED = 4410  # an interviewer asked this person to leave the room


class Disconnected(Exception):
    """The other side is gone; a transport raises it from receive()."""


class Transport(Protocol):
    """A message connection, whatever carries it."""

    def receive(self) -> Coroutine[Any, Any, bytes]: ...

    async def send(self, data: bytes) -> None: ...

    async def close(self, code: int, reason: str) -> None: ...


@dataclass
class Participant:
    """One connected person; `id` names him in the update log.

    `can_write` is asked before every edit: a plain value (the room's owner may change it at any time)
    or a function that answers from memory, since it is on the path of every key press.
    """

    id: str
    name: str
    colour: str
    can_write: bool | Callable[[], Awaitable[bool]] = True
    is_watcher: bool = False  # sees nothing of what the candidate does in focus time

    async def may_write(self) -> bool:
        return self.can_write if isinstance(self.can_write, bool) else await self.can_write()
