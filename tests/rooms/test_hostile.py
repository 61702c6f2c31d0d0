"""What no honest browser sends: refused, survived, and harmless to the others in the document."""

from __future__ import annotations

import asyncio
import gzip
import json
import random

import pytest
from pycrdt import Doc, Text

from neurohire.rooms.document_store import MemoryDocumentStore
from neurohire.rooms.limits import DocumentLimits
from neurohire.rooms.participants import Disconnected, Participant
from neurohire.rooms.registry import DocumentRegistry
from neurohire.rooms.shared_text import Broken, SharedText, rebuild
from neurohire.rooms.updates import judge
from neurohire.rooms.wire import BadMessage, sync_payload, varbuf, varuint
from tests.material import shared

from .client import Client
from .conftest import Place, running

ROOTS = ("codemirror",)


def typed(updates: int = 200, client_id: int = 5) -> list[bytes]:
    """Updates of somebody typing, deleting and replacing, as they go over the wire."""
    doc: Doc[Text] = Doc(client_id=client_id)
    text, out, dice = doc.get("codemirror", type=Text), [], random.Random(3)
    doc.observe(lambda event: out.append(event.update))
    for number in range(updates):
        if number % 7 == 6:
            with doc.transaction():
                del text[0 : dice.randrange(1, 3)]
                text.insert(dice.randrange(len(text)), "né" if dice.random() < 0.2 else "xyz")
        else:
            text.insert(dice.randrange(len(text) + 1) if text else 0, "a")
    return out


def test_every_honest_update_is_accepted() -> None:
    doc = SharedText()
    for update in typed(400):
        judge(update, ROOTS)
        doc.apply(update)
    judge(doc.everything(), ROOTS)


def test_an_offline_return_with_emoji_is_measured_in_characters() -> None:
    doc: Doc[Text] = Doc(client_id=2**32 - 1)
    doc.get("codemirror", type=Text).insert(0, "🙂" * 250)
    assert judge(doc.get_update(), ROOTS).largest_insert == 250


@pytest.mark.parametrize(
    "update",
    [
        b"",
        b"\x01",
        b"\x00\x00\x00",
        b"\xff" * 300_000,  # a number of 300,000 digits would cost seconds to read
        b"\x01" + varuint(2**40) + b"\x01\x00",  # says it holds a million million structs
        b"\x01\x01\x01" + varuint(2**32) + b"\x84\x01\x00\x01a\x00",
        b"\x01\x01\x01\x01\x84\x01\x00\x02\xff\xfe\x00",  # not UTF-8
        b"\x01\x01\x01\x01\x00" + varuint(2**52) + b"\x00",
        b"\x01\x01\x01\x00\x04\x01" + varbuf(b"secret") + varbuf(b"x") + b"\x00",
        b"\x00\x01\x01\x01" + varuint(2**31) + b"\x05",
        b"\x00\x01\x01\x01\x05\x00",  # deletes nothing
        b"\x02\x01\x05\x00\x04\x01\x0acodemirror\x01a\x01\x05\x01\x84\x05\x00\x01b\x00",  # one client twice
    ],
)
def test_malformed_updates_never_reach_the_document(update: bytes) -> None:
    with pytest.raises(BadMessage):
        judge(update, ROOTS)


async def test_mutated_updates_leave_the_others_text_intact() -> None:
    """Thousands of updates with changed bytes, over the real socket, while an honest person types."""
    dice, originals = random.Random(11), typed(120, client_id=99)
    limits = DocumentLimits(
        save_every=0.02, sockets_per_person=50, messages_per_second=1e6, message_burst=10**6
    )
    store = MemoryDocumentStore()
    registry = DocumentRegistry(store, limits)
    async with running(registry) as url, Client(f"{url}/d1", "ana", client_id=1) as ana:
        await ana.wait(lambda: ana.updates > 0)
        for round_ in range(25):
            async with Client(f"{url}/d1", "ben", client_id=2) as ben:
                for _ in range(40):
                    bad = bytearray(dice.choice(originals))
                    for _ in range(dice.randrange(1, 4)):
                        bad[dice.randrange(len(bad))] = dice.randrange(256)
                    if ben.closed is None:
                        await ben.send_update(bytes(bad))
            await ana.edit(lambda text, round_=round_: text.insert(0, f"<{round_}>"))
        await ana.saved()
        server = await registry.text("d1")
        assert all(f"<{number}>" in server for number in range(25))
        await ana.wait(lambda: str(ana.text) == server)
    assert rebuild(await store.load("d1")).read() == server


async def test_a_panic_rebuilds_the_document_and_nobody_else_is_sent_away(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PanicException(BaseException):
        """As the Rust binding names it."""

    ana, ben = await place.enter("ana"), await place.enter("ben")
    await ana.edit(lambda text: text.insert(0, "before "))
    await ana.saved()
    broken = place.registry.rooms["d1"].result().state.shared
    real = broken.doc.apply_update

    def poisoned(update: bytes) -> None:
        if b"boom" in update:
            raise PanicException
        real(update)

    monkeypatch.setattr(broken.doc, "apply_update", poisoned)
    await ben.edit(lambda text: text.insert(0, "boom"))
    await ben.wait(lambda: ben.closed is not None)
    assert ben.closed == 4400
    await ana.edit(lambda text: text.insert(len(text), "after"))
    await ana.saved()
    assert place.registry.rooms["d1"].result().state.shared is not broken
    assert await place.registry.text("d1") == "before after" and ana.closed is None


def test_a_stored_update_that_breaks_the_library_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    real = SharedText.apply

    def apply(self: SharedText, update: bytes) -> None:
        if b"boom" in update:
            raise Broken
        real(self, update)

    monkeypatch.setattr(SharedText, "apply", apply)
    good: Doc[Text] = Doc(client_id=1)
    good.get("codemirror", type=Text).insert(0, "good")
    bad: Doc[Text] = Doc(client_id=2)
    bad.get("codemirror", type=Text).insert(0, "boom")
    assert rebuild([bad.get_update(), good.get_update()]).read() == "good"


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"\x00",
        b"\x07\x00",
        b"\x00\x00\x05\xff\xff\xff\xff\xff",
        b"\x00\x02\xff\xff\xff\xff\x0f",
        b"\x00\x02\x02\x00\x00extra",
        b"\x01" + b"\xff" * 100,
        b"\x01" + varbuf(b"\x01\x05\x01" + varbuf(b"[" * 3000)),
    ],
)
async def test_malformed_frames_close_only_their_sender(place: Place, frame: bytes) -> None:
    ana, ben = await place.enter("ana"), await place.enter("ben")
    await ben.socket.send(frame)
    await ben.wait(lambda: ben.closed is not None)
    await ana.edit(lambda text: text.insert(0, "fine"))
    await ana.saved()
    assert ben.closed == 4400 and ana.closed is None


async def test_too_fast_too_large_and_too_many_tabs(store: MemoryDocumentStore) -> None:
    limits = DocumentLimits(
        message_burst=50, messages_per_second=1, document_bytes=5_000, sockets_per_person=2
    )
    async with running(DocumentRegistry(store, limits)) as url:
        async with Client(f"{url}/d1", "ana") as ana:
            await ana.wait(lambda: ana.updates > 0)
            for number in range(60):
                await ana.send_cursor(1, number + 1, {"cursor": None})
            await ana.wait(lambda: ana.closed is not None)
            assert ana.closed == 4429
        async with Client(f"{url}/d2", "ana") as ana:
            await ana.socket.send(b"\x00\x02" + varbuf(b"x" * 300_000))
            await ana.wait(lambda: ana.closed is not None)
            assert ana.closed == 4413
        async with Client(f"{url}/d3", "ana") as ana:
            await ana.wait(lambda: ana.updates > 0)
            await ana.edit(lambda text: text.insert(0, "x" * 6_000))
            await ana.wait(lambda: ana.closed is not None)
            assert ana.closed == 4413
        async with (
            Client(f"{url}/d4", "ana"),
            Client(f"{url}/d4", "ana"),
            Client(f"{url}/d4", "ana") as third,
        ):
            await third.wait(lambda: third.closed is not None)
            assert third.closed == 4429


class Deaf:
    """A transport whose reader never reads: send() hangs once its buffer is full."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.closed: int | None = None
        self.reads = asyncio.Event()
        self.full = False
        self.bye = asyncio.Event()

    async def receive(self) -> bytes:
        await self.bye.wait()
        raise Disconnected

    async def send(self, data: bytes) -> None:
        if self.full:
            await self.reads.wait()
        self.sent.append(data)

    async def close(self, code: int, reason: str) -> None:
        self.closed = code
        self.bye.set()


async def test_a_slow_reader_gets_merged_updates(place: Place) -> None:
    slow = Deaf()
    visit = asyncio.ensure_future(place.registry.serve("d1", slow, Participant("zoe", "Zoe", "#000000")))
    ana = await place.enter("ana")
    slow.full = True
    for number in range(1_000):
        await ana.edit(lambda text, number=number: text.insert(len(text), str(number % 10)))
    await ana.saved()
    slow.full = False
    before = len(slow.sent)
    slow.reads.set()
    copy = SharedText()
    async with asyncio.timeout(5):
        while copy.read() != str(ana.text):
            await asyncio.sleep(0.01)
            copy = rebuild([sync_payload(frame) for frame in slow.sent if is_edit(frame)])
    assert len(slow.sent) - before < 60
    visit.cancel()


async def test_a_reader_who_never_reads_is_dropped_and_costs_no_memory(store: MemoryDocumentStore) -> None:
    limits = DocumentLimits(waiting_bytes=50_000, byte_burst=10**8)
    registry = DocumentRegistry(store, limits)
    deaf = Deaf()
    async with running(registry) as url, Client(f"{url}/d1", "ana") as ana:
        await ana.wait(lambda: ana.updates > 0)
        visit = asyncio.ensure_future(registry.serve("d1", deaf, Participant("zoe", "Zoe", "#000000")))
        async with asyncio.timeout(5):
            while len(deaf.sent) < 2:
                await asyncio.sleep(0.01)
        deaf.full = True
        dice = random.Random(1)
        for _ in range(60):
            await ana.edit(lambda text: text.insert(0, dice.randbytes(1000).hex()))
        await asyncio.wait_for(visit, 5)
        assert deaf.closed == 1013 and ana.closed is None
        assert len(registry.rooms["d1"].result().audience.visits) == 1


async def test_a_real_editing_session_arrives_exactly(place: Place) -> None:
    with gzip.open(shared("traces/sequential_sveltecomponent.json.gz")) as file:
        trace = json.load(file)
    ana, ben = await place.enter("ana"), await place.enter("ben")
    plain = ""
    for transaction in trace["txns"][:1_500]:
        for place_, deleted, inserted in transaction["patches"]:
            plain = plain[:place_] + inserted + plain[place_ + deleted :]

        def apply(text: Text, patches: list[tuple[int, int, str]] = transaction["patches"]) -> None:
            with text.doc.transaction():
                for at, deleted, inserted in patches:
                    if deleted:
                        del text[at : at + deleted]
                    if inserted:
                        text.insert(at, inserted)

        await ana.edit(apply)
    await ana.saved()
    await ben.wait(lambda: str(ben.text) == plain, 20)
    assert await place.registry.text("d1") == plain
    assert rebuild(await place.store.load("d1")).read() == plain


def is_edit(frame: bytes) -> bool:
    return frame[0] == 0 and frame[1] in (1, 2)
