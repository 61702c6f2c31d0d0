"""One page at an interview: its operations in, acknowledgements after the commit, entries and state out."""

from __future__ import annotations

import asyncio
import functools
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Protocol, TypeVar

import structlog
from pydantic import ValidationError

from neurohire import clock
from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.broadcast import MISSED, Subscription
from neurohire.database import Database
from neurohire.errors import DomainError, NotAllowed, NotFound, Unavailable
from neurohire.events import Event
from neurohire.rooms import messages
from neurohire.rooms.ahead import begun, resumed
from neurohire.rooms.participants import (
    BAD_MESSAGE,
    REFUSED,
    TOO_FAST,
    TOO_LARGE,
    TRY_AGAIN,
    Disconnected,
)
from neurohire.rooms.registry import DocumentRegistry
from neurohire.services import conduct, operations
from neurohire.services.journal import Entry
from neurohire.services.operations import Operation

T = TypeVar("T")
log = structlog.get_logger(__name__)
FAILED = 1011  # a fault of ours: logged, and the page comes back by itself
MAX_FRAME = 64 * 1024
QUEUE = 500
INBOX = 100  # messages of one page that wait for the database; more is a page that does not wait for us
HOLD_SECONDS = 6.0
AGAIN_SECONDS = 0.5
READ_SECONDS = 10.0  # a page that takes nothing for so long is not there; its browser thinks so much earlier
READ_SECONDS = 10.0
LARGEST_SEQ = 2**31 - 1
CANDIDATE_SEES = {
    "interview_started",
    "question_asked",
    "deciding_began",
    "follow_up_asked",
    "question_answered",
    "question_skipped",
    "all_questions_answered",
    "interview_submitted",
    "time_given_back",
    "extra_time_given",
    "interview_cancelled",
}
SPOKEN = {"recording_ended", "transcript_ready", "transcript_without_words", "transcript_given_up"}
CHANGES_STATE = CANDIDATE_SEES | SPOKEN | {"code_language"}


class TextTransport(Protocol):
    """A message connection, whatever carries it; receive raises Disconnected."""

    async def receive(self) -> str: ...

    def send(self, text: str) -> Coroutine[Any, Any, None]: ...

    async def close(self, code: int, reason: str) -> None: ...


class Connection:
    """One page: a reader, and a pump that sends in order through a bounded queue."""

    def __init__(
        self,
        database: Database,
        documents: DocumentRegistry,
        messages_per_second: int,
        transport: TextTransport,
        who: CandidateGrant | Actor,
        interview_id: str,
        page: str,
    ) -> None:
        self.database, self.documents = database, documents
        self.transport, self.who = transport, who
        self.interview_id, self.page = interview_id, page
        self._out: asyncio.Queue[str | tuple[int, str]] = asyncio.Queue(QUEUE)
        self._in: asyncio.Queue[dict[str, Any]] = asyncio.Queue(INBOX)
        self._bucket = messages.Rate(messages_per_second)
        self._held: dict[str, tuple[int, float]] = {}  # operations not stored yet, which later ones wait for
        self._is_gone = False
        self._sent = -1  # number of the last entry sent or passed over; -1 before hello
        self._telling = asyncio.Lock()
        self._showing = asyncio.Lock()  # a replay and what happens meanwhile keep their order

    async def run(self) -> None:
        topic = f"interview:{self.interview_id}"
        with self.database.broadcast.subscribe(topic) as subscription:
            tasks = [
                asyncio.create_task(work)
                for work in (self._read(), self._pump(), self._listen(subscription), self._work())
            ]
            try:
                ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                self._note_faults(ended)
                await asyncio.wait({tasks[1]}, timeout=1)  # a close that is on its way
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    def _note_faults(self, ended: set[asyncio.Task[None]]) -> None:
        for task in ended:
            error = task.exception()
            if error is not None and not isinstance(error, Disconnected):
                log.error("an interview socket failed", exc_info=error)
                self.close(FAILED, "our fault")

    def close(self, code: int, reason: str) -> None:
        """Say nothing more, then close; the browser learns the code."""
        while not self._out.empty():
            self._out.get_nowait()
        self._out.put_nowait((code, reason))

    def send(self, message: dict[str, Any]) -> None:
        try:
            self._out.put_nowait(messages.written(message))
        except asyncio.QueueFull:
            self.close(TRY_AGAIN, "too slow")

    async def _pump(self) -> None:
        while True:
            item = await self._out.get()
            if isinstance(item, tuple):
                return await self.transport.close(*item)
            try:
                if not self._is_gone:
                    await self._carry(item)
            except Disconnected:
                self._is_gone = True  # the reader hears of it, too, and ends the visit
            except TimeoutError:  # he does not read, and would not read our good-bye either
                return

    async def _carry(self, text: str) -> None:
        """Mostly there is room for it at once, and a time limit would cost more than the sending."""
        awaited, rest = begun(self.transport.send(text))
        if rest is not None:
            async with asyncio.timeout(READ_SECONDS):
                await resumed(rest, awaited)

    async def _read(self) -> None:
        """Takes in what comes, and answers pings even while an operation waits for the database."""
        try:
            while True:
                text = await self.transport.receive()
                if len(text) > MAX_FRAME or len(text.encode()) > MAX_FRAME:
                    return self.close(TOO_LARGE, "message too large")
                message = messages.parsed(text)
                if not self._bucket_of(message).take():
                    return self.close(TOO_FAST, "too many messages")
                match message:
                    case {"type": "ping"}:
                        self.send({"type": "pong", "at": clock.now()})
                    case {"type": "hello" | "op"} if not self._in.full():
                        self._in.put_nowait(message)
                    case {"type": "hello" | "op"}:
                        return self.close(TRY_AGAIN, "too slow")
                    case dict() if self.take_directly(message):
                        continue
                    case _:
                        return self.close(BAD_MESSAGE, "not understood")
        except Disconnected:
            self._is_gone = True
            await self._in.join()  # what arrived before is stored, though nobody hears of it

    def _bucket_of(self, message: Any) -> messages.Rate:
        """What a message counts against."""
        return self._bucket

    def take_directly(self, message: dict[str, Any]) -> bool:
        """A kind of message that is neither kept nor acknowledged: whether it was one."""
        return False

    async def _work(self) -> None:
        while await self._receive(await self._in.get()):
            self._in.task_done()
        self.close(BAD_MESSAGE, "not understood")

    async def _receive(self, message: dict[str, Any]) -> bool:
        match message:
            case {"type": "hello", "since": int(since)}:
                await self._replay(min(max(0, since), LARGEST_SEQ))
            case {"type": "op"}:
                return await self._operate(message)
            case _:
                return False
        return True

    async def _operate(self, message: dict[str, Any]) -> bool:
        try:
            operation = Operation.model_validate(message)
        except ValidationError:
            return False
        answer: dict[str, Any] = {"client_id": operation.client_id, "client_seq": operation.client_seq}
        if self._must_wait(operation):
            self.send(answer | {"type": "retry"})
            return True
        try:
            seq = await self._store(operation)
            self._held.pop(operation.client_id, None)
            self.send(answer | {"type": "ack", "seq": seq})
        except Unavailable:
            self._held[operation.client_id] = (operation.client_seq, time.monotonic() + HOLD_SECONDS)
            self.send(answer | {"type": "retry"})  # not stored: the page keeps it and sends it again
        except (NotAllowed, NotFound):
            self.close(REFUSED, "opened elsewhere")
        except DomainError as error:
            self._held.pop(operation.client_id, None)
            self.send(answer | {"type": "refused", "code": error.code, "message": error.message})
            await self._send_state()
        return True

    async def _store(self, operation: Operation) -> int:
        """Done and kept; the number in the journal."""
        if not isinstance(self.who, CandidateGrant):
            raise NotAllowed()
        if operation.kind in ("answer_done", "question_skip", "interview_submit"):
            await self._store_code()
        return await self.database.transact(operations.apply_once, self.who, operation)

    def _must_wait(self, operation: Operation) -> bool:
        """After one that was not stored, later ones wait for it: else an older text would replace a newer.

        Not for ever: the page may have dropped it because a newer text was typed meanwhile.
        """
        seq, until = self._held.get(operation.client_id, (LARGEST_SEQ, 0.0))
        return operation.client_seq > seq and time.monotonic() < until

    async def _store_code(self) -> None:
        """What was typed in the editor is in the database before the turn ends."""
        view = await self._view()
        if view is not None and view.turn is not None and view.turn.document_id:
            await self.documents.flush(view.turn.document_id)

    async def _replay(self, since: int) -> None:
        async with self._showing:
            await self._catch_up(since)
        await self._send_state()

    async def _patiently(self, reading: Callable[[], Awaitable[T]]) -> T:
        """What is to be told is told when the database is back; the line stays open meanwhile."""
        while True:
            try:
                return await reading()
            except Unavailable:
                await asyncio.sleep(AGAIN_SECONDS)

    async def _catch_up(self, since: int) -> None:
        kinds = self._kinds(since)
        while True:
            replay = functools.partial(self.database.read, operations.replay, self.interview_id, since, kinds)
            entries, last = await self._patiently(replay)
            for entry in entries:
                await self._has_room()
                self._show(entry)
            since = self._sent = max(since, last)
            if kinds or not entries:
                return

    async def _has_room(self) -> None:
        """A long replay waits for a page that reads; one that does not read at all is closed."""
        until = time.monotonic() + READ_SECONDS
        while self._out.qsize() > QUEUE // 2 and not self._is_gone:
            if time.monotonic() > until:
                self.close(TRY_AGAIN, "too slow")
                raise Disconnected
            await asyncio.sleep(0.01)

    async def _listen(self, subscription: Subscription) -> None:
        async for happened in subscription:
            if happened is MISSED:
                await self._replay(max(0, self._sent))
            elif happened.kind == "entry":
                await self._new_entry(happened.data["entry"])
            elif happened.kind == "grant_ended":
                self._grant_ended(happened)
            elif happened.kind == "interview_changed" and self._sent >= 0:
                await self._replay(self._sent)
            else:
                await self._happened(happened)

    async def _happened(self, event: Event) -> None:
        """Something else on the interview's topic."""

    async def _new_entry(self, entry: Entry) -> None:
        if self._sent < 0:
            return  # hello brings it
        async with self._showing:
            if entry.seq == self._sent + 1:
                self._show(entry)
            elif entry.seq > self._sent:  # committed after one that is told later
                await self._catch_up(self._sent)
        if self._changes_state(entry.kind):
            await self._send_state()

    def _kinds(self, since: int) -> tuple[str, ...]:
        """What to look for in the journal after this number; empty: everything."""
        return tuple(sorted(CANDIDATE_SEES)) if isinstance(self.who, CandidateGrant) else ()

    def _may_see(self, entry: Entry) -> bool:
        return not isinstance(self.who, CandidateGrant) or entry.kind in CANDIDATE_SEES

    def _changes_state(self, kind: str) -> bool:
        return kind in CHANGES_STATE

    def _grant_ended(self, happened: Event) -> None:
        if isinstance(self.who, CandidateGrant) and happened.data["grant_id"] in (None, self.who.grant_id):
            self.close(REFUSED, "opened elsewhere")

    def _show(self, entry: Entry) -> None:
        self._sent = max(self._sent, entry.seq)
        if not self._may_see(entry):
            return
        self.send(
            {
                "type": "entry",
                "seq": entry.seq,
                "at": entry.at,
                "actor": entry.actor,
                "kind": entry.kind,
                "body": entry.body,
            }
        )

    async def _send_state(self) -> None:
        async with self._telling:  # a state read earlier is never told later
            state = await self._patiently(self._state)
            if state is None:
                return
            self.send({"type": "state", "state": state})

    async def _state(self) -> dict[str, Any] | None:
        view = await self._view()
        return None if view is None else view.model_dump(mode="json")

    async def _view(self) -> conduct.CandidateView | None:
        if not isinstance(self.who, CandidateGrant):
            return None
        try:
            return await self.database.read(conduct.view, self.who)
        except NotFound:
            return None
