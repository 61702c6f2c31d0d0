"""Shared texts in the database: their updates with time and person, snapshots, and the text as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from pycrdt import Doc, Text
from sqlalchemy import func, select
from sqlmodel import Session, col

from neurohire.errors import NotFound
from neurohire.models.answers import Document, DocumentSnapshot, DocumentUpdate
from neurohire.models.interviews import InterviewQuestion
from neurohire.vocabulary import QuestionState

ROOT = "codemirror"
LARGEST_PAGE = 2_000_000  # bytes of updates that one page of the history brings


class Row(Protocol):
    """One edit as the room hands it over."""

    @property
    def at(self) -> datetime: ...
    @property
    def actor(self) -> str: ...
    @property
    def update(self) -> bytes: ...


class DocumentView(NamedTuple):
    """What a socket needs to know of a document."""

    interview_id: str
    language: str
    starter: str
    is_open: bool  # the candidate may still write


def view(db: Session, document_id: str) -> DocumentView:
    row = db.get(Document, document_id)
    if row is None:
        raise NotFound()
    question = db.get(InterviewQuestion, row.interview_question_id) if row.interview_question_id else None
    is_open = question is None or (question.state == QuestionState.ASKED and question.deciding_since is None)
    return DocumentView(row.interview_id, row.language, row.starter, is_open)


def load(db: Session, document_id: str) -> list[bytes]:
    """The snapshot, if any, and every update after it."""
    snapshot = db.get(DocumentSnapshot, document_id)
    updates = db.scalars(
        select(DocumentUpdate.data)  # type: ignore[call-overload]
        .where(
            col(DocumentUpdate.document_id) == document_id,
            col(DocumentUpdate.id) > (snapshot.upto if snapshot else 0),
        )
        .order_by(col(DocumentUpdate.id))
    )
    return ([snapshot.data] if snapshot else []) + list(updates)


def append(db: Session, document_id: str, rows: Sequence[Row]) -> None:
    """Keep updates in this order."""
    db.add_all(
        DocumentUpdate(document_id=document_id, at=row.at, actor=row.actor[:60], data=row.update)
        for row in rows
    )


def snapshot(db: Session, document_id: str, state: bytes) -> None:
    """Remember the whole state, so that the next load is short; the updates stay for playback."""
    newest = select(func.max(DocumentUpdate.id)).where(col(DocumentUpdate.document_id) == document_id)
    db.merge(DocumentSnapshot(document_id=document_id, upto=db.scalar(newest) or 0, data=state))


def text(db: Session, document_id: str, root: str = ROOT) -> str:
    """The committed text of one file."""
    doc: Doc[Text] = Doc()
    found = doc.get(root, type=Text)
    for update in load(db, document_id):
        doc.apply_update(update)
    return str(found)


def until(db: Session, document_id: str, at: datetime) -> list[bytes]:
    """Every update up to that moment; without the snapshot, which may hold later ones."""
    query = select(DocumentUpdate.data).where(  # type: ignore[call-overload]
        col(DocumentUpdate.document_id) == document_id, col(DocumentUpdate.at) <= at
    )
    return list(db.scalars(query.order_by(col(DocumentUpdate.id))))


def history(
    db: Session, document_id: str, after: int = 0, most: int = 10_000, before: datetime | None = None
) -> list[tuple[int, datetime, str, bytes]]:
    """(number, time, person, update) of edits in order, for playback; `before` keeps later ones back.

    As many as asked for, fewer when they are large: nobody asks for a gigabyte.
    """
    wanted = [col(DocumentUpdate.document_id) == document_id, col(DocumentUpdate.id) > after]
    if before is not None:
        wanted.append(col(DocumentUpdate.at) <= before)
    sizes = db.execute(
        select(DocumentUpdate.id, func.length(DocumentUpdate.data))  # type: ignore[call-overload]
        .where(*wanted)
        .order_by(col(DocumentUpdate.id))
        .limit(most)
    )
    last, size = after, 0
    for number, length in sizes:
        if size and size + length > LARGEST_PAGE:
            break
        last, size = number, size + length
    rows = db.scalars(
        select(DocumentUpdate).where(*wanted, col(DocumentUpdate.id) <= last).order_by(col(DocumentUpdate.id))
    )
    return [(int(row.id or 0), row.at, row.actor, row.data) for row in rows]


def set_language(db: Session, interview_id: str, document_id: str, language: str) -> None:
    """The candidate's choice of language for the editor."""
    row = db.get(Document, document_id)
    if row is None or row.interview_id != interview_id:
        raise NotFound()
    row.language = language
