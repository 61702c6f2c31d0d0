"""Topics within the process: a listener gets every event of its topic, or is told that it missed some."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator
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


class Newest:
    """The number of the newest event by topic; of topics long silent nothing."""

    def __init__(self) -> None:
        self._numbers: OrderedDict[str, int] = OrderedDict()

    def put(self, topic: str, number: int) -> None:
        self._numbers[topic] = number
        self._numbers.move_to_end(topic)
        if len(self._numbers) > REMEMBERED:
            self._numbers.popitem(last=False)

    def is_after(self, since: int, topics: Iterable[str]) -> bool:
        return any(self._numbers.get(topic, 0) > since for topic in topics)


class Broadcast:
    """In-process publish and subscribe; used on the event loop only."""

    def __init__(self) -> None:
        self._topics: dict[str, set[Subscription]] = defaultdict(set)
        self._published = 0
        self._last = Newest()
        self._last_change = Newest()  # the same without remarks

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
        return self._last.is_after(since, topics)

    def has_changes(self, since: int, *topics: str) -> bool:
        """The same without remarks, which leave everybody's rights as they are."""
        return self._last_change.is_after(since, topics)

    def publish(self, event: Event) -> None:
        self._published += 1
        self._last.put(event.topic, self._published)
        if not event.is_remark:
            self._last_change.put(event.topic, self._published)
        for subscription in tuple(self._topics.get(event.topic, ())):
            subscription.put(event)
