"""Nobody edits under another person's Yjs client id: not live, not with a reconnect, not after a restart."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from pycrdt import Doc, Text

from neurohire.rooms.document_store import MemoryDocumentStore
from neurohire.rooms.limits import DocumentLimits
from neurohire.rooms.participants import REFUSED
from neurohire.rooms.registry import DocumentRegistry
from neurohire.rooms.wire import step2_frame, update_frame

from .client import Client
from .conftest import Place, running

BEN = 7  # the Yjs client id of Ben's page
FRAMES = {"live": update_frame, "at a reconnect": step2_frame}


def forged(text: str = "I am Ben") -> bytes:
    """What somebody else writes under Ben's id: it takes the numbers of what Ben types next."""
    doc: Doc[Text] = Doc(client_id=BEN)
    doc.get("codemirror", type=Text).insert(0, text)
    return doc.get_update()


async def types(client: Client, text: str) -> None:
    await client.edit(lambda content: content.insert(len(content), text))
    await client.saved()


async def refused(client: Client, frame: bytes) -> None:
    await client.send(frame)
    await client.wait(lambda: client.closed is not None)
    assert client.closed == REFUSED


@pytest.mark.parametrize("how", FRAMES)
async def test_an_id_that_was_only_seen_at_a_cursor_cannot_be_squatted(place: Place, how: str) -> None:
    ben, ana = await place.enter("ben", client_id=BEN), await place.enter("ana")
    await ben.send_cursor(BEN, 1, {"cursor": None})
    await ana.wait(lambda: BEN in ana.names)
    await refused(ana, FRAMES[how](forged()))
    await types(ben, "Ben himself")
    assert await place.registry.text("d1") == "Ben himself"
    assert ben.closed is None


@pytest.mark.parametrize("how", FRAMES)
async def test_what_ben_typed_offline_is_not_displaced(place: Place, how: str) -> None:
    ana = await place.enter("ana")
    ben = await place.enter("ben", client_id=BEN)
    await ben.send_cursor(BEN, 1, {"cursor": None})
    await types(ben, "begun")
    await ben.socket.close()
    ben.text.insert(len(ben.text), ", and offline")
    await ana.wait(lambda: str(ana.text) == "begun")
    fake: Doc[Text] = Doc(client_id=BEN)
    fake.apply_update(ana.doc.get_update())
    known = fake.get_state()
    fake.get("codemirror", type=Text).insert(5, "!!!!!!!!!!!!!")
    await refused(ana, FRAMES[how](fake.get_update(known)))
    async with ben:
        await ben.send_cursor(BEN, 2, {"cursor": None})
        await ben.wait(lambda: ben.updates > 1)
        await types(ben, ".")
        assert await place.registry.text("d1") == "begun, and offline." == str(ben.text)


async def test_an_id_keeps_its_owner_over_a_restart(place: Place, store: MemoryDocumentStore) -> None:
    ben = await place.enter("ben", client_id=BEN)
    await types(ben, "begun")
    await ben.socket.close()
    await place.registry.close_all()
    async with running(DocumentRegistry(store)) as url, Client(f"{url}/d1", "ana") as ana:
        await ana.wait(lambda: str(ana.text) == "begun")
        await ana.send_cursor(BEN, 9, {"cursor": None})
        await ana.send_cursor(8, 1, {"cursor": None})
        await ana.wait(lambda: 8 in ana.names)
        assert BEN not in ana.names
        fake: Doc[Text] = Doc(client_id=BEN)
        fake.apply_update(ana.doc.get_update())
        known = fake.get_state()
        fake.get("codemirror", type=Text).insert(5, "!")
        await refused(ana, update_frame(fake.get_update(known)))


async def test_in_a_document_that_was_let_go_nothing_is_missing_that_others_could_bring(
    store: MemoryDocumentStore,
) -> None:
    registry = DocumentRegistry(store, replace(DocumentLimits(), linger=0.05))
    async with running(registry) as url:
        async with Client(f"{url}/d1", "ben", BEN) as ben:
            await ben.wait(lambda: ben.updates > 0)
            await types(ben, "begun")
        async with asyncio.timeout(10):
            while "d1" in registry.rooms:
                await asyncio.sleep(0.01)
        async with Client(f"{url}/d1", "ana") as ana:
            await ana.wait(lambda: str(ana.text) == "begun")
            await refused(ana, step2_frame(forged("begun by Ben")))
        assert await registry.text("d1") == "begun"


async def test_what_a_crash_took_from_the_server_another_page_brings_back(
    place: Place, store: MemoryDocumentStore
) -> None:
    """Ben's page is gone for now and his last words were not stored; Ana's page has them and goes on."""
    ben, ana = await place.enter("ben", client_id=BEN), await place.enter("ana")
    await ben.send_cursor(BEN, 1, {"cursor": None})
    await types(ben, "lost")
    await ana.wait(lambda: str(ana.text) == "lost")
    for client in (ana, ben):
        await client.socket.close()
    ana.text.insert(4, " and found")
    await place.registry.close_all()
    store.rows.clear()
    registry = DocumentRegistry(store)
    async with running(registry) as url:
        ana.url = f"{url}/d1?person=ana"
        ben.url = f"{url}/d1?person=ben"
        async with ana:
            await types(ana, ".")
            assert await registry.text("d1") == "lost and found."
            async with ben:
                await ben.send_cursor(BEN, 2, {"cursor": None})
                await ben.wait(lambda: str(ben.text) == "lost and found.")
                await types(ben, " Thanks")
                await ana.wait(lambda: str(ana.text) == "lost and found. Thanks")
                assert ben.closed is None
                text = forged("x" * 99)
                await refused(ana, step2_frame(text))  # he is back: nobody speaks for him any more
        assert await registry.text("d1") == "lost and found. Thanks"
