"""What a room must know of a live interview's document: its files and focus time, and news of both."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

from sqlmodel import Session

from neurohire.broadcast import MISSED
from neurohire.database import Database
from neurohire.models.answers import Document
from neurohire.models.interviews import Interview
from neurohire.rooms.document_facts import SEEDS, FileSeed, FocusOver, FocusTime, Look, News, Standing
from neurohire.services import documents, focus, room_files
from neurohire.services.journal import Entry

ENDS = (focus.ENDED, "interview_completed", "interview_cancelled")


class LiveDocumentFacts:
    """The rooms' facts on our own tables; a document of a single question has none."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def now(self, document_id: str) -> Standing:
        return await self._database.read(_now, document_id)

    async def until(self, document_id: str, at: datetime) -> list[bytes]:
        return await self._database.read(documents.until, document_id, at)

    async def news(self, document_id: str) -> AsyncIterator[News]:
        interview_id = await self._database.read(_live_interview, document_id)
        if interview_id is None:
            return
        with self._database.broadcast.subscribe(f"interview:{interview_id}") as subscription:
            yield Look()
            async for happened in subscription:
                if happened is MISSED:
                    yield Look()
                elif happened.kind == "entry" and (news := _news(happened.data["entry"])) is not None:
                    yield news


def _news(entry: Entry) -> News | None:
    if entry.kind == focus.STARTED and entry.body:
        return FocusTime(entry.at, datetime.fromisoformat(entry.body["until"]))
    if entry.kind in ENDS:
        return FocusOver()
    return Look() if entry.kind == "file_added" else None


def _live_interview(db: Session, document_id: str) -> str | None:
    row = db.get(Document, document_id)
    return None if row is None or row.interview_question_id is not None else row.interview_id


def _now(db: Session, document_id: str) -> Standing:
    interview_id = _live_interview(db, document_id)
    row = db.get(Interview, interview_id) if interview_id else None
    if row is None:
        return Standing()
    files = [
        FileSeed(file.root, file.starter, SEEDS + file.number) for file in room_files.of(db, document_id)
    ]
    found = focus.running(db, row)
    return Standing(files, FocusTime(found.since, found.until) if found else None)
