"""Notes over real sockets: acknowledged, told to nobody else, and never in a frame of the candidate."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.rooms.live import LiveRoom, RoomPage

SECRET = "heron-4711"


async def write_everything(page: RoomPage) -> None:
    """Notes, a bookmark and a scorecard, each with the same telling words."""
    assert (await page.send("note_draft", text=f"note {SECRET}"))["type"] == "ack"
    assert (await page.send("bookmark_set", key=f"{SECRET}-key", words=SECRET))["type"] == "ack"
    assert (await page.send("scorecard_line", line="overall", points=2, words=SECRET))["type"] == "ack"
    said = await page.send("scorecard_overall", recommendation="strong_no", words=f"because {SECRET}")
    assert said["type"] == "ack"
    assert (await page.send("scorecard_submit"))["type"] == "ack"


async def test_nobody_is_told_of_it(room: LiveRoom) -> None:
    await room.admit()
    async with (
        room.page("ana") as ana,
        room.page("rita") as rita,
        room.page("ben") as ben,
        room.page("olga") as olga,
    ):
        for page in (ana, rita, ben, olga):
            await page.hello()
        await write_everything(rita)
        assert (await rita.send("extend_time", minutes=5))["type"] == "ack"
        for page in (ana, ben, olga):
            await page.entry("time_extended")  # whatever was to be told before has been told
            assert SECRET not in json.dumps(page.messages)
            assert not {kind for kind in page.kinds() if kind.startswith(("note", "bookmark", "scorecard"))}


async def test_whoever_comes_later_reads_nothing_of_it_either(room: LiveRoom) -> None:
    await room.admit()
    async with room.page("rita") as rita:
        await rita.hello()
        await write_everything(rita)
    for name in ("ana", "ben", "olga"):
        async with room.page(name) as page:
            state = await page.hello(since=0)
            assert ("notes" in state) == (name != "ana")
            await page.post({"type": "ping"})
            await page.next(lambda m: m["type"] == "pong")
            assert SECRET not in json.dumps(page.messages)


async def test_the_same_operation_again_is_one_and_the_answer_is_the_same(room: LiveRoom) -> None:
    async with room.page("ben") as ben:
        await ben.hello()
        first = await ben.send("bookmark_set", key="0123456789")
        again = await ben.resend(ben.client_seq, "bookmark_set", key="0123456789")
        assert first["seq"] == again["seq"]
    assert [entry.kind for entry in await room.entries()].count("bookmark_set") == 1


async def test_over_rest_everybody_reads_only_his_own(room: LiveRoom) -> None:
    await room.admit()
    async with room.page("rita") as rita, room.page("ben") as ben:
        await rita.hello()
        await ben.hello()
        await write_everything(rita)
        await ben.send("note_draft", text="Ben's own")
    assert (await _notes(room, "rita"))["notes"]["text"] == f"note {SECRET}"
    own = await _notes(room, "ben")
    assert own["notes"]["text"] == "Ben's own" and SECRET not in json.dumps(own)
    observing = await _notes(room, "olga")
    assert observing["card"] is None and SECRET not in json.dumps(observing)
    address = f"{room.url}/api/v1/interviews/{room.live.interview_id}/notes"
    async with httpx.AsyncClient() as http:
        for name, status in (("ana", 401), ("stranger", 404)):
            answer = await http.get(address, headers={"cookie": room.cookie(name)})
            assert answer.status_code == status and SECRET not in answer.text


async def _notes(room: LiveRoom, name: str) -> dict[str, Any]:
    address = f"{room.url}/api/v1/interviews/{room.live.interview_id}/notes"
    async with httpx.AsyncClient() as http:
        answer = await http.get(address, headers={"cookie": room.cookie(name)})
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize("text", ["x" * 20_001, "\ud800 half a character", "<img src=x onerror=alert(1)>"])
async def test_strange_texts_are_stored_or_refused_and_the_line_stays(room: LiveRoom, text: str) -> None:
    async with room.page("rita") as rita:
        await rita.hello()
        answer = await rita.send("note_draft", text=text)
        assert answer["type"] == ("refused" if len(text) > 20_000 else "ack")
        assert (await rita.send("note_draft", text="still here"))["type"] == "ack"
    assert (await _notes(room, "rita"))["notes"]["text"] == "still here"
