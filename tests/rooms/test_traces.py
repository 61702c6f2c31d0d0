"""Real writing, recorded elsewhere, typed by clients over real sockets: the same text everywhere."""

from __future__ import annotations

import asyncio
import base64
import gzip
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pycrdt import Doc, Text

from neurohire.rooms.shared_text import rebuild
from neurohire.rooms.wire import Reader
from neurohire.services import documents
from neurohire.settings import Settings, get_settings
from tests.material import shared
from tests.rooms.live import LiveRoom, make_room
from tests.rooms.test_room_editor import Typist
from tests.serving import served

BURST = 100  # key presses until the line is listened to again
SECONDS = 120.0


@pytest.fixture
def settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """With live interviews, for people who type a thousand times as fast as people."""
    monkeypatch.setenv("NEUROHIRE_DOCUMENT_UPDATES_PER_SECOND", "100000")
    get_settings.cache_clear()
    return get_settings()


@pytest.fixture
async def room(app: FastAPI, settings: Settings) -> AsyncIterator[LiveRoom]:
    live = await app.state.neurohire.database.transact(make_room)
    async with served(app) as url:
        found = LiveRoom(live, app, url, settings)
        await found.admit()
        yield found


def trace(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gzip.decompress(shared(f"traces/{name}.json.gz").read_bytes()))
    return found


def patched(content: str, patches: list[list[Any]]) -> Callable[[Text], None]:
    """What these patches do to a text whose content is known: pycrdt counts bytes, the traces characters."""

    def work(text: Text) -> None:
        now = content
        for place, gone, words in patches:
            start = place if now.isascii() else len(now[:place].encode())
            size = gone if now.isascii() else len(now[place : place + gone].encode())
            if size:
                del text[start : start + size]
            if words:
                text.insert(start, words)
            now = now[:place] + words + now[place + gone :]

    return work


async def the_same_everywhere(room: LiveRoom, people: list[Typist], wanted: str) -> None:
    """In every client, on the server, in the database and in the replay."""
    for person in people:
        await person.wait(lambda person=person: person.committed >= person.sent, SECONDS)
        await person.wait(lambda person=person: str(person.text) == wanted, SECONDS)
        assert person.closed is None
    of = room.live.interview_id
    assert await room.app.state.neurohire.documents.text(of) == wanted
    assert await room.database.read(documents.text, of) == wanted
    assert await replayed(room) == wanted


async def replayed(room: LiveRoom) -> str:
    """As the playback does: every edit of the history, page by page, from nothing."""
    of = room.live.interview_id
    address, updates, after = f"/api/v1/interviews/{of}/documents/{of}/history", [], 0
    async with httpx.AsyncClient(base_url=room.url, headers={"cookie": room.cookie("rita")}) as http:
        while after is not None:
            page = (await http.get(address, params={"after": after}, timeout=SECONDS)).json()
            updates += [base64.b64decode(update) for _, _, update in page["updates"]]
            after = page["next"]
    return rebuild(updates).read()


@pytest.mark.parametrize(
    "name", ["sequential_friendsforever_flat", "sequential_sveltecomponent", "sequential_rustcode"]
)
async def test_one_person_types(room: LiveRoom, name: str) -> None:
    found = trace(name)
    content: str = found["startContent"]
    async with Typist(room, "ana") as ana, Typist(room, "rita") as rita:
        for number, change in enumerate(found["txns"]):
            await ana.edit(patched(content, change["patches"]))
            for place, gone, words in change["patches"]:
                content = content[:place] + words + content[place + gone :]
            if number % BURST == 0:
                await ana.wait(lambda: ana.committed > ana.sent - 20 * BURST, SECONDS)
        assert content == found["endContent"]
        await the_same_everywhere(room, [ana, rita], content)


class Agent(Typist):
    """Types in a document of his own and lets in what came over the line only when the trace says so."""

    def __init__(self, room: LiveRoom, name: str, client_id: int) -> None:
        super().__init__(room, name, client_id)
        self.seen: Doc[Text] = Doc()  # all that came, at once
        self.seen_text = self.seen.get("codemirror", type=Text)
        self.came: list[bytes] = []

    async def _take(self, message: bytes) -> None:
        if message[0] == 0 and message[1] in (1, 2):
            update = Reader(message, 2).buffer()
            self.seen.apply_update(update)
            self.came.append(update)
            self.updates += 1
        else:
            await super()._take(message)

    async def send_update(self, update: bytes) -> None:
        self.seen.apply_update(update)
        await super().send_update(update)


async def test_two_people_type_at_once(room: LiveRoom) -> None:
    """Each works on what he had then: all that he had not seen yet arrives as concurrent edits."""
    changes = trace("concurrent_friendsforever")
    wanted, changes = changes["endContent"], changes["txns"]
    # after these the other one may go on from just here, so nothing later may be in the same frame
    cuts = {
        parent
        for change in changes
        for parent in change["parents"]
        if changes[parent]["agent"] != change["agent"]
    }
    # where both write at the same place, the smaller id comes first: so it was in the trace
    async with Agent(room, "ana", 1001) as ana, Agent(room, "rita", 1002) as rita:
        people = (ana, rita)
        parcels: dict[int, list[tuple[int, list[bytes]]]] = {
            0: [],
            1: [],
        }  # by sender: (up to change, frames)
        for number, change in enumerate(changes):
            own, other = people[change["agent"]], people[1 - change["agent"]]
            known = max((p for p in change["parents"] if changes[p]["agent"] != change["agent"]), default=-1)
            waiting = parcels[1 - change["agent"]]
            while waiting and waiting[0][0] <= known:
                for update in waiting.pop(0)[1]:
                    own.doc.apply_update(update)
            for place, gone, words in change["patches"]:
                await own.edit(patched("", [[place, gone, words]]))  # this trace is plain ASCII
            is_last_of_run = number + 1 == len(changes) or changes[number + 1]["agent"] != change["agent"]
            if number in cuts or is_last_of_run:
                await arrived(room, own, other)
                parcels[change["agent"]].append((number, other.came))
                other.came = []
        for agent, sent in parcels.items():
            for _, updates in sent:
                for update in updates:
                    people[1 - agent].doc.apply_update(update)
        await the_same_everywhere(room, [ana, rita], wanted)


async def arrived(room: LiveRoom, sender: Agent, reader: Agent) -> None:
    """The server has taken all of the sender's edits, and the reader has got them."""
    held = room.app.state.neurohire.documents.open_room(room.live.interview_id)
    name = room.live.who(sender.person).journal_name
    visit = next(visit for visit in held.audience.visits if visit.who.id == name)
    async with asyncio.timeout(SECONDS):
        while (
            visit.received < sender.sent
            or clocks(held.state.shared.state()) != clocks(reader.seen.get_state())
            or held.state.shared.read() != str(reader.seen_text)
        ):
            await asyncio.sleep(0)


def clocks(state: bytes) -> set[tuple[int, int]]:
    reader = Reader(state)
    return {(reader.uint(), reader.uint()) for _ in range(reader.uint())}
