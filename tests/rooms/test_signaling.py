"""What passes between people in a call, over real sockets; and what never does."""

from __future__ import annotations

from typing import Any

import pytest

from neurohire.rooms.signaling import MOST
from neurohire.settings import Settings, get_settings
from tests.rooms.live import LiveRoom, RoomPage, make_room

SDP = "v=0\r\n"
OFFER = {"pair": "pair-0001", "sdp": SDP, "kinds": {"stream": "camera"}}
CANDIDATE = {"candidate": "candidate:1 1 udp 1 192.0.2.1 5000 typ host", "sdpMid": "0", "sdpMLineIndex": 0}

NOT_UNDERSTOOD: tuple[dict[str, Any], ...] = (
    {"kind": "call_join", "body": {"session": "short"}},
    {"kind": "call_join", "body": {"session": "x" * 65}},
    {"kind": "call_join", "body": {"session": "<b>session</b>"}},
    {"kind": "call_join", "body": {"session": "session-1", "name": "Somebody else"}},
    {"kind": "sdp_offer", "to": "a", "body": OFFER | {"sdp": "x" * 40_001}},
    {"kind": "sdp_offer", "to": "a", "body": OFFER | {"kinds": {"a": "kitchen"}}},
    {"kind": "sdp_offer", "body": OFFER},
    {"kind": "sdp_offer", "to": ["a", "b"], "body": OFFER},
    {"kind": "ice_candidate", "to": "a", "body": {"pair": "pair-0001", "candidate": "text"}},
    {"kind": "media_state", "body": {"camera": "yes"}},
    {"kind": "reload", "body": {}},
    {"kind": None},
    {},
)


@pytest.fixture
def settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """With live interviews and a relay."""
    monkeypatch.setenv("NEUROHIRE_TURN_URLS", "turn:turn.example.org:3478")
    monkeypatch.setenv("NEUROHIRE_TURN_SECRET", "a-secret-of-the-relay")
    get_settings.cache_clear()
    return get_settings()


async def signal(page: RoomPage, kind: str, to: str = "", **body: Any) -> None:
    message: dict[str, Any] = {"type": "signal", "kind": kind, "body": body}
    await page.post(message | ({"to": to} if to else {}))


async def join(page: RoomPage, session: str = "") -> dict[str, Any]:
    """Into the call; the welcome."""
    seen = len(page.messages)
    await signal(page, "call_join", session=session or f"session-{id(page)}", media={"microphone": True})
    return await page.next(lambda m: m["type"] == "welcome", after=seen)


def of_type(page: RoomPage, *types: str) -> list[dict[str, Any]]:
    return [message for message in page.messages if message["type"] in types]


async def test_a_newcomer_hears_of_all_and_all_of_him(room: LiveRoom) -> None:
    await room.admit()
    async with room.page("ana") as ana, room.page("rita") as rita:
        await ana.hello()
        await rita.hello()
        first = await join(ana, "session-ana")
        assert (first["you"], first["peers"]) == (room.live.grant.journal_name, [])
        assert first["ice"][0]["urls"] == ["turn:turn.example.org:3478"]
        assert first["ice"][0]["username"].endswith(":" + room.live.grant.journal_name)
        second = await join(rita, "session-rita")
        assert [(peer["name"], peer["session"]) for peer in second["peers"]] == [("Ana Ruiz", "session-ana")]
        assert second["peers"][0]["media"] == {"microphone": True, "camera": False, "screen": False}
        joined = await ana.next(lambda m: m["type"] == "joined")
        assert joined["seq"] == second["seq"] > first["seq"]

        await signal(rita, "sdp_offer", to=first["you"], **OFFER)
        offer = await ana.next(lambda m: m["type"] == "signal")
        assert (offer["from"], offer["session"], offer["kind"]) == (
            second["you"], "session-rita", "sdp_offer"
        )  # fmt: skip
        assert offer["body"] == OFFER
        await signal(ana, "ice_candidate", to=second["you"], pair="pair-0001", candidate=CANDIDATE)
        found = await rita.next(lambda m: m["type"] == "signal")
        assert found["body"]["candidate"]["candidate"] == CANDIDATE["candidate"]
        await signal(ana, "media_state", camera=True)
        shown = await rita.next(
            lambda m: m["type"] == "in_call" and any(one["media"]["camera"] for one in m["people"])
        )
        assert "session" not in shown["people"][0]
    assert not [entry for entry in await room.entries() if "offer" in entry.kind or "signal" in entry.kind]


async def test_the_same_page_comes_back_as_itself_and_a_reload_as_a_newcomer(room: LiveRoom) -> None:
    await room.admit()
    async with room.page("rita") as rita:
        await rita.hello()
        await join(rita)
        async with room.page("ana") as ana:
            await ana.hello()
            before = await join(ana, "session-one")
            ana.socket.transport.abort()
        gone = await rita.next(lambda m: m["type"] == "left")
        assert (gone["session"], gone["final"]) == ("session-one", False)
        async with room.page("ana") as ana:
            await ana.hello()
            again = await join(ana, "session-one")
            assert again["seq"] > before["seq"]
            back = await rita.next(lambda m: m["type"] == "joined" and m["seq"] == again["seq"])
            assert back["session"] == "session-one"
            await signal(ana, "call_leave")
            left = await rita.next(lambda m: m["type"] == "left" and m["final"])
            assert left["id"] == again["you"]
            shown = await rita.next(lambda m: m["type"] == "in_call" and len(m["people"]) == 1, after=-1)
            assert shown["people"][0]["name"] == room.live.rita.name


async def test_at_the_door_nothing_of_the_call_is_taken_or_told(room: LiveRoom) -> None:
    async with room.page("rita") as rita, room.page("ana") as ana:
        await ana.hello()
        await rita.hello()
        told = await join(rita)
        await signal(ana, "call_join", session="session-ana")
        await ana.next(lambda m: m["type"] == "call_refused")
        for kind in ("sdp_offer", "sdp_answer"):
            await signal(ana, kind, to=told["you"], **OFFER)
        await signal(ana, "ice_candidate", to=told["you"], pair="pair-0001", candidate=CANDIDATE)
        await ana.next(lambda m: len(of_type(ana, "call_refused")) == 4)
        await signal(rita, "sdp_offer", to=room.live.grant.journal_name, **OFFER)
        await ana.post({"type": "ping"})
        await ana.next(lambda m: m["type"] == "pong")
        assert not of_type(ana, "welcome", "joined", "in_call", "signal", "left")
        assert not of_type(rita, "signal", "joined")
        assert "turn.example.org" not in str(ana.messages)


@pytest.mark.parametrize("is_inside", [True, False])
async def test_who_asks_before_his_page_is_known_is_answered_by_his_seat(
    room: LiveRoom, is_inside: bool
) -> None:
    """A busy database answers the hello late; the call is not over for that, and the door is not open."""
    if is_inside:
        await room.admit()
    async with room.page("rita") as rita, room.page("ana") as ana:
        await rita.hello()
        await join(rita)
        await signal(ana, "call_join", session="session-ana")
        await signal(ana, "sdp_offer", to=room.live.rita.journal_name, **OFFER)
        await ana.hello()
        answer = await ana.next(lambda m: m["type"] in ("welcome", "call_refused"))
        assert answer["type"] == ("welcome" if is_inside else "call_refused")
        await ana.post({"type": "ping"})
        await ana.next(lambda m: m["type"] == "pong", after=ana.messages.index(answer))
        assert len(of_type(ana, "call_refused")) == (0 if is_inside else 1)
        assert bool(of_type(rita, "joined")) is is_inside and not of_type(rita, "signal")


async def test_whoever_is_put_back_is_out_of_the_call_at_once(room: LiveRoom) -> None:
    await room.admit()
    async with room.page("rita") as rita, room.page("ana") as ana:
        await ana.hello()
        await rita.hello()
        me = await join(ana)
        await join(rita)
        assert (await rita.send("put_back"))["type"] == "ack"
        left = await rita.next(lambda m: m["type"] == "left")
        assert (left["id"], left["final"]) == (me["you"], True)
        assert (await ana.next(lambda m: m["type"] == "call_refused"))["reason"] == "not_inside"
        seen = len(ana.messages)
        await signal(rita, "sdp_offer", to=me["you"], **OFFER)
        await signal(ana, "sdp_offer", to=room.live.rita.journal_name, **OFFER)
        await ana.next(lambda m: m["type"] == "call_refused", after=seen)
        assert not of_type(ana, "signal") and not of_type(rita, "signal")


async def test_foreign_people_and_rooms_are_never_reached(room: LiveRoom) -> None:
    await room.admit()
    other = await room.database.transact(make_room, "bo@example.org")
    async with room.page("rita") as rita, room.page("ana") as ana:
        await rita.hello()
        await ana.hello()
        mine = await join(rita)
        await join(ana)
        for to in (other.grant.journal_name, other.rita.journal_name, "nobody", mine["you"]):
            await signal(rita, "sdp_offer", to=to, **OFFER)
        await signal(rita, "sdp_offer", to=room.live.grant.journal_name, **OFFER | {"pair": "pair-last"})
        got = await ana.next(lambda m: m["type"] == "signal")
        assert got["body"]["pair"] == "pair-last" and not of_type(rita, "signal")
    async with RoomPage(room.url, room.cookie("stranger"), room.live.interview_id, "stranger") as stranger:
        await signal(stranger, "call_join", session="session-stranger")
        assert await stranger.until_closed() == 4403


async def test_what_is_not_understood_ends_the_line_and_nothing_else(room: LiveRoom) -> None:
    await room.admit()
    async with room.page("rita") as rita:
        await rita.hello()
        await join(rita)
        for message in NOT_UNDERSTOOD:
            async with room.page("ana") as ana:
                await ana.hello()
                await join(ana)
                seen = len(rita.messages)
                await ana.post({"type": "signal"} | message)
                assert await ana.until_closed() == 4400, message
                assert (await rita.next(lambda m: m["type"] == "left", after=seen))["final"] is False
        assert not of_type(rita, "signal")


async def test_too_many_signals_end_the_line_and_operations_have_their_own_limit(room: LiveRoom) -> None:
    await room.admit()
    async with room.page("rita") as rita, room.page("ana") as ana:
        await rita.hello()
        await ana.hello()
        me = await join(ana)
        await join(rita)
        for number in range(120):  # as many as a newcomer in a full call may send at once
            candidate = CANDIDATE | {"candidate": f"candidate:{number}"}
            await signal(rita, "ice_candidate", to=me["you"], pair="pair-0001", candidate=candidate)
        await ana.next(lambda m: len(of_type(ana, "signal")) == 120)
        order = [message["body"]["candidate"]["candidate"] for message in of_type(ana, "signal")]
        assert order == [f"candidate:{number}" for number in range(120)]
        assert rita.closed is None
        for _ in range(2_000):
            await signal(rita, "ice_candidate", to=me["you"], pair="pair-0001", candidate=CANDIDATE)
        assert await rita.until_closed() == 4429
        assert ana.closed is None and len(of_type(ana, "signal")) < 1_000


async def test_the_fifth_person_is_told_that_the_call_is_full(room: LiveRoom) -> None:
    await room.admit()
    calls = room.app.state.neurohire.rooms.calls
    interview_id = room.live.interview_id

    class Quiet:
        def __init__(self) -> None:
            self.told: list[dict[str, Any]] = []

        def send(self, message: dict[str, Any]) -> None:
            self.told.append(message)

    for number in range(MOST - 1):
        caller = Quiet()
        calls.enter(interview_id, caller, Someone(f"user:extra-{number}"))
        assert calls.receive(
            interview_id, caller, {"kind": "call_join", "body": {"session": f"session-{number}"}}
        )
    async with room.page("ana") as ana, room.page("rita") as rita:
        await ana.hello()
        await rita.hello()
        await join(ana)
        await signal(rita, "call_join", session="session-rita")
        assert (await rita.next(lambda m: m["type"] == "call_refused"))["reason"] == "full"
        await signal(ana, "call_leave")
        await join(rita)


class Someone:
    """Whoever, at a seat."""

    seat = "interviewer"

    def __init__(self, journal_name: str) -> None:
        self.journal_name = self.name = journal_name
