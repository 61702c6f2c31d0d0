"""Chat and questions over real sockets: each line once, in order, and no word to whom it is not for."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import Session

from neurohire.rooms.text_line import QUEUE
from neurohire.services import journal, question_sets
from neurohire.settings import Settings, get_settings
from tests.candidates import CANARY, TEXTS
from tests.conftest import ORIGIN
from tests.rooms.live import Live, LiveRoom, RoomPage, make_room
from tests.services.test_room_questions import known_questions
from tests.serving import served

MARKUP = "<img src=x onerror=alert({n})>\u202e</script>`{n}` {{{{constructor}}}} & \"'"
HEADING = r'"expected":\s*"Expected"'  # of the table of visible tests, in the words of the page


@pytest.fixture
def settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """For people who send faster than a page does."""
    monkeypatch.setenv("NEUROHIRE_SOCKET_MESSAGES_PER_SECOND", "1000")
    get_settings.cache_clear()
    return get_settings()


@pytest.fixture
async def room(app: FastAPI, settings: Settings) -> AsyncIterator[LiveRoom]:
    live = await app.state.neurohire.database.transact(make_room)
    await app.state.neurohire.database.transact(known_questions, live)
    async with served(app) as url:
        found = LiveRoom(live, app, url, settings)
        await found.admit()
        yield found


def line(number: int, text: str = "") -> dict[str, str]:
    return {"text": text or f"line {number}", "key": f"key-{number:08}"}


def told(page: RoomPage) -> list[dict[str, object]]:
    """Chat entries as they came."""
    return [m for m in page.messages if m["type"] == "entry" and m["kind"].startswith("chat_")]


async def test_two_hundred_lines_of_markup_come_once_in_order_and_as_they_were(room: LiveRoom) -> None:
    async with room.page("ana") as ana, room.page("rita") as rita:
        await ana.hello()
        await rita.hello()
        sent = [MARKUP.format(n=n) for n in range(200)]
        for number, text in enumerate(sent):
            page = ana if number % 2 else rita
            assert (await page.send("chat_sent", **line(number, text)))["type"] in ("ack", "refused")
        kept = [entry for entry in await room.entries() if entry.kind == "chat_sent"]
        await rita.next(lambda m: m.get("seq") == kept[-1].seq and m["type"] == "entry")
        await ana.next(lambda m: m.get("seq") == kept[-1].seq and m["type"] == "entry")
        for page in (ana, rita):
            assert [m["body"]["text"] for m in told(page)] == sent  # type: ignore[index]
            assert [m["seq"] for m in told(page)] == [entry.seq for entry in kept]


async def test_two_tabs_of_one_person_leave_each_line_once(room: LiveRoom) -> None:
    """Both tabs hold the same unacknowledged line, as they share what the browser keeps."""
    async with room.page("rita") as rita:
        await rita.hello()
        async with room.page("ana", "one") as one:
            one.client_id = "browser-of-ana"
            await one.hello()
            await one.send("chat_sent", **line(1))
            async with room.page("ana", "two") as two:
                two.client_id = "browser-of-ana"
                await two.hello()
                again = await two.resend(1, "chat_sent", **line(1))
                assert again["type"] == "ack"
                assert await one.until_closed() == 4409  # told that the newer tab writes
                await two.resend(2, "chat_sent", **line(2))
                await rita.next(lambda m: m.get("kind") == "chat_sent" and m["body"] == line(2))
        assert [m["body"] for m in told(rita)] == [line(1), line(2)]


async def test_the_time_of_a_line_is_the_servers_whatever_a_page_says(room: LiveRoom) -> None:
    """The clock of one browser is an hour off: what it claims is not kept, and the order is the server's."""
    async with room.page("ana") as ana, room.page("rita") as rita:
        await rita.hello()
        await ana.hello()
        await rita.send("chat_sent", **line(1))
        await ana.send("chat_sent", **line(2), at="2031-01-01T00:00:00Z", seq=1)
        await rita.send("chat_sent", **line(3))
        await ana.next(lambda m: m.get("kind") == "chat_sent" and m["body"]["text"] == "line 3")
        assert [m["body"] for m in told(ana)] == [line(1), line(2), line(3)]
        assert [m["at"] for m in told(ana)] == sorted(m["at"] for m in told(ana))  # type: ignore[type-var]


async def test_a_page_that_begins_reads_back_by_pages_and_one_that_returns_is_told(room: LiveRoom) -> None:
    async with room.page("rita") as rita, room.page("ana", "one") as ana:
        await rita.hello()
        await ana.hello()
        first = await rita.send("chat_sent", **line(1))
        await ana.next(lambda m: m.get("kind") == "chat_sent")
        ana.socket.transport.abort()
        await ana.until_closed()
        await rita.send("chat_sent", **line(2))
        async with room.page("ana", "back") as back:
            await back.hello(since=first["seq"])
            await back.next(lambda m: m.get("kind") == "chat_sent")
            assert [m["body"] for m in told(back)] == [line(2)]
        async with room.page("ana", "new") as new:
            await new.hello()
            await rita.send("chat_sent", **line(3))
            await new.next(lambda m: m.get("kind") == "chat_sent")
            assert [m["body"] for m in told(new)] == [line(3)]
    chat = f"{room.url}/api/v1/interviews/{room.live.interview_id}/chat?as=candidate"
    async with httpx.AsyncClient(headers={"cookie": room.cookie("ana"), "origin": ORIGIN}) as http:
        assert [one["text"] for one in (await http.get(chat)).json()["lines"]] == [
            "line 1",
            "line 2",
            "line 3",
        ]


async def test_more_missed_lines_than_the_queue_holds_still_arrive(room: LiveRoom) -> None:
    many = QUEUE + 200
    start = (await room.entries())[-1].seq

    def write(db: Session, live: Live) -> None:
        for number in range(many):
            journal.append(db, live.interview_id, live.rita.journal_name, "chat_sent", line(number))

    await room.database.transact(write, room.live)
    async with room.page("ana") as ana:
        await ana.post({"type": "hello", "since": start})
        await ana.next(lambda m: len(told(ana)) == many, seconds=30)
        assert [m["body"]["key"] for m in told(ana)] == [line(n)["key"] for n in range(many)]  # type: ignore[index]


async def test_chat_at_the_door_and_by_observers_is_refused(room: LiveRoom) -> None:
    async with room.page("olga") as olga, room.page("ana") as ana, room.page("rita") as rita:
        await rita.hello()
        await olga.hello()
        await ana.hello()
        assert (await olga.send("chat_sent", **line(1)))["code"] == "not_yours"
        await rita.send("put_back")
        assert (await ana.send("chat_sent", **line(2)))["code"] == "not_admitted"
        await rita.send("chat_sent", **line(3))
        await olga.next(lambda m: m.get("kind") == "chat_aside")
        await ana.send("ask_to_join")
        await rita.send("admit")
        await ana.state(lambda s: s["is_inside"])
        await rita.send("chat_sent", **line(4))
        await ana.next(lambda m: m.get("kind") == "chat_sent")
        assert [m["body"] for m in told(ana)] == [line(4)]
    async with room.page("ana", "again") as ana:
        await ana.hello(since=1)
        await ana.next(lambda m: m.get("kind") == "chat_sent")
        assert "line 3" not in json.dumps(ana.messages)


async def test_no_frame_and_no_page_of_the_candidate_holds_more_than_the_shown_question(
    room: LiveRoom,
) -> None:
    ids = [row.id for row in await room.database.read(question_sets.rows_of, room.live.interview_id)]
    async with room.page("ana") as ana, room.page("rita") as rita:
        await rita.hello()
        await ana.hello()
        for number in (0, 1):
            await rita.send("question_show", question_id=ids[number])
            await ana.state(lambda s, n=number: _shown(s) == TEXTS[n])  # type: ignore[misc]
        await rita.send("question_add", text="A secret one that is not shown yet", type="technical")
        await rita.send("question_hide", question_id=ids[1])
        await ana.state(lambda s: s["questions"]["shown"] is None)
        await rita.send("chat_sent", **line(1))
        await ana.next(lambda m: m.get("kind") == "chat_sent")
        frames = json.dumps(ana.messages)
        page = await _page_of(room, "ana", f"/interview/{room.live.interview_id}/room")
    page = re.sub(HEADING, "", page, count=1)
    for words in (frames, page):
        assert CANARY not in words and TEXTS[2] not in words and "A secret one" not in words
        assert not re.search(r"rubric|follow_up|expected|anchors", words, re.IGNORECASE)
    assert TEXTS[0] in frames and TEXTS[0] not in page
    async with room.page("rita", "again") as rita:  # the same search does find it at the team's
        await rita.hello()
        listed = await _page_of(room, "rita", f"/api/v1/interviews/{room.live.interview_id}/room/questions")
    assert CANARY in listed


def _shown(state: dict[str, Any]) -> str:
    return str((state["questions"]["shown"] or {}).get("text", ""))


async def _page_of(room: LiveRoom, name: str, path: str) -> str:
    headers = {"cookie": room.cookie(name), "origin": ORIGIN}
    async with httpx.AsyncClient(base_url=room.url, headers=headers) as http:
        answer = await http.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


async def test_two_interviewers_press_next_at_once(room: LiveRoom) -> None:
    async with room.page("rita") as rita, room.page("ben") as ben:
        await rita.hello()
        await ben.hello()
        answers = await asyncio.gather(rita.send("question_next"), ben.send("question_next"))
        assert [answer["type"] for answer in answers] == ["ack", "ack"]
    kinds = [entry.kind for entry in await room.entries() if entry.kind.startswith("question_")]
    assert kinds == ["question_shown", "question_hidden", "question_shown"]
