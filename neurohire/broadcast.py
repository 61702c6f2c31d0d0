"""Topics within the process: a listener gets every event of its topic, or is told that it missed some."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from neurohire.events import Event

QUEUE = 1000
REMEMBERED = 10_000  # topics; a page asks within a second of reading
MISSED = Event("", "missed")  # the listener was too slow: read the state again


class Subscription:
    """A bounded queue of events; iterate over it."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Event] = asyncio.Queue(QUEUE)

    def put(self, event: Event) -> None:
        try:
            self._queue.put_nowait(event)
        except asyncio.QueueFull:
            while not self._queue.empty():
                self._queue.get_nowait()
            self._queue.put_nowait(MISSED)

    async def next(self) -> Event:
        return await self._queue.get()

    async def __aiter__(self) -> AsyncIterator[Event]:
        while True:
            yield await self._queue.get()


class Broadcast:
    """In-process publish and subscribe; used on the event loop only."""

    def __init__(self) -> None:
        self._topics: dict[str, set[Subscription]] = defaultdict(set)
        self._published = 0
        self._last: OrderedDict[str, int] = OrderedDict()  # topic → number of its newest event

    @contextmanager
    def subscribe(self, *topics: str) -> Iterator[Subscription]:
        subscription = Subscription()
        for topic in topics:
            self._topics[topic].add(subscription)
        try:
            yield subscription
        finally:
            for topic in topics:
                self._topics[topic].discard(subscription)
                if not self._topics[topic]:
                    del self._topics[topic]

    def moment(self) -> int:
        """Now, to be given to `has_news` later: read first, subscribe then, and nothing falls between."""
        return self._published

    def has_news(self, since: int, *topics: str) -> bool:
        """Whether anything was published under these topics after that moment."""
        return any(self._last.get(topic, 0) > since for topic in topics)

    def publish(self, event: Event) -> None:
        self._published += 1
        self._last[event.topic] = self._published
        self._last.move_to_end(event.topic)
        if len(self._last) > REMEMBERED:
            self._last.popitem(last=False)
        for subscription in tuple(self._topics.get(event.topic, ())):
            subscription.put(event)
