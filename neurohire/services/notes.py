"""Private notes and bookmarks of a live interview: each person's own, and nobody else's."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.errors import Rejected
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.models.scorecards import Bookmark, Note

MOST_BOOKMARKS = 500


class BookmarkView(BaseModel):
    """One marked moment; `question` is its number, from 1."""

    key: str
    at: datetime
    question_id: str | None
    question: int | None
    file: str
    line: int | None
    words: str


class MyNotes(BaseModel):
    """What one person keeps for himself."""

    text: str
    updated_at: datetime | None
    is_late: bool
    bookmarks: list[BookmarkView]


class Moment(NamedTuple):
    """What is bookmarked."""

    key: str
    at: datetime | None
    question_id: str | None
    file: str
    line: int | None
    words: str


def write(db: Session, row: Interview, user_id: str, text: str, *, is_late: bool) -> None:
    """The whole text as it stands now."""
    note = db.get(Note, (row.id, user_id))
    if note is None:
        note = Note(interview_id=row.id, user_id=user_id, updated_at=clock.now())
        db.add(note)
    if note.text != text:
        note.is_late = note.is_late or is_late
    note.text, note.updated_at = text, clock.now()


def mark(db: Session, row: Interview, user_id: str, moment: Moment) -> datetime:
    """Keep the moment; its time is the page's word only as far as it can be true."""
    question_id = _question(db, row, moment.question_id)
    if _bookmark(db, row.id, user_id, moment.key) is not None:
        raise Rejected("This moment is kept already.", code="known_bookmark")
    if len(_of(db, row.id, user_id)) >= MOST_BOOKMARKS:
        raise Rejected(f"{MOST_BOOKMARKS} moments are kept already. Use your notes.", code="too_many")
    at = _possible(row, moment.at)
    db.add(
        Bookmark(
            interview_id=row.id,
            user_id=user_id,
            key=moment.key,
            at=at,
            interview_question_id=question_id,
            file=moment.file,
            line=moment.line,
            words=moment.words,
        )
    )
    return at


def describe(db: Session, row: Interview, user_id: str, key: str, words: str) -> None:
    """Words to a moment, also later."""
    found = _bookmark(db, row.id, user_id, key)
    if found is None:
        raise Rejected("This bookmark is not there any more.", code="gone")
    found.words = words


def unmark(db: Session, row: Interview, user_id: str, key: str) -> None:
    """Not needed after all; the journal keeps that it was."""
    found = _bookmark(db, row.id, user_id, key)
    if found is not None:
        db.delete(found)


def mine(db: Session, interview_id: str, user_id: str) -> MyNotes:
    """This person's own; whoever asks has been checked."""
    note = db.get(Note, (interview_id, user_id))
    places = {
        question_id: place + 1
        for question_id, place in db.execute(
            select(InterviewQuestion.id, InterviewQuestion.place).where(  # type: ignore[call-overload]
                col(InterviewQuestion.interview_id) == interview_id
            )
        )
    }
    return MyNotes(
        text=note.text if note else "",
        updated_at=note.updated_at if note else None,
        is_late=note.is_late if note else False,
        bookmarks=[
            BookmarkView(
                question_id=row.interview_question_id,
                question=places.get(row.interview_question_id or ""),
                **row.model_dump(include={"key", "at", "file", "line", "words"}),
            )
            for row in _of(db, interview_id, user_id)
        ],
    )


def _of(db: Session, interview_id: str, user_id: str) -> list[Bookmark]:
    query = select(Bookmark).where(
        col(Bookmark.interview_id) == interview_id, col(Bookmark.user_id) == user_id
    )
    return list(db.scalars(query.order_by(col(Bookmark.at), col(Bookmark.id))))


def _bookmark(db: Session, interview_id: str, user_id: str, key: str) -> Bookmark | None:
    return db.scalars(
        select(Bookmark).where(
            col(Bookmark.interview_id) == interview_id,
            col(Bookmark.user_id) == user_id,
            col(Bookmark.key) == key,
        )
    ).one_or_none()


def _question(db: Session, row: Interview, question_id: str | None) -> str | None:
    question = db.get(InterviewQuestion, question_id) if question_id else None
    if question_id and (question is None or question.interview_id != row.id):
        raise Rejected("This question is not part of the interview.", code="unknown_question")
    return question_id or None


def _possible(row: Interview, at: datetime | None) -> datetime:
    """A moment kept offline comes later than it was; one in the future, or long before, can't be."""
    now = clock.now()
    begun = row.started_at or now
    return now if at is None else min(max(at, begun), now)
