"""The live room over real sockets: who is told what, and what is refused to those at the door."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI

from neurohire.settings import Settings, get_settings
from tests.rooms.live import LiveRoom, make_room
from tests.serving import served


@pytest.fixture
def settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """With live interviews."""
    monkeypatch.setenv("NEUROHIRE_LIVE_INTERVIEWS", "true")
    get_settings.cache_clear()
    return get_settings()


@pytest.fixture
async def room(app: FastAPI, settings: Settings) -> AsyncIterator[LiveRoom]:
    live = await app.state.neurohire.database.transact(make_room)
    async with served(app) as url:
        yield LiveRoom(live, app, url, settings)


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
