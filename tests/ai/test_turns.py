"""Follow-ups by a model in a running interview, over real sockets: whatever fails, the next thing comes."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import Session

from neurohire.database import Database
from neurohire.services import conduct, deciding, journal, model_questions
from neurohire.settings import Settings
from neurohire.stand_in.behaviour import Fault, Step
from neurohire.stand_in.server import StandIn
from neurohire.state import AppState
from tests.candidates import CANARY, FOLLOW_UP, Invited, Page, agree, enter, invite
from tests.conftest import ORIGIN
from tests.serving import served

SAID = "We sharded by customer, and the monthly statement broke first."


@dataclass
class Candidate:
    """A browser that has begun, with the app it speaks to."""

    invited: Invited
    http: httpx.AsyncClient
    state: AppState
    url: str

    @property
    def database(self) -> Database:
        return self.state.database

    def page(self, name: str = "page-1") -> Page:
        cookie = f"session={self.http.cookies['session']}"
        return Page(self.url, cookie, self.invited.interview_id, page=name, origin=ORIGIN)

    def place(self, number: int = 0, follow_up: int = 0) -> dict[str, Any]:
        return {"question_id": self.invited.question_ids[number], "follow_up": follow_up}

    async def entries(self, kind: str) -> list[journal.Entry]:
        found = await self.database.read(journal.since, self.invited.interview_id, 0, 10_000)
        return [entry for entry in found if entry.kind == kind]

    async def begun(self, page: Page) -> None:
        await page.hello()
        await page.send("interview_start")
        await page.state(lambda s: s["turn"] is not None)

    async def done(self, page: Page, text: str = SAID, number: int = 0, follow_up: int = 0) -> None:
        answer = await page.send("answer_done", **self.place(number, follow_up), text=text, mode="text")
        assert answer["type"] == "ack"


@pytest.fixture
async def candidate(
    model_settings: Settings, stand_in: StandIn, app: FastAPI, http: httpx.AsyncClient
) -> AsyncIterator[Candidate]:
    state: AppState = app.state.neurohire
    invited = await state.database.transact(_invited)
    await enter(http, invited.token)
    await agree(http, invited.interview_id)
    async with served(app) as url:
        yield Candidate(invited, http, state, url)


def _invited(db: Session) -> Invited:
    """With questions of the test's own, which no model replaces."""
    invited = invite(db, coding=True)
    model_questions.switch_off(db)
    return invited


def told(text: str, ask: bool = True) -> Step:
    return Step(text=json.dumps({"ask": ask, "text": text}))


def is_next(state: dict[str, Any]) -> bool:
    """Something to answer that is not the first question."""
    turn = state["turn"]
    return bool(turn) and not turn["is_deciding"] and (turn["number"], turn["follow_up"]) != (1, 0)


async def test_acknowledged_then_thought_about_then_asked(candidate: Candidate, stand_in: StandIn) -> None:
    stand_in.behaviour.always = Step(delay=1.0)
    async with candidate.page() as page:
        await candidate.begun(page)
        await candidate.done(page)
        turn = (await page.state(is_next))["turn"]
        assert turn["follow_up"] == 1 and "statement" in turn["follow_up_text"]
        kinds = [
            (m["type"], bool(m.get("state", {}).get("turn") and m["state"]["turn"]["is_deciding"]))
            for m in page.messages
            if m["type"] in ("ack", "state")
        ]
        assert kinds.index(("ack", False)) < kinds.index(("state", True))
        assert kinds[-1] == ("state", False)
        assert CANARY not in json.dumps(page.messages)
    began, asked = [await candidate.entries(k) for k in ("deciding_began", "follow_up_asked")]
    assert asked[0].body["source"] == "model"
    assert (await candidate.entries("time_given_back"))[0].body["reason"] == "deciding"
    assert asked[0].at - began[0].at < timedelta(seconds=8)


async def test_nobody_waits_longer_than_eight_seconds(candidate: Candidate, stand_in: StandIn) -> None:
    """The real limit, with a server that never answers."""
    stand_in.behaviour.always = Step(fault=Fault.HANG)
    async with candidate.page() as page:
        await candidate.begun(page)
        await candidate.done(page)
        found = await page.next(lambda m: m["type"] == "state" and is_next(m["state"]), seconds=20)
    assert found["state"]["turn"]["follow_up_text"] == FOLLOW_UP
    (began,), (asked,) = [await candidate.entries(k) for k in ("deciding_began", "follow_up_asked")]
    assert asked.at - began.at <= deciding.LIMIT
    told_at = datetime.fromisoformat(found["state"]["server_time"])
    assert told_at - began.at <= deciding.LIMIT
    assert 7 <= (await candidate.entries("time_given_back"))[0].body["seconds"] <= 8


@pytest.mark.parametrize(
    "step",
    [
        *(Step(fault=fault) for fault in Fault if fault not in (Fault.NONE, Fault.HANG, Fault.NOT_AUDIO)),
        told("What does **it** show? [more](https://example.org)"),
        told("<script>alert(1)</script> What broke?"),
        told("Warum ist die monatliche Aufstellung kaputt gegangen und wie haben Sie das gemerkt?"),
        told("What broke? " * 900),
        told("How did you shard the orders table, and what broke first?"),
        told("Great answer! What did the statement show?"),
        told(f"Is it that {CANARY} latency is compared with cost?"),
        told(""),
    ],
    ids=lambda step: step.fault.value if step.fault is not Fault.NONE else (step.text or "")[19:45],
)
async def test_whatever_the_model_does_the_prepared_one_comes(
    candidate: Candidate, stand_in: StandIn, step: Step, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deciding, "LIMIT", timedelta(seconds=3))
    stand_in.behaviour.always = step
    async with candidate.page() as page:
        await candidate.begun(page)
        await candidate.done(page)
        turn = (await page.state(is_next))["turn"]
        assert (turn["follow_up"], turn["follow_up_text"]) == (1, FOLLOW_UP)
        stand_in.behaviour.always = Step()
        await candidate.done(page, "Latency.", 0, 1)
        turn = (await page.state(lambda s: is_next(s) and s["turn"]["follow_up"] != 1))["turn"]
        assert turn["number"] == 2 or turn["follow_up"] == 2  # it goes on, with or without the model
    assert stand_in.behaviour.calls
    assert (await candidate.database.read(journal.verify, candidate.invited.interview_id)).broken_at is None


async def test_a_model_that_has_no_question_takes_no_prepared_one_away(
    candidate: Candidate, stand_in: StandIn
) -> None:
    stand_in.behaviour.always = told("", ask=False)
    async with candidate.page() as page:
        await candidate.begun(page)
        await candidate.done(page)
        assert (await page.state(is_next))["turn"]["follow_up_text"] == FOLLOW_UP


async def test_a_spent_budget_in_mid_interview(candidate: Candidate, model_settings: Settings) -> None:
    async with candidate.page() as page:
        await candidate.begun(page)
        await candidate.done(page)
        assert "statement" in (await page.state(is_next))["turn"]["follow_up_text"]
        model_settings.model_tokens_per_interview = 1
        await candidate.done(page, "The lookups were slow.", 0, 1)
        turn = (await page.state(lambda s: is_next(s) and s["turn"]["follow_up"] != 1))["turn"]
        assert turn["number"] == 2  # of the one prepared follow-up nothing is left to ask at place 2


async def test_switched_off_while_it_thinks(
    candidate: Candidate, stand_in: StandIn, model_settings: Settings
) -> None:
    stand_in.behaviour.always = Step(delay=1.5)
    async with candidate.page() as page:
        await candidate.begun(page)
        await candidate.done(page)
        await page.state(lambda s: bool(s["turn"]) and s["turn"]["is_deciding"])
        model_settings.model_base_url = ""
        assert (await page.state(is_next))["turn"]["follow_up_text"] == FOLLOW_UP


async def test_a_reload_and_another_tab_see_the_same(candidate: Candidate, stand_in: StandIn) -> None:
    stand_in.behaviour.always = Step(delay=2)
    async with candidate.page() as page:
        await candidate.begun(page)
        await candidate.done(page)
    async with candidate.page("page-2") as tab:
        turn = (await tab.hello())["turn"]
        assert (turn["is_deciding"], turn["follow_up"], turn["draft"]) == (True, 0, SAID)
        refused = await tab.send("question_skip", **candidate.place())
        assert (refused["type"], refused["code"]) == ("refused", "deciding")
        again = await tab.send("answer_done", **candidate.place(), text="Something else.", mode="text")
        assert again["type"] == "ack"
        assert (await tab.state(is_next))["turn"]["follow_up"] == 1
        assert (await tab.state(is_next))["turn"]["draft"] == ""
    found = await candidate.database.read(
        lambda db: conduct.answer_row(db, "", candidate.invited.question_ids[0], 0)
    )
    assert (found.text, found.is_final, found.is_late) == (SAID, True, True)
    assert len(await candidate.entries("deciding_began")) == 1


async def test_the_same_done_sent_again_is_the_same(candidate: Candidate, stand_in: StandIn) -> None:
    stand_in.behaviour.always = Step(delay=1)
    async with candidate.page() as page:
        await candidate.begun(page)
        first = await page.send("answer_done", **candidate.place(), text=SAID, mode="text")
        again = await page.resend(page.client_seq, "answer_done", **candidate.place(), text=SAID, mode="text")
        assert first["seq"] == again["seq"]
        await page.state(is_next)
    assert len(await candidate.entries("deciding_began")) == 1
    assert len(await candidate.entries("follow_up_asked")) == 1


async def test_handing_in_while_it_thinks(candidate: Candidate, stand_in: StandIn) -> None:
    stand_in.behaviour.always = Step(delay=1)
    async with candidate.page() as page:
        await candidate.begun(page)
        await candidate.done(page)
        assert (await page.send("interview_submit"))["type"] == "ack"
        state = await page.state(lambda s: s["state"] == "submitted")
        assert state["turn"] is None and state["states"][0] == "answered"


async def test_a_candidate_does_not_wait_behind_graders(
    candidate: Candidate, stand_in: StandIn, model_settings: Settings
) -> None:
    """Every common place is taken, and will be for long."""
    models = candidate.state.models
    for _ in range(models.parallel):
        await models._places.acquire()
    async with candidate.page() as page:
        await candidate.begun(page)
        await candidate.done(page)
        assert "statement" in (await page.state(is_next))["turn"]["follow_up_text"]


async def test_a_lost_event_is_made_up_for_by_the_task(
    candidate: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deciding, "LIMIT", timedelta(seconds=2))
    monkeypatch.setattr(deciding, "TOPIC", "nobody listens")
    async with candidate.page() as page:
        await candidate.begun(page)
        await candidate.done(page)
        assert (await page.state(is_next))["turn"]["follow_up_text"] == FOLLOW_UP
