"""One page at an interview: its operations in, acknowledgements after the commit, entries and state out."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import structlog
from pydantic import ValidationError

from neurohire import clock
from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.database import Database
from neurohire.errors import DomainError, NotAllowed, NotFound, Unavailable
from neurohire.rooms import messages
from neurohire.rooms.participants import BAD_MESSAGE, REFUSED, TOO_FAST, TOO_LARGE, TRY_AGAIN, Disconnected
from neurohire.rooms.registry import DocumentRegistry
from neurohire.rooms.text_line import TextTransport
from neurohire.rooms.told_page import ToldPage
from neurohire.services import operations
from neurohire.services.operations import Operation

log = structlog.get_logger(__name__)
FAILED = 1011  # a fault of ours: logged, and the page comes back by itself
MAX_FRAME = 64 * 1024
INBOX = 100  # messages of one page that wait for the database; more is a page that does not wait for us
HOLD_SECONDS = 6.0
LARGEST_SEQ = 2**31 - 1


class Connection(ToldPage):
    """One page: a reader, a worker that stores in order, and the line back."""

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
        super().__init__(database, transport, who, interview_id)
        self.documents, self.page = documents, page
        self._in: asyncio.Queue[dict[str, Any]] = asyncio.Queue(INBOX)
        self._bucket = messages.Rate(messages_per_second)
        self._held: dict[str, tuple[int, float]] = {}  # operations not stored yet, which later ones wait for

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
