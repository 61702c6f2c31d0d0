"""The operation socket, over real sockets: committed before acknowledged, done once, told in order."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from neurohire import clock
from neurohire.database import Database
from neurohire.errors import Unavailable
from neurohire.models.interviews import Interview
from neurohire.services import answers, api_tokens, conduct, interview_clock, journal, operations
from neurohire.vocabulary import InterviewState
from tests.candidates import CANARY, FOLLOW_UP, Invited, Page, agree, enter, invite
from tests.conftest import ORIGIN
from tests.serving import served


@dataclass
class Candidate:
    """A browser that has entered, and where its socket is."""

    invited: Invited
    http: httpx.AsyncClient
    database: Database
    url: str

    @property
    def cookie(self) -> str:
        return f"session={self.http.cookies['session']}"

    def page(self, name: str = "page-1", **changes: Any) -> Page:
        settings = {"cookie": self.cookie, "origin": ORIGIN} | changes
        return Page(self.url, interview_id=self.invited.interview_id, page=name, **settings)

    async def kinds(self) -> list[str]:
        return [entry.kind for entry in await self.entries()]

    async def entries(self) -> list[journal.Entry]:
        return await self.database.read(journal.since, self.invited.interview_id, 0, 10_000)

    def body(self, number: int = 0, follow_up: int = 0) -> dict[str, Any]:
        return {"question_id": self.invited.question_ids[number], "follow_up": follow_up}


@pytest.fixture
async def address(app: FastAPI) -> AsyncIterator[str]:
    async with served(app) as url:
        yield url


@pytest.fixture
async def candidate(app: FastAPI, http: httpx.AsyncClient, address: str) -> Candidate:
    database: Database = app.state.neurohire.database
    invited = await database.transact(invite, coding=True)
    await enter(http, invited.token)
    await agree(http, invited.interview_id)
    return Candidate(invited, http, database, address)


async def test_a_whole_interview_by_messages(candidate: Candidate) -> None:
    async with candidate.page() as page:
        state = await page.hello()
        assert (state["state"], state["turn"], state["total"]) == ("invited", None, 3)
        assert (await page.send("interview_start"))["type"] == "ack"
        turn = (await page.state(lambda s: s["turn"] is not None))["turn"]
        assert (turn["number"], turn["mode"], turn["follow_up"]) == (1, "text", 0)

        await page.send("answer_draft", **candidate.body(), text="By customer", mode="text")
        await page.send("answer_done", **candidate.body(), text="By customer id.", mode="text")
        turn = (await page.state(lambda s: s["turn"] and s["turn"]["follow_up"] == 1))["turn"]
        assert turn["follow_up_text"] == FOLLOW_UP

        await page.send("answer_done", **candidate.body(0, 1), text="The slow lookups.", mode="text")
        turn = (await page.state(lambda s: s["turn"] and s["turn"]["number"] == 2))["turn"]
        assert turn["mode"] == "code" and turn["document_id"] and turn["code_language"] == "Python"
        await page.send("question_skip", **candidate.body(1))
        await page.state(lambda s: s["turn"] and s["turn"]["number"] == 3)
        await page.send("question_skip", **candidate.body(2))
        review = await page.state(lambda s: s["state"] == "live" and s["answered"] == 3)
        assert review["turn"] is None and review["states"] == ["answered", "skipped", "skipped"]
        await page.send("interview_submit")
        over = await page.state(lambda s: s["state"] == "submitted")
        assert over["submit_reason"] == "candidate"

    kept = await candidate.database.read(answers.of_question, candidate.invited.question_ids[0])
    assert [answer.text for answer in kept] == ["By customer id.", "The slow lookups."]


async def test_an_ack_comes_after_the_commit_and_a_resend_is_done_once(candidate: Candidate) -> None:
    async with candidate.page() as page:
        await page.hello()
        await page.send("interview_start")
        first = await page.send("answer_draft", **candidate.body(), text="one", mode="text")
        stored = [entry for entry in await candidate.entries() if entry.seq == first["seq"]]
        assert stored[0].kind == "answer_draft" and stored[0].body and stored[0].body["text"] == "one"
        again = await page.resend(
            page.client_seq, "answer_draft", **candidate.body(), text="one", mode="text"
        )
        assert (again["type"], again["seq"]) == ("ack", first["seq"])
    assert (await candidate.kinds()).count("answer_draft") == 1


async def test_a_killed_page_comes_back_to_the_same_question_and_text(candidate: Candidate) -> None:
    async with candidate.page() as page:
        await page.hello()
        await page.send("interview_start")
        await page.send("answer_draft", **candidate.body(), text="so far", mode="speech")
        before = await page.state(lambda s: s["turn"] is not None)
        page.socket.transport.abort()
        await page.until_closed()
    async with candidate.page("page-2") as page:
        after = await page.hello()
    assert (after["turn"]["draft"], after["turn"]["mode"]) == ("so far", "speech")
    assert after["turn"]["question_id"] == before["turn"]["question_id"]
    assert after["deadline"] == before["deadline"]


async def test_replay_since_tells_only_what_is_newer_and_in_order(candidate: Candidate) -> None:
    async with candidate.page() as page:
        await page.hello()
        await page.send("interview_start")
        await page.send("answer_draft", **candidate.body(), text="x", mode="text")
        await page.send("answer_done", **candidate.body(), text="x", mode="text")
        await page.state(lambda s: s["turn"] and s["turn"]["follow_up"] == 1)
    async with candidate.page("page-2") as page:
        await page.hello()
        told = [m for m in page.messages if m["type"] == "entry"]
        assert [m["kind"] for m in told] == ["interview_started", "question_asked", "follow_up_asked"]
        assert [m["seq"] for m in told] == sorted(m["seq"] for m in told)
    async with candidate.page("page-3") as page:
        await page.hello(since=told[1]["seq"])
        assert [m["seq"] for m in page.messages if m["type"] == "entry"] == [told[2]["seq"]]


async def test_entries_committed_while_it_listens_come_once_and_in_order(candidate: Candidate) -> None:
    async with candidate.page() as page:
        await page.hello()
        await page.send("interview_start")
        work = [
            candidate.database.transact(
                journal.append, candidate.invited.interview_id, "system", "time_given_back", {"seconds": n}
            )
            for n in range(30)
        ]
        await asyncio.gather(*work)
        await page.next(lambda m: sum(e.get("kind") == "time_given_back" for e in page.messages) == 30)
        seqs = [m["seq"] for m in page.messages if m["type"] == "entry"]
    assert seqs == sorted(set(seqs))


async def test_entries_told_in_the_wrong_order_are_shown_in_the_right_one(candidate: Candidate) -> None:
    """Two threads commit 5 and 6; the loop may hear of 6 first."""
    async with candidate.page() as page:
        await page.hello()
        told = []
        for seconds in (1, 2):
            body = {"seconds": seconds}
            _, events = candidate.database.run(
                journal.append, candidate.invited.interview_id, "system", "time_given_back", body
            )
            told.append(events[0])
        for event in reversed(told):
            candidate.database.broadcast.publish(event)
        await page.next(lambda m: m.get("kind") == "time_given_back" and m["body"]["seconds"] == 2)
        await page.send("moment_taken", **candidate.body())
        given = [m["body"]["seconds"] for m in page.messages if m.get("kind") == "time_given_back"]
    assert given == [1, 2]


async def test_fifty_submits_at_once_count_as_one(candidate: Candidate) -> None:
    async with candidate.page() as page:
        await page.hello()
        await page.send("interview_start")
        frames = [
            {
                "type": "op",
                "client_id": f"client-{n:08}",
                "client_seq": 1,
                "kind": "interview_submit",
                "body": {},
            }
            for n in range(50)
        ]
        await asyncio.gather(*(page.post(frame) for frame in frames))
        await page.next(
            lambda m: sum(e["type"] in ("ack", "refused") for e in page.messages) == 50, seconds=30
        )
        assert {m["type"] for m in page.messages if "client_seq" in m} == {"ack"}
    assert (await candidate.kinds()).count("interview_submitted") == 1


async def test_the_newer_tab_writes_and_the_older_one_is_told(candidate: Candidate) -> None:
    async with candidate.page("old-tab") as old:
        await old.hello()  # two that connect at once may be seen in either order
        async with candidate.page("new-tab") as new:
            await new.hello()
            assert await old.until_closed() == 4409
            assert (await new.send("interview_start"))["type"] == "ack"


async def test_the_same_page_coming_back_is_not_shut_out(candidate: Candidate) -> None:
    async with candidate.page("one") as gone:
        await gone.hello()
        async with candidate.page("one") as back:
            await back.hello()
            assert await gone.until_closed() == 1012


async def test_another_browser_takes_over_by_the_link(candidate: Candidate, app: FastAPI) -> None:
    async with candidate.page() as page:
        await page.hello()
        transport = httpx.ASGITransport(app)
        headers = {"origin": ORIGIN}
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers) as other:
            await enter(other, candidate.invited.token)
            assert await page.until_closed() == 4409
            newer = Candidate(candidate.invited, other, candidate.database, candidate.url)
            async with newer.page() as there:
                assert (await there.hello())["state"] == "invited"
    async with candidate.page() as again:
        assert await again.until_closed() == 4409


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"cookie": ""}, 4401),
        ({"cookie": "session=forged"}, 4401),
        ({"origin": "https://evil.example"}, 4403),
        ({"origin": ""}, 4403),
    ],
)
async def test_strangers_and_foreign_pages_are_refused(
    candidate: Candidate, changes: dict[str, str], code: int
) -> None:
    async with candidate.page(**changes) as page:
        assert await page.until_closed() == code


async def test_a_candidate_is_refused_at_another_interview(candidate: Candidate) -> None:
    other = await candidate.database.transact(invite, "ben@example.org")
    page = Page(candidate.url, candidate.cookie, other.interview_id, origin=ORIGIN)
    unknown = Page(candidate.url, candidate.cookie, "0" * 36, origin=ORIGIN)
    async with page, unknown:
        assert await page.until_closed() == await unknown.until_closed() == 4403


async def test_large_fast_and_broken_messages_close_the_socket(candidate: Candidate) -> None:
    async with candidate.page("a") as page:
        await page.post({"type": "ping", "more": "x" * 64 * 1024})
        assert await page.until_closed() == 4413
    async with candidate.page("b") as page:
        await asyncio.gather(*(page.post({"type": "ping"}) for _ in range(200)))
        assert await page.until_closed() == 4429
    for broken in (
        "{",
        "[]",
        json.dumps({"type": "op"}),
        json.dumps({"type": "hello", "since": "x"}),
        "[" * 9000,
    ):
        async with candidate.page("c") as page:
            await page.post(broken)
            assert await page.until_closed() == 4400


async def test_a_pong_tells_the_servers_time(candidate: Candidate) -> None:
    async with candidate.page() as page:
        await page.post({"type": "ping"})
        pong = await page.next(lambda m: m["type"] == "pong")
    assert abs((clock.now() - clock.now().fromisoformat(pong["at"])).total_seconds()) < 5


async def test_what_cannot_be_kept_is_refused_with_a_sentence_for_people(candidate: Candidate) -> None:
    async with candidate.page() as page:
        await page.hello()
        await page.send("interview_start")
        await page.state(lambda s: s["turn"] is not None)
        cases = {
            "answer_draft": {**candidate.body(), "text": "x" * 20_001},
            "code_language": {"document_id": "d", "language": "<b>"},
            "rubric_read": {},
            "answer_done": {**candidate.body(2), "text": "not asked yet"},
        }
        for kind, body in cases.items():
            answer = await page.send(kind, **body)
            assert answer["type"] == "refused" and answer["message"].endswith((".", "characters."))
        assert (await page.send("answer_draft", **candidate.body(), text="fine"))["type"] == "ack"


async def test_with_the_database_away_the_page_is_told_to_keep_it(
    candidate: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with candidate.page() as page:
        await page.hello()
        await page.send("interview_start")

        def away(*_: Any) -> int:
            raise Unavailable(code="database_unavailable")

        with monkeypatch.context() as patch:
            patch.setattr(operations, "apply_once", away)
            assert (await page.send("answer_draft", **candidate.body(), text="kept"))["type"] == "retry"
        answer = await page.resend(page.client_seq, "answer_draft", **candidate.body(), text="kept")
        assert answer["type"] == "ack"


async def test_a_fault_of_ours_closes_the_socket_so_that_the_page_comes_back(
    candidate: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with candidate.page() as page:
        await page.hello()
        monkeypatch.setattr(operations, "apply_once", lambda *_: 1 / 0)
        await page.post(
            {"type": "op", "client_id": "client-1", "client_seq": 1, "kind": "moment_taken", "body": {}}
        )
        assert await page.until_closed() == 1011


async def test_time_given_back_reaches_the_open_page(candidate: Candidate, app: FastAPI) -> None:
    async with candidate.page() as page:
        await page.hello()
        await page.send("interview_start")
        before = await page.state(lambda s: s["deadline"] is not None)
        holder = app.state.neurohire.jobs.holder
        await candidate.database.transact(interview_clock.beat, holder)
        clock.set_source(_later(40))
        try:
            await candidate.database.transact(interview_clock.beat, holder)
        finally:
            clock.set_source(None)
        after = await page.state(lambda s: s["deadline"] is not None and s["deadline"] > before["deadline"])
    lost = clock.now().fromisoformat(after["deadline"]) - clock.now().fromisoformat(before["deadline"])
    assert 38 <= lost.total_seconds() <= 48


async def test_the_deadline_submits_what_was_answered(candidate: Candidate) -> None:
    async with candidate.page() as page:
        await page.hello()
        await page.send("interview_start")
        await page.send("answer_draft", **candidate.body(), text="half an ans", mode="text")
        clock.set_source(_later(46 * 60))
        try:
            await candidate.database.transact(conduct.submit_when_time_is_up, candidate.invited.interview_id)
            over = await page.state(lambda s: s["state"] == "submitted")
            late = await page.send("answer_draft", **candidate.body(), text="half an answer", mode="text")
        finally:
            clock.set_source(None)
    assert over["submit_reason"] == "time_up" and late["type"] == "ack"
    kept = (await candidate.database.read(answers.of_question, candidate.invited.question_ids[0]))[0]
    assert (kept.text, kept.is_late) == ("half an ans", True)
    last = (await candidate.entries())[-1]
    assert last.body and last.body["late"] and last.body["text"] == "half an answer"


async def test_the_candidates_clock_has_no_say(candidate: Candidate) -> None:
    """A page an hour off sends its times; nothing of them is used or kept."""
    async with candidate.page() as page:
        await page.hello()
        await page.send("interview_start", at="2031-01-01T00:00:00Z", deadline="2031-01-01T00:00:00Z")
        state = await page.state(lambda s: s["deadline"] is not None)
    ahead = clock.now().fromisoformat(state["deadline"]) - clock.now()
    assert timedelta(minutes=44) < ahead <= timedelta(minutes=45)
    assert not any("2031" in json.dumps(entry.body) for entry in await candidate.entries())


async def test_the_recruiter_follows_but_may_not_write(candidate: Candidate, app: FastAPI) -> None:
    token = await candidate.database.transact(api_tokens.create_for, candidate.invited.actor.email)
    page = candidate.page(cookie="", origin="")
    page.headers = {"authorization": f"Bearer {token}"}
    page.address = page.address.replace("as=candidate", "as=staff")
    async with page, candidate.page("own") as own:
        await page.post({"type": "hello", "since": 0})
        await own.hello()
        await own.send("interview_start")
        await page.next(lambda m: m.get("kind") == "question_asked")
        assert not [m for m in page.messages if m["type"] == "state"]
        await page.post({"type": "op", "client_id": "client-x", "client_seq": 1, "kind": "interview_submit"})
        assert await page.until_closed() == 4409
    row = await candidate.database.read(lambda db: db.get(Interview, candidate.invited.interview_id))
    assert row and row.state == InterviewState.LIVE


async def test_nothing_of_the_rubric_goes_over_the_socket(candidate: Candidate) -> None:
    async with candidate.page() as page:
        await page.hello()
        await page.send("interview_start")
        for number in range(3):
            for follow_up in (0, 1):
                body = candidate.body(number, follow_up)
                await page.send("answer_done", **body, text="Something about latency.", mode="text")
        await page.send("answer_draft", question_id="nope", text="x")
        await page.send("interview_submit")
        await page.state(lambda s: s["state"] == "submitted")
        said = json.dumps(page.messages)
    assert CANARY not in said and "rubric" not in said and "score" not in said


def _later(seconds: float) -> Any:
    moved = clock.now() + timedelta(seconds=seconds)
    return lambda: moved
