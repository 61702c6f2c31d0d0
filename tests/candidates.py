"""A candidate for tests: an interview with known questions, a browser that enters it, its socket."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlalchemy import delete
from sqlmodel import Session, col
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from neurohire.auth.actors import Actor
from neurohire.models.interviews import InterviewQuestion
from neurohire.models.questions import Criterion, FollowUp, Question
from neurohire.vocabulary import DataKind, QuestionType, Role
from tests import people

CANARY = "canary-7f3a"  # stands in everything that a candidate must never see
FOLLOW_UP = "What would you measure before you changed anything?"
TEXTS = (
    "How did you shard the orders table, and what broke first?",
    "Write a function that returns the most frequent words of a text.",
    "Payments fail for one customer in ten. What do you do first?",
)


def question(place: int, *, coding: bool = False, follow_up: bool = True) -> Question:
    """A question whose rubric says CANARY in every field that has words."""
    criterion = Criterion(
        key="trade",
        name=f"{CANARY} name",
        points=[f"{CANARY} point: latency is compared with cost"],
        anchors={n: f"{CANARY} anchor {n}" for n in (0, 1, 2, 3, 4)},
    )
    return Question(
        id=f"try-{place}",
        type=QuestionType.CODING if coding else QuestionType.TECHNICAL,
        skill=f"{CANARY} skill",
        text=TEXTS[place],
        rubric=[criterion],
        follow_ups=[FollowUp(text=FOLLOW_UP, criterion="trade")] if follow_up else [],
        languages=["Python", "Go"] if coding else [],
        starter="def top():\n    ...\n" if coding else "",
        quoted_fact=f"{CANARY} fact",
    )


@dataclass
class Invited:
    """An interview that nobody has entered yet."""

    actor: Actor
    interview_id: str
    token: str
    question_ids: list[str] = field(default_factory=list)


def invite(
    db: Session, email: str = "ana@example.org", *, coding: bool = False, follow_up: bool = True
) -> Invited:
    """Three questions; with `coding` the second is answered in the editor."""
    actor = people.make_actor(db, f"rita+{email}", Role.RECRUITER)
    interview_id = people.make_interview(db, actor, people.make_position(db, actor), email, "Ana Ruiz")
    db.execute(delete(InterviewQuestion).where(col(InterviewQuestion.interview_id) == interview_id))
    rows = []
    for place in range(3):
        asked = question(place, coding=coding and place == 1, follow_up=follow_up)
        rows.append(
            InterviewQuestion(
                interview_id=interview_id,
                place=place,
                question_id=asked.id,
                question=asked.model_dump(mode="json"),
            )
        )
    db.add_all(rows)
    db.flush()
    return Invited(actor, interview_id, people.link_token(db, actor, interview_id), [row.id for row in rows])


async def enter(http: httpx.AsyncClient, token: str) -> httpx.Response:
    """Open the link and press Continue."""
    landing = await http.get(f"/i/{token}")
    found = re.search(r'name="csrf" value="([^"]+)"', landing.text)
    return await http.post(f"/i/{token}", data={"csrf": found.group(1) if found else ""})


async def agree(http: httpx.AsyncClient, interview_id: str, *kinds: DataKind) -> httpx.Response:
    """Choose; everything when nothing is named."""
    address = f"/interview/{interview_id}/welcome"
    page = (await http.get(address)).text
    csrf, version = (re.search(rf'name="{name}" value="([^"]+)"', page) for name in ("csrf", "version"))
    assert csrf and version
    given = [kind.value for kind in kinds or tuple(DataKind)]
    data = {"csrf": csrf.group(1), "version": version.group(1), "consent": given}
    return await http.post(address, data=data)


class Page:
    """The interview page's half of the operation socket, without its patience."""

    def __init__(
        self, url: str, cookie: str, interview_id: str, *, page: str = "page-1", origin: str = ""
    ) -> None:
        self.address = f"{url.replace('http', 'ws')}/ws/interviews/{interview_id}?page={page}&as=candidate"
        self.headers = {"cookie": cookie} if cookie else {}
        self.origin = origin
        self.client_id, self.client_seq = f"client-{page}", 0
        self.messages: list[dict[str, Any]] = []
        self.closed: int | None = None
        self._news = asyncio.Event()

    async def __aenter__(self) -> Page:
        self.socket: ClientConnection = await connect(
            self.address,
            additional_headers=self.headers,
            origin=self.origin or None,
            max_size=None,  # type: ignore[arg-type]
        )
        self._listening = asyncio.create_task(self._listen())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._listening.cancel()
        await asyncio.gather(self._listening, return_exceptions=True)
        await self.socket.close()

    async def hello(self, since: int = 0) -> dict[str, Any]:
        """Say hello; the state that comes back."""
        await self.post({"type": "hello", "since": since})
        return await self.state(lambda state: True)

    async def post(self, message: dict[str, Any] | str) -> None:
        with suppress(ConnectionClosed):
            await self.socket.send(message if isinstance(message, str) else json.dumps(message))

    async def send(self, kind: str, **body: Any) -> dict[str, Any]:
        """One operation and its answer: ack, refused or retry."""
        self.client_seq += 1
        return await self.resend(self.client_seq, kind, **body)

    async def resend(self, client_seq: int, kind: str, **body: Any) -> dict[str, Any]:
        seen = len(self.messages)
        operation = {"type": "op", "client_id": self.client_id, "client_seq": client_seq}
        await self.post({**operation, "kind": kind, "body": body})
        return await self.next(lambda m: m.get("client_seq") == client_seq, after=seen)

    async def next(
        self, fits: Callable[[dict[str, Any]], bool], *, after: int = 0, seconds: float = 10
    ) -> dict[str, Any]:
        async with asyncio.timeout(seconds):
            while True:
                for message in self.messages[after:]:
                    if fits(message):
                        return message
                assert self.closed is None, f"closed with {self.closed}"
                self._news.clear()
                await self._news.wait()

    async def state(self, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first state told (or to be told) that fits."""
        found = await self.next(lambda m: m["type"] == "state" and fits(m["state"]))
        state: dict[str, Any] = found["state"]
        return state

    async def until_closed(self, seconds: float = 10) -> int:
        async with asyncio.timeout(seconds):
            while self.closed is None:
                self._news.clear()
                await self._news.wait()
        return self.closed

    async def _listen(self) -> None:
        try:
            async for message in self.socket:
                self.messages.append(json.loads(message))
                self._news.set()
        except ConnectionClosed:
            pass
        self.closed = self.socket.close_code
        self._news.set()
