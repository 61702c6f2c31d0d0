"""Edits that come together: cheaper for all, and nothing of them is different afterwards."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Collection
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.database import Database
from neurohire.models.answers import Document, DocumentUpdate
from neurohire.rooms.channel import Frames
from neurohire.rooms.document_access import DatabaseDocumentStore
from neurohire.rooms.document_store import MemoryDocumentStore
from neurohire.rooms.edits import Edits, LargeInsert
from neurohire.rooms.incoming import MOST, Incoming
from neurohire.rooms.limits import DocumentLimits
from neurohire.rooms.participants import Disconnected, Participant
from neurohire.rooms.registry import DocumentRegistry
from neurohire.rooms.shared_text import rebuild, starter_update
from neurohire.rooms.updates import Judged, judge, judge_all
from neurohire.rooms.visits import Visit
from neurohire.rooms.wire import BadMessage, step1_frame, sync_payload, update_frame
from neurohire.services import documents
from neurohire.services.bursts import joined, parted
from tests.candidates import invite

from .test_hostile import is_edit, typed


class Burst:
    """A transport on which everything is there at once; then silence, until it is hung up."""

    def __init__(self, frames: list[bytes]) -> None:
        self.frames, self.sent = list(frames), list[bytes]()
        self.closed: int | None = None
        self.hung_up = asyncio.Event()
        self.quiet = asyncio.Event()

    async def receive(self) -> bytes:
        if self.frames:
            return self.frames.pop(0)
        self.quiet.set()
        await self.hung_up.wait()
        raise Disconnected

    async def send(self, data: bytes) -> None:
        self.sent.append(data)

    async def close(self, code: int, reason: str) -> None:
        self.closed = code
        self.hung_up.set()


async def test_a_burst_is_told_in_fewer_updates_and_kept_one_by_one(store: MemoryDocumentStore) -> None:
    updates = typed(300)
    registry, truth = DocumentRegistry(store), rebuild(updates).read()
    ana = Burst([step1_frame(b"\x00")])
    ben = Burst([update_frame(update) for update in updates])
    visits = [
        asyncio.ensure_future(registry.serve("d1", line, Participant(name, name, "#000000")))
        for name, line in (("ana", ana), ("ben", ben))
    ]
    async with asyncio.timeout(10):
        while rebuild(edits_in(ana.sent)).read() != truth:
            await asyncio.sleep(0.01)
    assert len(edits_in(ana.sent)) < 20
    ana.hung_up.set()
    ben.hung_up.set()
    await asyncio.gather(*visits)
    await registry.close_all()
    assert [row.update for row in store.rows["d1"]] == updates


def edits_in(frames: list[bytes]) -> list[bytes]:
    return [sync_payload(frame) for frame in frames if is_edit(frame)]


@pytest.mark.parametrize("place", [0, 5, 99])
@pytest.mark.parametrize("bad", [b"\x01", b"\x01\x01\x01\x01\x84\x01\x00\x02\xff\xfe\x00"])
async def test_what_came_before_a_bad_one_is_kept(store: MemoryDocumentStore, place: int, bad: bytes) -> None:
    updates = typed(100)
    frames = [update_frame(update) for update in [*updates[:place], bad, *updates[place:]]]
    registry = DocumentRegistry(store)
    ben = Burst(frames)
    await registry.serve("d1", ben, Participant("ben", "Ben", "#000000"))
    assert ben.closed == 4400
    assert await registry.text("d1") == rebuild(updates[:place]).read()
    await registry.close_all()
    assert [row.update for row in store.rows.get("d1", [])] == updates[:place]


async def test_one_large_insert_leaves_the_rest_of_a_burst_together(
    store: MemoryDocumentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_by_one, seen = list[bytes](), list[LargeInsert]()
    take = Edits.take

    async def counted(self: Edits, visit: Visit, update: bytes, caught_up: bool) -> None:
        one_by_one.append(update)
        await take(self, visit, update, caught_up)

    monkeypatch.setattr(Edits, "take", counted)
    pasted = starter_update("x" * 300, client=77)
    updates = typed(200)
    updates.insert(90, pasted)
    registry = DocumentRegistry(store, DocumentLimits(), seen.append)
    ben = Burst([update_frame(update) for update in updates])
    ben_is_here = registry.serve("d1", ben, Participant("ben", "Ben", "#000000"))
    ben.hung_up.set()
    with suppress(Disconnected):
        await ben_is_here
    await registry.close_all()
    assert [row.update for row in store.rows["d1"]] == updates
    assert [found.size for found in seen] == [300]
    assert pasted in one_by_one and len(one_by_one) <= 4


async def test_a_burst_that_takes_long_to_judge_is_not_judged_again_and_again(
    store: MemoryDocumentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged = list[int]()

    def counted(updates: list[bytes], roots: Collection[str]) -> Judged:
        judged.append(len(updates))
        return judge_all(updates, roots)

    monkeypatch.setattr("neurohire.rooms.edits.judge_all", counted)
    updates = [starter_update("x" * 2_000, client=client) for client in range(70, 90)]
    registry = DocumentRegistry(store)
    ben = Burst([update_frame(update) for update in updates])
    ben.hung_up.set()
    with suppress(Disconnected):
        await registry.serve("d1", ben, Participant("ben", "Ben", "#000000"))
    await registry.close_all()
    assert judged == [20] and len(store.rows["d1"]) == 20


async def test_limits_hold_within_a_burst(store: MemoryDocumentStore) -> None:
    registry = DocumentRegistry(store, DocumentLimits(message_burst=50, messages_per_second=0.001))
    ben = Burst([update_frame(update) for update in typed(200)])
    await registry.serve("d1", ben, Participant("ben", "Ben", "#000000"))
    assert ben.closed == 4429
    await registry.close_all()
    assert len(store.rows["d1"]) == 50


async def test_a_reader_cannot_write_in_bursts_either(store: MemoryDocumentStore) -> None:
    registry = DocumentRegistry(store)
    eve = Burst([update_frame(update) for update in typed(200)])
    await registry.serve("d1", eve, Participant("eve", "Eve", "#000000", can_write=False))
    assert eve.closed == 4409
    assert await registry.text("d1") == ""
    await registry.close_all()


async def test_a_burst_that_breaks_the_library_leaves_the_document_as_it_was(
    store: MemoryDocumentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = DocumentRegistry(store)
    await registry.seed("d1", "before")
    room = registry.rooms["d1"].result()

    def poisoned(_update: bytes) -> None:
        raise ValueError

    monkeypatch.setattr(room.state.shared.doc, "apply_update", poisoned)
    ben = Burst([update_frame(update) for update in typed(100)])
    await registry.serve("d1", ben, Participant("ben", "Ben", "#000000"))
    assert ben.closed == 4400
    assert await registry.text("d1") == "before"
    await registry.close_all()


def test_a_burst_is_judged_as_its_updates_one_by_one() -> None:
    dice, good, roots = random.Random(8), typed(120), ("codemirror",)
    accepted = 0
    for _ in range(3_000):
        updates = dice.sample(good, 3)
        bad = bytearray(updates[1])
        bad[dice.randrange(len(bad))] = dice.choice((0, 1, 2, 0x7F, 0x80, 0xC4, 0xFF, dice.randrange(256)))
        updates[1] = bytes(bad)
        try:
            alone = [judge(update, roots) for update in updates]
        except BadMessage:
            with pytest.raises(BadMessage):
                judge_all(updates, roots)
        else:
            accepted += 1
            together = judge_all(updates, roots)
            assert set(together.clients) == {client for one in alone for client in one.clients}
            assert together.largest_insert == max(1, *(one.largest_insert for one in alone))
    assert 100 < accepted < 2_900


def test_each_reader_gets_his_own_updates_though_they_begin_and_end_alike() -> None:
    """Of three who write, each reader's list lacks what he wrote himself."""
    first, mine, yours, last = (typed(1, client)[0] for client in (5, 6, 7, 8))
    frames = Frames()
    for_me, for_you = frames.of([first, yours, last]), frames.of([first, mine, last])
    assert for_me != for_you
    assert rebuild([sync_payload(frame) for frame in for_you], ("codemirror",)).clocks().keys() == {5, 6, 8}


async def test_messages_are_seen_in_order_and_the_end_after_them() -> None:
    dice, line = random.Random(4), Burst([bytes([n % 256]) for n in range(MOST + 10)])
    incoming = Incoming(line.receive)
    got = [len(await incoming.some())]
    waiting = asyncio.ensure_future(incoming.some())
    await asyncio.wait({waiting}, timeout=0.05)
    got.append(len(waiting.result()))
    assert got == [MOST, 10]
    for _ in range(5):
        waiting = asyncio.ensure_future(incoming.some())
        await asyncio.sleep(0)
        assert not waiting.done()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        line.frames.append(dice.randbytes(3))
        assert len(await incoming.some()) == 1
    line.hung_up.set()
    with pytest.raises(Disconnected):
        await incoming.some()
    incoming.close()


@pytest.mark.parametrize("updates", [[b"\x00\x00"], [b"a", b"", b"bc"]])
def test_what_is_joined_can_be_parted(updates: list[bytes]) -> None:
    assert parted(*joined(updates)) == updates


async def test_the_database_gives_a_burst_back_edit_by_edit(database: Database) -> None:
    def prepare(db: Session) -> str:
        row = Document(interview_id=invite(db).interview_id, created_at=clock.now())
        db.add(row)
        db.flush()
        return row.id

    document_id, updates = database.run(prepare)[0], typed(60)
    registry = DocumentRegistry(DatabaseDocumentStore(database))
    ben = Burst([update_frame(update) for update in updates])
    serving = asyncio.ensure_future(registry.serve(document_id, ben, Participant("ben", "Ben", "#000000")))
    await asyncio.wait_for(ben.quiet.wait(), 10)
    ben.hung_up.set()
    await serving
    await registry.close_all()
    history: list[Any] = database.run(documents.history, document_id)[0]
    assert [entry[-1] for entry in history] == updates
    assert {entry[-2] for entry in history} == {"ben"}
    assert database.run(documents.load, document_id)[0] == updates
    assert database.run(documents.text, document_id)[0] == rebuild(updates).read()
    assert database.run(_rows, document_id)[0] == 1


def _rows(db: Session, document_id: str) -> int:
    rows = select(func.count()).where(col(DocumentUpdate.document_id) == document_id)
    return db.scalar(rows) or 0
