"""The live room over real sockets: who is told what, and what is refused to those at the door."""

from __future__ import annotations

import asyncio
from typing import Any

from websockets.exceptions import ConnectionClosed

from neurohire.rooms.participants import BAD_MESSAGE, GOING_AWAY, NO_RIGHT, REFUSED, REMOVED
from tests.rooms.live import LiveRoom


async def test_asking_is_state_which_an_interviewer_who_comes_later_sees(room: LiveRoom) -> None:
    async with room.page("ana") as ana:
        state = await ana.hello()
        assert (state["state"], state["seat"], state["is_inside"]) == ("invited", "candidate", False)
        assert state["admission"]["state"] == "none" and "people" not in state
        assert (await ana.send("ask_to_join"))["type"] == "ack"
        assert not (await ana.presence(lambda m: True))["interviewer_here"]
        async with room.page("rita") as rita:
            seen = await rita.hello()
            assert (seen["state"], seen["admission"]["state"]) == ("waiting", "requested")
            here = await rita.presence(lambda m: len(m["here"]) == 2)
            assert [(one["seat"], one["is_inside"]) for one in here["here"]] == [
                ("candidate", False),
                ("interviewer", True),
            ]
            told = await ana.presence(lambda m: m["interviewer_here"])
            assert told["here"] == []
            assert (await rita.send("admit"))["type"] == "ack"
            inside = await ana.state(lambda s: s["is_inside"])
            assert inside["state"] == "live" and inside["clock"]["planned_end_at"]
            assert [one["seat"] for one in inside["people"]] == ["candidate", "interviewer", "interviewer"]
            await ana.presence(lambda m: len(m["here"]) == 2)


async def test_at_the_door_nothing_of_the_room_is_taken_or_told(room: LiveRoom) -> None:
    async with room.page("rita") as rita, room.page("ana") as ana:
        await rita.hello()
        await ana.hello()
        for kind in ("admit", "extend_time", "complete_interview"):
            answer = await ana.send(kind, minutes=5)
            assert (answer["type"], answer["code"]) == ("refused", "not_yours")
        assert (await rita.send("complete_interview"))["code"] == "over"
        await ana.send("ask_to_join")
        await rita.send("deny", reason="We need ten more minutes.")
        denied = await ana.state(lambda s: s["admission"]["state"] == "denied")
        assert denied["admission"]["reason"] == "We need ten more minutes."
        assert (await ana.send("ask_to_join"))["code"] == "ask_later"
        assert set(ana.kinds()) <= {"admission_requested", "admission_denied"}
    assert "interview_started" not in [entry.kind for entry in await room.entries()]


async def closed_with(socket: Any) -> int:
    """Until the other side closes; the code."""
    async with asyncio.timeout(10):
        try:
            while True:
                await socket.recv()
        except ConnectionClosed:
            return int(socket.close_code)


async def test_at_the_door_there_is_no_document(room: LiveRoom) -> None:
    document = await room.document()
    async with room.document_socket("ana", document) as ana:
        assert await closed_with(ana) == NO_RIGHT
    async with room.document_socket("stranger", document) as stranger:
        assert await closed_with(stranger) == NO_RIGHT
    await room.admit()
    async with room.document_socket("ana", document) as ana:
        await ana.recv()  # the server begins the exchange of states
        async with room.page("rita") as rita:
            await rita.hello()
            assert (await rita.send("put_back"))["type"] == "ack"
            assert await closed_with(ana) == NO_RIGHT
    async with room.document_socket("ana", document) as ana:
        assert await closed_with(ana) == NO_RIGHT


async def test_put_back_the_page_in_the_room_is_told_nothing_more(room: LiveRoom) -> None:
    await room.admit()
    async with room.page("ana") as ana, room.page("rita") as rita:
        assert (await ana.hello())["is_inside"]
        await rita.hello()
        await ana.presence(lambda m: len(m["here"]) == 2)
        await rita.send("put_back")
        await ana.state(lambda s: not s["is_inside"] and s["admission"]["state"] == "none")
        told = await ana.presence(lambda m: m["here"] == [])
        assert told["interviewer_here"]
        seen = len(ana.messages)
        await rita.send("extend_time", minutes=5)
        assert (await ana.send("ask_to_join"))["type"] == "ack"
        assert "time_extended" not in [m.get("kind") for m in ana.messages[seen:]]
        assert not [m for m in ana.messages[seen:] if m["type"] == "presence" and m["here"]]


async def test_completed_the_sockets_of_the_candidate_end_and_states_say_so(room: LiveRoom) -> None:
    await room.admit()
    document = await room.document()
    async with (
        room.page("ana") as ana,
        room.page("ben") as ben,
        room.document_socket("ana", document) as text,
        room.document_socket("rita", document) as colleague,
    ):
        await ana.hello()
        await ben.hello()
        await text.recv()
        await colleague.recv()
        await ben.send("complete_interview")
        for page in (ana, ben):
            over = await page.state(lambda s: s["state"] == "submitted")
            assert over["may_write"] is False
        assert await closed_with(text) == NO_RIGHT
        assert await closed_with(colleague) == GOING_AWAY  # comes back at once, to read
        assert (await ana.send("ask_to_join"))["code"] == "over"


async def test_an_observer_is_seen_reads_and_changes_nothing(room: LiveRoom) -> None:
    await room.admit()
    async with room.page("olga") as olga, room.page("ana") as ana:
        assert (await olga.hello())["seat"] == "observer"
        await ana.hello()
        here = await ana.presence(lambda m: any(one["seat"] == "observer" for one in m["here"]))
        assert not here["interviewer_here"]
        for kind in ("admit", "put_back", "complete_interview", "extend_time"):
            assert (await olga.send(kind, minutes=5))["code"] == "not_yours"


async def test_a_removed_colleagues_page_closes_and_says_so(room: LiveRoom) -> None:
    async with room.page("rita") as rita, room.page("ben") as ben:
        await rita.hello()
        await ben.hello()
        await rita.presence(lambda m: len(m["here"]) == 2)
        seen = len(rita.messages)
        await rita.send("remove_person", person=room.live.ben.journal_name)
        assert await ben.until_closed() == REMOVED
        await rita.presence(lambda m: len(m["here"]) == 1, after=seen)  # without the grace
    assert "person_removed" in [entry.kind for entry in await room.entries()]


async def test_the_newest_tab_of_a_person_has_the_seat(room: LiveRoom) -> None:
    async with room.page("rita", "tab-1") as first:
        await first.hello()
        async with room.page("rita", "tab-2") as second:
            await second.hello()
            assert await first.until_closed() == REFUSED
            here = (await second.presence(lambda m: True))["here"]
            assert [one["session"] for one in here] == ["rita-tab-2"]


async def test_a_blink_of_the_line_is_no_leaving(room: LiveRoom) -> None:
    async with room.page("ben") as ben:
        await ben.hello()
        async with room.page("rita") as rita:
            await rita.hello()
        before = await ben.presence(lambda m: len(m["here"]) == 2)
        async with room.page("rita") as rita:
            again = await rita.presence(lambda m: True) if await rita.hello() else None
            assert again == before | {"interviewer_here": True}
        assert not [m for m in ben.messages if m["type"] == "presence" and len(m["here"]) == 1][1:]


async def test_strangers_and_half_messages_are_shown_out(room: LiveRoom) -> None:
    async with room.page("stranger") as stranger:
        assert await stranger.until_closed() == NO_RIGHT
    async with room.page("ana") as ana:
        await ana.hello()
        await ana.post({"type": "states"})
        assert await ana.until_closed() == BAD_MESSAGE
    async with room.page("ana", "page-2") as ana:
        await ana.hello()
        for kind, body in (("nothing", {}), ("ask_to_join", {"x": {"y": [1]}}), ("deny", {"reason": 7})):
            assert (await ana.send(kind, **body))["type"] in ("ack", "refused")
