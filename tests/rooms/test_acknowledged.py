"""What a page is told to be stored is stored: not before an edit has been judged, and not never."""

from __future__ import annotations

import asyncio

from pycrdt import Doc, Text

from neurohire import clock
from neurohire.rooms.channel import Channel
from neurohire.rooms.document import DocumentRoom
from neurohire.rooms.document_store import MemoryDocumentStore
from neurohire.rooms.limits import DocumentLimits
from neurohire.rooms.participants import Participant
from neurohire.rooms.visits import Visit


class Silent:
    """A line that takes everything and says nothing."""

    async def receive(self) -> bytes:
        return await asyncio.Future()

    async def send(self, data: bytes) -> None:
        pass

    async def close(self, code: int, reason: str) -> None:
        pass


def written(words: str) -> bytes:
    doc: Doc[Text] = Doc()
    text = doc.get("codemirror", type=Text)
    text += words
    return doc.get_update()


async def test_an_edit_that_is_still_judged_is_not_called_stored(store: MemoryDocumentStore) -> None:
    asked, answered = asyncio.Event(), asyncio.Event()

    async def right() -> bool:
        asked.set()
        await answered.wait()
        return True

    room = DocumentRoom("d1", store, DocumentLimits(), clock.now)
    await room.load()
    ana = Participant("ana", "Ana", "#1565c0", right)
    visit = Visit(ana, Channel(Silent(), room.audience.frames, 1_000_000))
    room.audience.enter(visit)
    taking = asyncio.ensure_future(room.edits.take(visit, written("hello"), caught_up=True))
    await asked.wait()
    await room.state.log.flush()  # other people's edits are stored meanwhile
    assert (visit.reported, await store.load("d1")) == (0, [])
    answered.set()
    await taking
    await room.state.log.flush()
    assert visit.reported == 1
    assert len(await store.load("d1")) == 1
    room.close()
