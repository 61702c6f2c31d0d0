"""One candidate from the link to the report, over HTTP and the socket, while services do as a test says."""

from __future__ import annotations

import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.models.questions import Question
from neurohire.models.scores import Task
from neurohire.services import journal, positions, question_sets, reports
from neurohire.services.reports import Report
from neurohire.state import AppState
from neurohire.vocabulary import QuestionType
from tests import people
from tests.candidates import Page, agree, enter
from tests.conftest import ORIGIN
from tests.speech import takes

SAID = "We compared latency with cost first, and sharded by customer after that."
WAIT = 30.0  # for what the app does by itself; a busy machine needs some of it


@dataclass
class Heard:
    """What the candidate got, and how long each next thing took."""

    turns: list[dict[str, Any]] = field(default_factory=list)
    sounds: list[bytes] = field(default_factory=list)
    longest: float = 0.0


@dataclass
class Candidate:
    """One browser."""

    http: httpx.AsyncClient
    state: AppState
    url: str
    actor: Actor
    interview_id: str
    heard: Heard = field(default_factory=Heard)

    async def enter(self) -> None:
        token = await self.state.database.read(people.link_token, self.actor, self.interview_id)
        await enter(self.http, token)
        answer = await agree(self.http, self.interview_id)
        assert answer.status_code == 303

    def page(self) -> Page:
        cookie = f"session={self.http.cookies['session']}"
        return Page(self.url, cookie, self.interview_id, origin=ORIGIN)

    async def begin(self, page: Page) -> dict[str, Any]:
        """Start; the first turn."""
        await page.hello()
        assert (await page.send("interview_start"))["type"] == "ack"
        turn: dict[str, Any] = (await page.state(lambda s: s["turn"] is not None))["turn"]
        return turn

    async def hear(self, turn: dict[str, Any]) -> None:
        """The turn's sound, as the page asks for it."""
        address = f"/api/v1/interviews/{self.interview_id}/questions/{turn['question_id']}/speech"
        began = time.monotonic()
        answer = await self.http.get(address, params={"follow_up": turn["follow_up"]})
        self.heard.longest = max(self.heard.longest, time.monotonic() - began)
        assert answer.status_code in (200, 204), answer.text
        self.heard.sounds.append(answer.content)

    async def say(self, turn: dict[str, Any], parts: list[bytes]) -> str:
        """One take, in pieces, with its end."""
        take = str(uuid.uuid4())
        address = f"/api/v1/interviews/{self.interview_id}/recordings/{take}"
        place = f"question={turn['question_id']}&follow_up={turn['follow_up']}"
        for number, data in enumerate(parts):
            sent = await self.http.put(
                f"{address}/chunks/{number}?{place}", content=data, headers={"content-type": "audio/webm"}
            )
            assert sent.status_code == 204, sent.text
        assert (await self.http.post(f"{address}/end", json={"chunks": len(parts)})).status_code == 204
        return take

    async def done(self, page: Page, turn: dict[str, Any], text: str = SAID) -> dict[str, Any]:
        """Say so, and wait for what comes next: a state with another turn, or none."""
        seen = len(page.messages)
        place = {"question_id": turn["question_id"], "follow_up": turn["follow_up"]}
        answer = await page.send("answer_done", **place, text=text, mode="text")
        assert answer["type"] == "ack"
        began = time.monotonic()
        found = await page.next(lambda m: goes_on(m, place), after=seen, seconds=WAIT)
        self.heard.longest = max(self.heard.longest, time.monotonic() - began)
        state: dict[str, Any] = found["state"]
        return state

    async def report(self) -> Report:
        return await self.state.database.read(reports.get, self.actor, self.interview_id)

    async def entries(self, *kinds: str) -> list[journal.Entry]:
        found = await self.state.database.read(journal.since, self.interview_id, 0, 10_000)
        return [entry for entry in found if entry.kind in kinds]

    async def prepared(self) -> set[str]:
        """Every follow-up that was there before the interview began."""
        rows = await self.state.database.read(question_sets.rows_of, self.interview_id)
        return {one.text for row in rows for one in Question.model_validate(row.question).follow_ups}


def goes_on(message: dict[str, Any], place: dict[str, Any]) -> bool:
    if message["type"] != "state":
        return False
    turn = message["state"]["turn"]
    return turn is None or (not turn["is_deciding"] and {key: turn[key] for key in place} != place)


@asynccontextmanager
async def candidate(app: FastAPI, url: str, actor: Actor, email: str) -> AsyncIterator[Candidate]:
    """Invited by the way of an upload; with a model its questions are being written."""
    state: AppState = app.state.neurohire
    interview_id = await state.database.transact(_invited, actor, email)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers={"origin": ORIGIN}) as http:
        yield Candidate(http, state, url, actor, interview_id)


def _invited(db: Session, actor: Actor, email: str) -> str:
    form = people.position_form().model_copy(update={"question_counts": {QuestionType.TECHNICAL: 2}})
    position = positions.create(db, actor, form)
    return people.make_interview(db, actor, position, email, f"Kim {email.partition('@')[0].title()}")


def end_tasks(db: Session) -> None:
    """What is left of one candidate does not run into the next one's."""
    for row in db.scalars(select(Task).where(col(Task.done_at).is_(None))):
        row.done_at, row.lease_until = clock.now(), None


def speech(folder: Path) -> list[bytes]:
    return takes.chunks(takes.spoken(folder / "said.webm", name=takes.CLIPS[0]))
