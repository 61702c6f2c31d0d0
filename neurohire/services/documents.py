"""Shared texts in the database: their updates with time and person, snapshots, and the text as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from pycrdt import Doc, Text
from sqlalchemy import LargeBinary, func, select
from sqlmodel import Session, col

from neurohire.errors import NotFound
from neurohire.models.answers import Document, DocumentSnapshot, DocumentUpdate
from neurohire.models.base import metadata
from neurohire.models.interviews import InterviewQuestion
from neurohire.services import bursts
from neurohire.vocabulary import QuestionState

ROOT = "codemirror"
UPDATES = metadata.tables["document_update"]
BEGINNING = 32  # bytes of an update that name whose it is
LARGEST_PAGE = 2_000_000  # bytes of updates that one page of the history brings


class Row(Protocol):
    """One edit, or several of the same moment, as the room hands it over."""

    @property
    def at(self) -> datetime: ...
    @property
    def actor(self) -> str: ...
    @property
    def update(self) -> bytes: ...
    @property
    def sizes(self) -> bytes | None: ...


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
    rows = db.execute(
        select(col(DocumentUpdate.data), col(DocumentUpdate.sizes))
        .where(
            col(DocumentUpdate.document_id) == document_id,
            col(DocumentUpdate.id) > (snapshot.upto if snapshot else 0),
        )
        .order_by(col(DocumentUpdate.id))
    )
    updates = [update for data, sizes in rows for update in bursts.parted(data, sizes)]
    return ([snapshot.data] if snapshot else []) + updates


def authored(db: Session, document_id: str) -> list[tuple[str, bytes]]:
    """Who edited, and the beginning of what he did, of every row."""
    rows = db.execute(
        select(col(DocumentUpdate.actor), func.substr(DocumentUpdate.data, 1, BEGINNING, type_=LargeBinary))
        .where(col(DocumentUpdate.document_id) == document_id)
        .order_by(col(DocumentUpdate.id))
    )
    return [(actor, bytes(data)) for actor, data in rows]


def append(db: Session, document_id: str, rows: Sequence[Row]) -> None:
    """Keep updates in this order."""
    append_all(db, [(document_id, rows)])


def append_all(db: Session, batches: Sequence[tuple[str, Sequence[Row]]]) -> None:
    """The same for many documents: one statement, and no objects, which would cost five times as much."""
    made = [
        {
            "document_id": document_id,
            "at": row.at,
            "actor": row.actor[:60],
            "data": row.update,
            "sizes": row.sizes,
        }
        for document_id, rows in batches
        for row in rows
    ]
    if made:
        db.execute(UPDATES.insert(), made)


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
    rows = db.scalars(
        select(DocumentUpdate)
        .where(col(DocumentUpdate.document_id) == document_id, col(DocumentUpdate.at) <= at)
        .order_by(col(DocumentUpdate.id))
    )
    return [update for row in rows for update in bursts.parted(row.data, row.sizes)]


def history(db: Session, document_id: str) -> list[tuple[datetime, str, bytes]]:
    """(time, person, update) of every edit, for playback."""
    rows = db.scalars(
        select(DocumentUpdate)
        .where(col(DocumentUpdate.document_id) == document_id)
        .order_by(col(DocumentUpdate.id))
    )
    return [(row.at, row.actor, update) for row in rows for update in bursts.parted(row.data, row.sizes)]


class HistoryRow(NamedTuple):
    """What one person typed in one moment."""

    number: int
    at: datetime
    actor: str
    updates: list[bytes]


def history_rows(
    db: Session, document_id: str, after: int, most: int, until: datetime | None = None
) -> list[HistoryRow]:
    """So many rows after this number, in order; fewer when they are large. `until` keeps later ones back."""
    wanted = [col(DocumentUpdate.document_id) == document_id, col(DocumentUpdate.id) > after]
    if until is not None:
        wanted.append(col(DocumentUpdate.at) <= until)
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
    return [
        HistoryRow(int(row.id or 0), row.at, row.actor, bursts.parted(row.data, row.sizes)) for row in rows
    ]


def set_language(db: Session, interview_id: str, document_id: str, language: str) -> None:
    """The candidate's choice of language for the editor."""
    row = db.get(Document, document_id)
    if row is None or row.interview_id != interview_id:
        raise NotFound()
    row.language = language
