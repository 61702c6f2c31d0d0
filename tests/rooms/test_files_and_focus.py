"""A document with several files, and focus time: what watchers are told, and when."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
from pycrdt import Text

from neurohire import clock
from neurohire.rooms.document_facts import SEEDS, FileSeed, FocusOver, FocusTime, Look, News, Standing
from neurohire.rooms.document_store import MemoryDocumentStore
from neurohire.rooms.limits import DocumentLimits
from neurohire.rooms.registry import DocumentRegistry
from neurohire.rooms.shared_text import rebuild, starter_update

from .client import Client
from .conftest import running

CODE = "def solve(n):\n    ...\n"
MAIN = FileSeed("codemirror", "", SEEDS)
SECOND = FileSeed("file-1", CODE, SEEDS + 1)


class Facts:
    """The twin of the facts in the database; `tell` is what an event would do."""

    def __init__(self, store: MemoryDocumentStore) -> None:
        self.store, self.standing = store, Standing([MAIN])
        self.queue: asyncio.Queue[News] = asyncio.Queue()

    async def now(self, document_id: str) -> Standing:
        return self.standing

    async def until(self, document_id: str, at: datetime) -> list[bytes]:
        return [row.update for row in self.store.rows.get(document_id, []) if row.at <= at]

    async def news(self, document_id: str) -> AsyncIterator[News]:
        yield Look()
        while True:
            yield await self.queue.get()

    def tell(self, news: News) -> None:
        if isinstance(news, FocusTime):
            self.standing = self.standing._replace(focus=news)
        elif isinstance(news, FocusOver):
            self.standing = self.standing._replace(focus=None)
        self.queue.put_nowait(news)


@asynccontextmanager
async def room(
    facts: Facts, watchers: tuple[str, ...] = ("ben",)
) -> AsyncIterator[tuple[DocumentRegistry, str]]:
    registry = DocumentRegistry(facts.store, DocumentLimits(save_every=0.02), facts=facts)
    async with running(registry, (), watchers) as url:
        yield registry, f"{url}/d1"


@asynccontextmanager
async def person(url: str, name: str) -> AsyncIterator[Client]:
    async with Client(url, name) as client:
        client.doc.get("file-1", type=Text)
        await client.wait(lambda: client.updates > 0)
        yield client


@pytest.fixture
def facts(store: MemoryDocumentStore) -> Facts:
    return Facts(store)


def in_file(client: Client, root: str) -> Text:
    return client.doc.get(root, type=Text)


async def settled(condition: Callable[[], bool], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


# ── files ─────────────────────────────────────────────────────────────────────────────────────


async def test_a_file_nobody_added_is_refused(facts: Facts) -> None:
    async with room(facts) as (registry, url), person(url, "ana") as ana:
        await ana.edit(lambda _: in_file(ana, "file-1").insert(0, "x"))
        await ana.wait(lambda: ana.closed is not None)
        assert ana.closed == 4400
        assert "file-1" not in registry.open_room("d1").state.shared.texts  # type: ignore[union-attr]


async def test_a_file_added_a_moment_ago_may_be_typed_in_before_any_news(facts: Facts) -> None:
    async with room(facts) as (registry, url), person(url, "ana") as ana, person(url, "ben") as ben:
        facts.standing = Standing([MAIN, SECOND._replace(starter="")])
        await ana.edit(lambda _: in_file(ana, "file-1").insert(0, "first"))
        await ben.wait(lambda: str(in_file(ben, "file-1")) == "first")
        assert await registry.text("d1", "file-1") == "first" and ana.closed is None


async def test_a_files_starter_is_written_once_and_kept(facts: Facts) -> None:
    async with room(facts) as (_, url), person(url, "ana") as ana:
        facts.standing = Standing([MAIN, SECOND])
        facts.tell(Look())
        await ana.wait(lambda: str(in_file(ana, "file-1")) == CODE)
        await ana.edit(lambda _: in_file(ana, "file-1").insert(0, "# mine\n"))
        await ana.saved()
        facts.tell(Look())
        async with person(url, "ben") as ben:
            await ben.wait(lambda: str(in_file(ben, "file-1")) == "# mine\n" + CODE)
        assert str(ana.text) == ""
    stored = rebuild(await facts.store.load("d1"), ("codemirror", "file-1"))
    assert stored.read("file-1") == "# mine\n" + CODE
    assert [row.actor for row in facts.store.rows["d1"]] == ["server", "ana"]


async def test_a_starter_is_there_after_the_room_was_closed(facts: Facts) -> None:
    facts.standing = Standing([MAIN, SECOND])
    for _ in range(2):
        async with room(facts) as (registry, url), person(url, "ana"):
            assert await registry.text("d1", "file-1") == CODE
    assert len(facts.store.rows["d1"]) == 1


async def test_nobody_writes_in_the_servers_name(facts: Facts) -> None:
    facts.standing = Standing([MAIN, SECOND])
    async with room(facts) as (registry, url), person(url, "ana") as ana:
        forged = starter_update("rm -rf", "codemirror", SEEDS + 2)
        await ana.send_update(forged)
        await ana.wait(lambda: ana.closed is not None)
        assert ana.closed == 4409 and await registry.text("d1") == ""


# ── focus time ────────────────────────────────────────────────────────────────────────────────


def focus(seconds: float = 60) -> FocusTime:
    now = clock.now()
    return FocusTime(now, now + timedelta(seconds=seconds))


async def held(registry: DocumentRegistry) -> None:
    await settled(lambda: (found := registry.open_room("d1")) is not None and found.audience.held is not None)


async def test_watchers_hear_nothing_until_it_is_over(facts: Facts) -> None:
    async with room(facts) as (registry, url), person(url, "ana") as ana, person(url, "ben") as ben:
        await ana.edit(lambda text: text.insert(0, "seen "))
        await ben.wait(lambda: str(ben.text) == "seen ")
        facts.tell(focus())
        await held(registry)
        before = ben.updates
        await ana.edit(lambda text: text.insert(5, "unseen"))
        await ana.send_cursor(11, 1, {"cursor": None})
        await ana.saved()
        await ben.edit(lambda text: text.insert(0, "> "))  # what he typed as it began is not lost
        await ben.saved()
        assert (ben.updates, str(ben.text), ben.names) == (before, "> seen ", {})
        assert ben.committed_state != ana.committed_state  # how much is typed is nobody's business either
        facts.tell(FocusOver())
        await ben.wait(lambda: str(ben.text) == "> seen unseen")
        await ben.wait(lambda: 11 in ben.names)
        await ana.wait(lambda: str(ana.text) == str(ben.text))
        await ana.edit(lambda text: text.insert(0, "!"))
        await ben.wait(lambda: str(ben.text).startswith("!"))


async def test_it_ends_by_time(facts: Facts) -> None:
    async with room(facts) as (registry, url), person(url, "ana") as ana, person(url, "ben") as ben:
        facts.tell(focus(2))
        await held(registry)
        await ana.edit(lambda text: text.insert(0, "alone"))
        await ana.saved()
        await ben.edit(lambda text: text.insert(0, "b"))
        await ben.saved()  # whatever was sent to him before has come
        assert str(ben.text) == "b"
        await ben.wait(lambda: len(ben.text) == 6)


async def test_coming_back_shows_no_more(facts: Facts) -> None:
    async with room(facts) as (registry, url), person(url, "ana") as ana:
        await ana.edit(lambda text: text.insert(0, "seen "))
        await ana.saved()
        facts.tell(focus())
        await held(registry)
        await ana.edit(lambda text: text.insert(5, "unseen"))
        await ana.send_cursor(11, 1, {"cursor": None})
        await ana.saved()
        async with person(url, "ben") as ben:
            await ben.saved()
            assert (str(ben.text), ben.names) == ("seen ", {})
            assert ben.committed_state != ana.committed_state
            facts.tell(FocusOver())
            await ben.wait(lambda: str(ben.text) == "seen unseen" and 11 in ben.names)


async def test_a_restart_of_the_server_shows_no_more(facts: Facts) -> None:
    async with room(facts) as (registry, url), person(url, "ana") as ana:
        await ana.edit(lambda text: text.insert(0, "seen "))
        await ana.saved()
        facts.tell(focus())
        await held(registry)
        await ana.edit(lambda text: text.insert(5, "unseen"))
        await ana.saved()
    async with room(facts) as (registry, url), person(url, "ben") as ben, person(url, "ana") as ana:
        await ben.saved()
        assert str(ben.text) == "seen " and str(ana.text) == "seen unseen"
        facts.tell(FocusOver())
        await ben.wait(lambda: str(ben.text) == "seen unseen")


async def test_a_watcher_hears_himself_or_his_browser_thinks_the_line_is_dead(facts: Facts) -> None:
    async with room(facts) as (registry, url), person(url, "ben") as ben:
        facts.tell(focus())
        await held(registry)
        await ben.send_cursor(12, 1, {"cursor": None})
        await ben.wait(lambda: 12 in ben.names)
