"""Topics: listeners get their events, slow ones are told, nothing falls between reading and listening."""

from __future__ import annotations

from neurohire.broadcast import MISSED, QUEUE, Broadcast
from neurohire.events import Event


async def test_only_the_topics_asked_for_arrive() -> None:
    broadcast = Broadcast()
    with broadcast.subscribe("a", "b") as subscription:
        for topic in ("a", "c", "b"):
            broadcast.publish(Event(topic, "happened"))
        assert [(await subscription.next()).topic for _ in range(2)] == ["a", "b"]


async def test_a_listener_that_is_too_slow_is_told_to_read_again() -> None:
    broadcast = Broadcast()
    with broadcast.subscribe("a") as subscription:
        for _ in range(QUEUE + 1):
            broadcast.publish(Event("a", "happened"))
        assert await subscription.next() is MISSED


def test_news_since_a_page_was_read() -> None:
    broadcast = Broadcast()
    broadcast.publish(Event("a", "before"))
    read_at = broadcast.moment()
    assert not broadcast.has_news(read_at, "a", "b")
    broadcast.publish(Event("b", "between"))
    assert broadcast.has_news(read_at, "a", "b")
    assert not broadcast.has_news(read_at, "a")


def test_a_remark_is_news_but_no_change() -> None:
    broadcast = Broadcast()
    before = broadcast.moment()
    broadcast.publish(Event("a", "noted", is_remark=True))
    assert broadcast.has_news(before, "a")
    assert not broadcast.has_changes(before, "a")
    broadcast.publish(Event("a", "happened"))
    assert broadcast.has_changes(before, "a")
