"""What no honest page does at a live interview: refused, survived, and unnoticed by the others."""

from __future__ import annotations

import asyncio
import json
import random
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest
from pycrdt import Doc, Text
from sqlalchemy import select
from sqlmodel import Session, col
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from neurohire import clock
from neurohire.models.scorecards import Bookmark
from neurohire.rooms.participants import NO_RIGHT, SIGNED_OUT, TOO_FAST, TOO_LARGE
from neurohire.rooms.wire import update_frame
from tests.conftest import ORIGIN
from tests.rooms.live import LiveRoom, make_room
from tests.rooms.test_hostile import typed
from tests.rooms.test_live_room import closed_with

TOO_BIG = 1009  # the WebSocket's own code for a message over the server's limit
SOCKETS = ("interviews", "documents")


def raw(room: LiveRoom, kind: str, name: str = "", origin: str = ORIGIN) -> Any:
    """A bare socket of either kind; the document's id is the interview's."""
    url = f"{room.url.replace('http', 'ws')}/ws/{kind}/{room.live.interview_id}?page=bad-page"
    headers = {"cookie": room.cookie(name)} if name else {}
    return connect(url, origin=origin, additional_headers=headers, max_size=None)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", SOCKETS)
async def test_foreign_pages_and_strangers_hear_nothing(room: LiveRoom, kind: str) -> None:
    await room.admit()
    other = await room.database.transact(make_room, "bea@example.org")
    for name, origin, code in (
        ("ana", "http://evil.example", NO_RIGHT),
        ("rita", "null", NO_RIGHT),
        ("", ORIGIN, SIGNED_OUT),
        ("stranger", ORIGIN, NO_RIGHT),
    ):
        async with raw(room, kind, name, origin) as socket:
            assert await closed_with(socket) == code
    room.live.sessions["bea"] = other.sessions["ana"]
    async with raw(room, kind, "bea") as socket:  # another interview's candidate
        assert await closed_with(socket) == NO_RIGHT


async def test_at_the_door_no_offer_no_chat_and_nothing_to_read(room: LiveRoom) -> None:
    async with room.page("ana") as ana, room.page("rita") as rita:
        await ana.hello()
        await rita.hello()
        await rita.send("chat_sent", text="Shall we let her in?", key="key-00000001")
        to = room.live.rita.journal_name
        sdp = {"pair": "pair-0001", "sdp": "v=0", "kinds": {}}
        for kind, body in (("call_join", {"session": "session-ana"}), ("sdp_offer", sdp)):
            seen = len(ana.messages)
            await ana.post({"type": "signal", "kind": kind, "to": to, "body": body})
            await ana.next(lambda m: m["type"] == "call_refused", after=seen)
        assert (await ana.send("chat_sent", text="hello", key="key-00000002"))["code"] == "not_admitted"
        state = await ana.hello()
        assert not set(state) & {"people", "chat", "questions", "resume", "notes", "editor", "runs"}
        told = json.dumps(ana.messages)
        assert "Shall we" not in told
        assert "welcome" not in told
        assert not [m for m in rita.messages if m["type"] in ("signal", "joined")]
    async with raw(room, "documents", "ana") as socket:
        with suppress(ConnectionClosed):
            await socket.send(update_frame(typed(1)[0]))
        assert await closed_with(socket) == NO_RIGHT
    assert await room.app.state.neurohire.documents.text(room.live.interview_id) == ""


async def test_crafted_edits_cost_only_their_sender_the_line(room: LiveRoom) -> None:
    await room.admit()
    dice, originals = random.Random(7), typed(60)
    document: Doc[Text] = Doc(client_id=77)
    text = document.get("codemirror", type=Text)
    updates: list[bytes] = []
    document.observe(lambda event: updates.append(event.update))
    async with raw(room, "documents", "rita") as rita:
        text.insert(0, "begun ")
        await rita.send(update_frame(updates.pop()))
        for round_ in range(10):
            async with raw(room, "documents", "ana") as ana:
                for _ in range(20):
                    bad = bytearray(dice.choice(originals))
                    bad[dice.randrange(len(bad))] = dice.randrange(256)
                    with suppress(ConnectionClosed):
                        await ana.send(update_frame(bytes(bad)))
            text.insert(0, f"<{round_}>")
            await rita.send(update_frame(updates.pop()))
        documents = room.app.state.neurohire.documents
        for _ in range(500):
            found = await documents.text(room.live.interview_id)
            if all(f"<{n}>" in found for n in range(10)):
                break
            await asyncio.sleep(0.02)
        assert (rita.close_code, [n for n in range(10) if f"<{n}>" not in found]) == (None, [])


@pytest.mark.parametrize("kind", SOCKETS)
@pytest.mark.parametrize(("size", "code"), [(400_000, TOO_LARGE), (10_000_000, TOO_BIG)])
async def test_huge_messages_end_only_their_senders_line(
    room: LiveRoom, kind: str, size: int, code: int
) -> None:
    await room.admit()
    async with room.page("rita") as rita:
        await rita.hello()
        async with raw(room, kind, "ana") as ana:
            message: str | bytes = b"\x00\x02" + b"x" * size
            if kind == "interviews":
                message = json.dumps({"type": "op", "body": "x" * size})
            with suppress(ConnectionClosed):
                await ana.send(message)
            assert await closed_with(ana) == code
        assert (await rita.send("chat_sent", text="still here", key="key-00000001"))["type"] == "ack"


async def test_floods_are_closed_and_the_others_go_on(room: LiveRoom) -> None:
    """Operations and signals; 50,000 in a row are tests/faults/test_flood_room.py."""
    await room.admit()
    ping, signal = {"type": "ping"}, {"type": "signal", "kind": "media_state", "body": {}}
    async with room.page("rita") as rita:
        await rita.hello()
        for number, flood in enumerate((ping, signal)):
            async with room.page("ana", f"page-{number}") as ana:
                await ana.hello()
                for _ in range(600):
                    await ana.post(flood)
                assert await ana.until_closed() == TOO_FAST
        assert (await rita.send("chat_sent", text="still here", key="key-00000001"))["type"] == "ack"


async def test_a_page_that_never_reads_is_closed_and_costs_little(room: LiveRoom) -> None:
    await room.admit()
    async with room.page("rita") as rita:
        await rita.hello()
        async with raw(room, "interviews", "ana") as ana:
            await ana.send(json.dumps({"type": "hello", "since": 0}))
            await rita.presence(lambda m: len(m["here"]) == 2)
            ana.transport.pause_reading()
            (line,) = [one for one in room.app.state.neurohire.rooms.connections if one.page == "bad-page"]
            for _ in range(60):
                for _ in range(20):
                    line.send({"type": "entry", "text": "x" * 10_000})
                await asyncio.sleep(0)
                if line._out.qsize() == 0 and line not in room.app.state.neurohire.rooms.connections:
                    break
            assert line._out.qsize() <= 500
            async with asyncio.timeout(20):
                while line in room.app.state.neurohire.rooms.connections:
                    await asyncio.sleep(0.05)
        assert (await rita.send("chat_sent", text="still here", key="key-00000001"))["type"] == "ack"


async def test_a_clock_an_hour_off_moves_nothing(room: LiveRoom) -> None:
    """What a page says of time counts only as far as it can be true; all else has the server's time."""
    await room.admit()
    async with room.page("rita") as rita:
        await rita.hello()
        await rita.post(
            {"type": "op", "client_id": "client-off", "client_seq": 1, "kind": "chat_sent",
             "at": "2001-01-01T00:00:00Z",
             "body": {"text": "hi", "key": "key-00000001", "at": "2001-01-01T00:00:00Z"}}
        )  # fmt: skip
        entry = await rita.entry("chat_sent")
        assert entry["at"][:4] != "2001"
        await rita.next(lambda message: message["type"] == "ack")  # else it would be taken for the next one's
        body = {"key": "key-00000002", "at": "2001-01-01T00:00:00Z"}
        assert (await rita.send("bookmark_set", **body))["type"] == "ack"
    kept = await room.database.read(_bookmarks)
    assert [at.year for at in kept] == [clock.now().year]


def _bookmarks(db: Session) -> list[datetime]:
    return list(db.scalars(select(col(Bookmark.at))))
