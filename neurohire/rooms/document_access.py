"""Documents in the database behind the rooms, and who may write in them right now."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Session

from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.database import Database
from neurohire.errors import DomainError, NotFound, Unavailable
from neurohire.rooms.document_store import UpdateRow
from neurohire.rooms.participants import Participant
from neurohire.rooms.registry import DocumentRegistry
from neurohire.services import access, documents, room_access, room_files
from neurohire.services.colours import colour_of
from neurohire.services.room_access import Seat, Standing
from neurohire.vocabulary import InterviewState

# how long an answer to "may he write?" is used again when nothing was told of the interview or the person
RIGHT_SECONDS = 10.0
NEWS_SECONDS = 0.25  # after news: an interview in which very much happens is not asked at every key press
COLOURS = {"candidate": "#2f5bd7", "staff": "#1f7a4d"}


class DatabaseDocumentStore:
    """The rooms' store on our own tables; what many documents store at the same time is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[Batch] = []
        self._writing: asyncio.Task[None] | None = None

    async def load(self, document_id: str) -> list[bytes]:
        return await self._database.read(documents.load, document_id)

    async def authored(self, document_id: str) -> list[tuple[str, bytes]]:
        return await self._database.read(documents.authored, document_id)

    async def append(self, document_id: str, rows: Sequence[UpdateRow]) -> None:
        stored = asyncio.get_running_loop().create_future()
        self._waiting.append(Batch(document_id, rows, stored))
        if self._writing is None:
            self._writing = asyncio.ensure_future(self._write_all())
        await stored

    async def _write_all(self) -> None:
        while self._waiting:
            batches, self._waiting = self._waiting, []
            if not await self._write(batches):
                for batch in batches:  # perhaps one of them is at fault: it must not hold up the others
                    await self._write([batch])
        self._writing = None

    async def _write(self, batches: list[Batch]) -> bool:
        """False when it failed and is to be tried one by one."""
        failure: BaseException | None = None
        try:
            edits = [(document_id, rows) for document_id, rows, _ in batches]
            await self._database.transact(documents.append_all, edits)
        except Exception as error:
            if len(batches) > 1 and not isinstance(error, Unavailable):
                return False
            failure = error
        for _, _, stored in batches:
            if stored.done():  # nobody waits any more
                continue
            if failure is None:
                stored.set_result(None)
            else:
                stored.set_exception(failure)
        return True

    async def snapshot(self, document_id: str, state: bytes) -> None:
        await self._database.transact(documents.snapshot, document_id, state)


class Batch(NamedTuple):
    """Edits of one document on their way to the database."""

    document_id: str
    rows: Sequence[UpdateRow]
    stored: asyncio.Future[None]


async def participant(
    database: Database, registry: DocumentRegistry, who: CandidateGrant | Actor, document_id: str
) -> Participant:
    """The person at this document, or NotFound; the document gets its starter text if it is new."""
    view = await opened(database, document_id)
    standing = await database.read(room_access.standing, who, view.interview_id)
    if standing is not None:
        return await _in_the_room(database, who, document_id, view.interview_id, standing)
    if isinstance(who, Actor):
        await database.read(access.interview, who, view.interview_id)
        return Participant(who.journal_name, who.name, COLOURS["staff"], can_write=False)
    if who.interview_id != view.interview_id:
        raise NotFound()
    if view.starter:
        await registry.seed(document_id, view.starter)
    right = WriteRight(database, who, document_id, view.interview_id)
    return Participant(who.journal_name, who.name, COLOURS["candidate"], can_write=right)


async def _in_the_room(
    database: Database,
    who: CandidateGrant | Actor,
    document_id: str,
    interview_id: str,
    standing: Standing,
) -> Participant:
    """A person of a live interview; the candidate has nothing to read here before he is let in."""
    if not standing.is_inside:
        raise NotFound()
    colour = await database.read(colour_of, document_id, standing.journal_name)
    right = WriteRight(database, who, document_id, interview_id)
    can_write = False if standing.seat is Seat.OBSERVER else right
    is_watcher = standing.seat is not Seat.CANDIDATE
    return Participant(standing.journal_name, standing.name, colour, can_write, is_watcher)


async def opened(database: Database, document_id: str) -> documents.DocumentView:
    """The document, made now if it is the one of a live interview and nobody has opened it yet."""
    try:
        return await database.read(documents.view, document_id)
    except NotFound:
        await database.read(room_files.check_live, document_id)
        await database.transact(room_files.ensure, document_id)
        return await database.read(documents.view, document_id)


class WriteRight:
    """The candidate may write while the interview runs and the question is on; asked again after any news.

    In the room of a live interview: whoever may change what all share.
    """

    def __init__(
        self, database: Database, who: CandidateGrant | Actor, document_id: str, interview_id: str
    ) -> None:
        self._database, self._who, self._document_id = database, who, document_id
        person = f"user:{who.user_id}" if isinstance(who, Actor) else f"interview:{interview_id}"
        self._topics = (f"interview:{interview_id}", person)
        self._asked_at, self._moment, self._answer = 0.0, 0, False

    async def __call__(self) -> bool:
        news, age = self._database.broadcast, time.monotonic() - self._asked_at
        if age > RIGHT_SECONDS or (age > NEWS_SECONDS and news.has_changes(self._moment, *self._topics)):
            moment = news.moment()
            try:
                self._answer = await self._database.read(_may_write, self._who, self._document_id)
            except Unavailable:
                return True  # the update is stored later or not at all; it is not a matter of rights
            except DomainError:
                self._answer = False
            self._asked_at, self._moment = time.monotonic(), moment
        return self._answer


def _may_write(db: Session, who: CandidateGrant | Actor, document_id: str) -> bool:
    view = documents.view(db, document_id)
    standing = room_access.standing(db, who, view.interview_id)
    if standing is not None:
        return standing.may_write
    if isinstance(who, Actor):
        return False
    row = access.granted_interview(db, who)
    access.check_grant(db, who)
    return row.state == InterviewState.LIVE and view.is_open
