"""The history of a document for those who may see the interview: every edit with time and person."""

from __future__ import annotations

import base64
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.auth.actors import Actor
from neurohire.errors import NotFound
from neurohire.models.answers import Document
from neurohire.models.interviews import Interview
from neurohire.models.journal import JournalEntry
from neurohire.models.users import User
from neurohire.services import access, documents, focus, journal, room_files
from neurohire.services.colours import colours_of
from neurohire.vocabulary import InterviewKind

MOST = 5_000


class HistoryFile(BaseModel):
    """A file of the document; a removed one can still be played back."""

    root: str
    name: str
    language: str
    is_removed: bool


class HistoryPage(BaseModel):
    """`updates` are [time, person, base64 of the Yjs update]; `next` goes on, None: that was all."""

    updates: list[tuple[datetime, str, str]] = []
    next: int | None = None
    files: list[HistoryFile] = []
    people: dict[str, str] = {}
    colours: dict[str, str] = {}
    focus: list[tuple[datetime, datetime]] = []
    is_held_back: bool = False  # focus time runs: what is written in it is not told yet


def page(
    db: Session, actor: Actor, interview_id: str, document_id: str, after: int = 0, limit: int = MOST
) -> HistoryPage:
    """Edits after this number, in order."""
    row = access.interview(db, actor, interview_id)
    document = db.get(Document, document_id)
    if document is None and document_id == row.id and row.kind == InterviewKind.LIVE:
        return HistoryPage()  # nobody opened the editor
    if document is None or document.interview_id != row.id:
        raise NotFound()
    held = focus.running(db, row) if document.interview_question_id is None else None
    limit = max(1, min(limit, MOST))
    found = documents.history_rows(db, document_id, after, limit, held.since if held else None)
    more = (
        documents.history_rows(db, document_id, found[-1].number, 1, held.since if held else None)
        if found
        else []
    )
    return HistoryPage(
        updates=[
            (edit.at, edit.actor, base64.b64encode(update).decode())
            for edit in found
            for update in edit.updates
        ],
        next=found[-1].number if more else None,
        files=_files(db, document),
        people=_people(db, row),
        colours=colours_of(db, row),
        focus=_focus_times(db, row),
        is_held_back=held is not None,
    )


def _files(db: Session, document: Document) -> list[HistoryFile]:
    rows = room_files.of(db, document.id)
    if not rows:
        name = f"code.{room_files.ENDINGS.get(document.language, 'txt')}"
        return [HistoryFile(root=documents.ROOT, name=name, language=document.language, is_removed=False)]
    return [
        HistoryFile(
            root=row.root, name=row.name, language=row.language, is_removed=row.removed_at is not None
        )
        for row in rows
    ]


def _people(db: Session, row: Interview) -> dict[str, str]:
    """Names by journal name, of everybody who may have typed."""
    team = db.execute(
        select(User.id, User.name).where(  # type: ignore[call-overload]
            col(User.id).in_([one.removeprefix("user:") for one in colours_of(db, row)])
        )
    )
    names = {f"user:{user_id}": name for user_id, name in team}
    return {f"candidate:{row.candidate_id}": row.candidate_name, "server": "The question's start"} | names


def _focus_times(db: Session, row: Interview) -> list[tuple[datetime, datetime]]:
    """From when until when the candidate worked alone."""
    entries = db.scalars(
        select(JournalEntry)
        .where(col(JournalEntry.interview_id) == row.id, col(JournalEntry.kind).in_(focus.KINDS))
        .order_by(col(JournalEntry.seq))
    )
    found: list[tuple[datetime, datetime]] = []
    for entry in entries:
        if entry.kind == focus.STARTED:
            body = journal.entry_of(entry).body or {}
            found.append((entry.at, datetime.fromisoformat(body["until"]) if body else entry.at))
        elif found:
            found[-1] = (found[-1][0], min(found[-1][1], entry.at))
    return found
