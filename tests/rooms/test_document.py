"""Two people, one document: what they type, see and keep."""

from __future__ import annotations

import asyncio

import pytest
from pycrdt import Array, Doc, Map, Text

from neurohire.rooms.document_store import MemoryDocumentStore, UpdateRow
from neurohire.rooms.edits import LargeInsert
from neurohire.rooms.limits import DocumentLimits
from neurohire.rooms.registry import DocumentRegistry
from neurohire.rooms.shared_text import rebuild
from neurohire.rooms.wire import EMPTY_UPDATE, update_frame

from .client import Client
from .conftest import Place, running


async def test_two_people_type_at_once_and_see_the_same(place: Place) -> None:
    ana, ben = await place.enter("ana"), await place.enter("ben")
    for number in range(50):
        await ana.edit(lambda text, number=number: text.insert(0, f"a{number} "))
        await ben.edit(lambda text, number=number: text.insert(len(text), f"b{number} "))
    await ana.saved()
    await ben.saved()
    await ana.wait(lambda: str(ana.text).count(" ") == 100)
    await ben.wait(lambda: str(ben.text).count(" ") == 100)
    assert str(ana.text) == str(ben.text) == await place.registry.text("d1")
    assert {row.actor for row in place.store.rows["d1"]} == {"ana", "ben"}


async def test_the_update_log_replays_every_edit_in_order(place: Place) -> None:
    ana = await place.enter("ana")
    for letter in "return 42":
        await ana.edit(lambda text, letter=letter: text.insert(len(text), letter))
    await ana.saved()
    rows = place.store.rows["d1"]
    assert len(rows) == 9 and [row.at for row in rows] == sorted(row.at for row in rows)
    assert rebuild([row.update for row in rows[:6]]).read() == "return"


async def test_saved_is_told_only_after_the_store_has_it(store: MemoryDocumentStore) -> None:
    gate = asyncio.Event()

    class SlowStore(MemoryDocumentStore):
        async def append(self, document_id: str, rows: list[UpdateRow]) -> None:  # type: ignore[override]
            await gate.wait()
            await super().append(document_id, rows)

    registry = DocumentRegistry(SlowStore(), DocumentLimits(save_every=0.01))
    async with running(registry) as url, Client(f"{url}/d1", "ana") as ana:
        await ana.wait(lambda: ana.updates > 0)
        await ana.edit(lambda text: text.insert(0, "x"))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(ana.saved(), 0.3)
        gate.set()
        await ana.saved()
        assert ana.committed_state == ana.doc.get_state()


async def test_a_store_that_fails_for_a_while_loses_nothing() -> None:
    class FlakyStore(MemoryDocumentStore):
        failures = 3

        async def append(self, document_id: str, rows: list[UpdateRow]) -> None:  # type: ignore[override]
            self.failures -= 1
            if self.failures >= 0:
                raise OSError("disk full")
            await super().append(document_id, rows)

    store = FlakyStore()
    registry = DocumentRegistry(store, DocumentLimits(save_every=0.01))
    async with running(registry) as url, Client(f"{url}/d1", "ana") as ana:
        await ana.wait(lambda: ana.updates > 0)
        for letter in "kept":
            await ana.edit(lambda text, letter=letter: text.insert(len(text), letter))
        await ana.saved()
    assert store.failures < 0
    assert rebuild([row.update for row in store.rows["d1"]]).read() == "kept"


async def test_a_document_outlives_its_room(store: MemoryDocumentStore) -> None:
    limits = DocumentLimits(linger=0.01, snapshot_after=1)
    registry = DocumentRegistry(store, limits)
    async with running(registry) as url:
        async with Client(f"{url}/d1", "ana") as ana:
            await ana.wait(lambda: ana.updates > 0)
            await ana.edit(lambda text: text.insert(0, "still here"))
            await ana.saved()
        async with asyncio.timeout(5):
            while registry.rooms:
                await asyncio.sleep(0.01)
        assert "d1" in store.snapshots and len(await store.load("d1")) == 1
        assert await registry.text("d1") == "still here"


async def test_starter_text_is_set_once(place: Place) -> None:
    assert await place.registry.seed("d1", "def solve():\n    ...\n")
    assert not await place.registry.seed("d1", "something else")
    ana = await place.enter("ana")
    assert str(ana.text) == "def solve():\n    ...\n"


async def test_two_servers_seeding_the_same_text_do_not_double_it(store: MemoryDocumentStore) -> None:
    first, second = DocumentRegistry(store), DocumentRegistry(MemoryDocumentStore())
    await first.seed("d1", "pass\n")
    await second.seed("d1", "pass\n")
    rows = await store.load("d1") + await second.store.load("d1")
    assert rebuild(rows).read() == "pass\n"
    await first.close_all()
    await second.close_all()


async def test_a_viewer_sees_but_cannot_edit(place: Place) -> None:
    ana, eve = await place.enter("ana"), await place.enter("eve")
    await ana.edit(lambda text: text.insert(0, "ours"))
    await eve.wait(lambda: str(eve.text) == "ours")
    await eve.edit(lambda text: text.insert(0, "not "))
    await eve.wait(lambda: eve.closed is not None)
    assert eve.closed == 4409
    assert await place.registry.text("d1") == "ours" and ana.closed is None


async def test_a_viewer_who_comes_back_with_known_deletions_is_welcome(place: Place) -> None:
    ana = await place.enter("ana")
    await ana.edit(lambda text: text.insert(0, "abc"))
    await ana.edit(lambda text: text.__delitem__(slice(0, 1)))
    eve = await place.enter("eve")
    assert str(eve.text) == "bc"
    again = eve.doc.get_update(EMPTY_UPDATE[:1])
    await eve.socket.send(b"\x00\x01" + update_frame(again)[2:])
    await ana.edit(lambda text: text.insert(0, "x"))
    await eve.wait(lambda: str(eve.text) == "xbc")
    assert eve.closed is None


async def test_a_right_withdrawn_ends_the_visit(place: Place) -> None:
    ana, ben = await place.enter("ana"), await place.enter("ben")
    place.registry.dismiss("d1", "ana")
    await ana.wait(lambda: ana.closed is not None)
    assert ana.closed == 4403 and ben.closed is None


async def test_the_server_decides_the_name_beside_a_cursor(place: Place) -> None:
    ana, ben = await place.enter("ana"), await place.enter("ben")
    lie = {"user": {"name": "The Boss", "color": "red;background:url(x)"}, "cursor": None}
    await ana.send_cursor(11, 1, lie)
    await ben.wait(lambda: 11 in ben.names)
    assert ben.names[11]["user"] == {
        "id": "ana",
        "name": "Ana",
        "color": "#1565c0",
        "colorLight": "#1565c033",
    }
    await ben.send_cursor(11, 5, {"user": {"name": "Ana"}, "cursor": {"anchor": 1, "head": 1}})
    await ben.send_cursor(12, 1, {"user": {}})
    await ana.wait(lambda: 12 in ana.names)
    assert ana.names[11]["cursor"] is None  # only Ana moves Ana's cursor
    await ana.socket.close()
    await ben.wait(lambda: ben.names[11] is None)


async def test_another_persons_client_id_cannot_be_used(place: Place) -> None:
    ana, ben = await place.enter("ana", client_id=7), await place.enter("ben", client_id=7)
    await ana.edit(lambda text: text.insert(0, "a"))
    await ana.saved()
    await ben.wait(lambda: ben.updates > 1)
    await ben.edit(lambda text: text.insert(1, "b"))
    await ben.wait(lambda: ben.closed is not None)
    assert ben.closed == 4409 and await place.registry.text("d1") == "a"


async def test_a_large_insert_is_observed_with_its_person() -> None:
    seen: list[LargeInsert] = []
    registry = DocumentRegistry(MemoryDocumentStore(), on_large_insert=seen.append)
    async with running(registry) as url, Client(f"{url}/d1", "ana") as ana:
        await ana.wait(lambda: ana.updates > 0)
        await ana.edit(lambda text: text.insert(0, "short"))
        await ana.edit(lambda text: text.insert(0, "ä" * 300))
        await ana.saved()
    assert [(it.document_id, it.actor, it.size, it.caught_up) for it in seen] == [("d1", "ana", 300, False)]


@pytest.mark.parametrize("root", ["codemirror", "other.py", "secret"])
async def test_only_known_roots_and_plain_text(place: Place, root: str) -> None:
    ana = await place.enter("ana")
    place.registry.rooms["d1"].result().state.allow_roots(["other.py"])
    doc: Doc[Text] = Doc()
    doc.get(root, type=Text).insert(0, "x")
    await ana.send_update(doc.get_update())
    if root == "secret":
        await ana.wait(lambda: ana.closed is not None)
        assert ana.closed == 4400
    else:
        await ana.saved()
        assert await place.registry.text("d1", root) == "x"


@pytest.mark.parametrize("kind", ["map", "array", "format", "embed"])
async def test_what_is_not_plain_text_is_refused(place: Place, kind: str) -> None:
    ana = await place.enter("ana")
    doc = Doc()
    if kind == "map":
        doc.get("codemirror", type=Map)["key"] = "value"
    elif kind == "array":
        doc.get("codemirror", type=Array).append(1)
    elif kind == "embed":
        doc.get("codemirror", type=Text).insert_embed(0, {"image": "x"})
    else:
        doc.get("codemirror", type=Text).insert(0, "bold", {"b": True})
    await ana.send_update(doc.get_update())
    await ana.wait(lambda: ana.closed is not None)
    assert ana.closed == 4400 and await place.registry.text("d1") == ""
