"""A scripted candidate over the real sockets: types, resends what was not acknowledged, remembers all."""

from __future__ import annotations

import asyncio
import base64
import json
import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import itsdangerous
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from neurohire.rooms.wire import step1_frame
from tests.rooms.client import Client

RETRY_SECONDS = 0.3
WINDOW = 6  # operations on the way; the server allows 30 a second
WORDS = ("measured", "the query plan", "added an index", "moved work to a queue", "watched", "latency")
MOVES = {"interview_start", "answer_done", "interview_submit"}
NO_CONNECTION = (OSError, InvalidHandshake, ConnectionClosed, TimeoutError)


def cookie(secret: str, token: str) -> str:
    """The header a browser would send that holds this login session."""
    data = base64.b64encode(json.dumps({"id": "0" * 32, "token": token}).encode())
    return "session=" + itsdangerous.TimestampSigner(secret).sign(data).decode()


class ScriptedCandidate:
    """One page: what it sent, what was acknowledged, what it was told; comes back by itself."""

    def __init__(self, url: str, interview_id: str, cookie: str, seed: int = 1) -> None:
        self.base, self.interview_id = url.replace("http", "ws", 1), interview_id
        self.headers, self.origin = {"cookie": cookie}, url
        self.client_id, self.page = f"client-{seed:08d}", f"page-{seed}"
        self.random = random.Random(seed)
        self.sent_operations = 0
        self.queue: dict[int, dict[str, Any]] = {}  # not acknowledged, in order
        self.acknowledged: dict[int, int] = {}
        self.refused: list[dict[str, Any]] = []
        self.retries = self.connections = 0
        self.typed: dict[tuple[str, int], str] = {}
        self.code: dict[str, str] = {}
        self.state: dict[str, Any] = {}
        self.returned: list[tuple[dict[str, Any], dict[str, Any] | None]] = []  # turns before and after
        self._turn_left: dict[str, Any] | None = None
        self._is_moving = False  # a turn was ended, and the next one was not told yet
        self.closed: int | None = None
        self.on_sent: Callable[[int], Any] = lambda _count: None
        self.news = asyncio.Condition()
        self._socket: ClientConnection | None = None

    async def __aenter__(self) -> ScriptedCandidate:
        self._task = asyncio.ensure_future(self._stay_connected())
        await self.until(lambda: bool(self.state))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    # -- the line ---------------------------------------------------------------------

    async def _stay_connected(self) -> None:
        url = f"{self.base}/ws/interviews/{self.interview_id}?page={self.page}"
        while True:
            with suppress(*NO_CONNECTION):
                async with connect(
                    url, origin=self.origin, additional_headers=self.headers, compression=None, open_timeout=5
                ) as self._socket:
                    self.connections += 1
                    await self._talk(self._socket)
            self.closed = self._socket.close_code if self._socket else None
            self._socket = None
            await asyncio.sleep(0.1)  # as a browser waits before it tries again

    async def _talk(self, socket: ClientConnection) -> None:
        on_the_way = {operation["kind"] for operation in self.queue.values()}
        stays = not self._is_moving and not on_the_way & MOVES
        self._turn_left = self.turn if stays else None
        await socket.send(json.dumps({"type": "hello", "since": 0}))
        for operation in list(self.queue.values()):
            await socket.send(json.dumps(operation))
        async for text in socket:
            self._take(json.loads(text))
            async with self.news:
                self.news.notify_all()

    def _take(self, message: dict[str, Any]) -> None:
        seq = message.get("client_seq")
        match message["type"]:
            case "ack":
                assert self.acknowledged.setdefault(seq, message["seq"]) == message["seq"], "numbered twice"
                operation = self.queue.pop(seq, None)
                self._is_moving = self._is_moving or (operation is not None and operation["kind"] in MOVES)
            case "retry":
                self.retries += 1
                asyncio.get_running_loop().call_later(RETRY_SECONDS, self._again, seq)
            case "refused":
                self.refused.append(message)
                self.queue.pop(seq, None)
            case "state":
                self.state, self._is_moving = message["state"], False
                if self._turn_left is not None:
                    self.returned.append((self._turn_left, self.turn))
                    self._turn_left = None

    def _again(self, seq: int) -> None:
        if seq in self.queue and self._socket is not None:
            self._posting = asyncio.ensure_future(self._post(self.queue[seq]))

    async def _post(self, operation: dict[str, Any]) -> None:
        if self._socket is not None:
            with suppress(ConnectionClosed):
                await self._socket.send(json.dumps(operation))

    @property
    def is_connected(self) -> bool:
        return self._socket is not None

    async def until(self, condition: Callable[[], bool], seconds: float = 60) -> None:
        async with asyncio.timeout(seconds), self.news:
            await self.news.wait_for(condition)

    async def send(self, kind: str, **body: Any) -> int:
        """Queue an operation and send it if there is a line; its number."""
        await self.until(lambda: len(self.queue) < WINDOW)
        self.sent_operations += 1
        seq = self.sent_operations
        operation = {"type": "op", "client_id": self.client_id, "client_seq": seq, "kind": kind, "body": body}
        self.queue[seq] = operation
        await self._post(operation)
        self.on_sent(seq)
        return seq

    async def settled(self, seconds: float = 60) -> None:
        await self.until(lambda: not self.queue, seconds)

    # -- the script -------------------------------------------------------------------

    @property
    def turn(self) -> dict[str, Any] | None:
        return self.state.get("turn")

    def place(self) -> tuple[str, int] | None:
        """(question, follow-up) that is on."""
        turn = self.turn
        return (turn["question_id"], turn["follow_up"]) if turn else None

    async def interview(self, drafts: int = 4) -> None:
        """From the start to the receipt."""
        await self.send("interview_start")
        await self.until(lambda: self.turn is not None)
        while (here := self.place()) is not None:
            await self.answer(drafts)
            await self.until(lambda here=here: self.place() != here)  # type: ignore[misc]
        await self.send("interview_submit")
        await self.until(lambda: self.state["state"] == "submitted")
        await self.settled()

    async def answer(self, drafts: int) -> None:
        turn = self.turn
        assert turn is not None
        question, follow_up = turn["question_id"], turn["follow_up"]
        if turn["document_id"] and follow_up == 0:
            await self.write_code(turn["document_id"], question)
        text = ""
        for _ in range(drafts):
            text += " ".join(self.random.choices(WORDS, k=4)) + " "
            self.typed[question, follow_up] = text
            await self.send("answer_draft", question_id=question, follow_up=follow_up, text=text)
        await self.send("answer_done", question_id=question, follow_up=follow_up, text=text)

    async def write_code(self, document_id: str, question: str) -> None:
        """Key presses in the editor until the server has stored them all."""
        editor = Editor(f"{self.base}/ws/documents/{document_id}", self.origin, self.headers)
        async with editor:
            for number in range(5):
                line = f"value_{number} = {self.random.randrange(1000)}\n"
                await editor.edit(lambda text, line=line: text.insert(len(text), line))  # type: ignore[misc]
            await editor.stored()
            self.code[question] = str(editor.text)


class Editor(Client):
    """The document's page, which comes back with what it has when the line breaks."""

    def __init__(self, url: str, origin: str, headers: dict[str, str]) -> None:
        super().__init__(url, "candidate")
        self.origin, self.headers = origin, headers

    async def __aenter__(self) -> Editor:
        await self.reopen()
        await self.wait(lambda: self.updates > 0)  # the starter text, if any, is there
        return self

    async def reopen(self) -> None:
        self.sent = self.committed = 0
        self.closed = None
        async with asyncio.timeout(40):
            while True:
                with suppress(*NO_CONNECTION):
                    self.socket = await connect(
                        self.url, origin=self.origin, additional_headers=self.headers, compression=None
                    )
                    break
                await asyncio.sleep(0.1)
        self.task = asyncio.ensure_future(self._listen())
        await self.send(step1_frame(self.doc.get_state()))

    async def stored(self) -> None:
        """Until everything typed is committed, over as many connections as it takes."""
        async with asyncio.timeout(60):
            while True:
                await self.wait(
                    lambda: self.closed is not None or (self.sent > 0 and self.committed >= self.sent), 60
                )
                if self.closed is None:
                    return
                await self.reopen()
                await self.wait(lambda: self.sent > 0 or self.closed is not None, 30)
