"""The editor of a live interview: its files, what the clipboard may do, large inserts, a question's start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.models.answers import Document
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.models.questions import Question
from neurohire.services import colours, journal, room_files
from neurohire.services.room_access import Seat, Seated
from neurohire.services.room_parts import Body, RoomHandler, only_journal
from neurohire.vocabulary import PolicyMode, QuestionType

LARGE_INSERT = "large_insert_seen"
ClipboardRule = Literal["allowed", "recorded", "blocked"]


class _Clipboard(Body):
    """Never what was copied."""

    action: Literal["copy", "cut", "paste", "drop"]
    size: Annotated[int, Field(ge=0, le=10_000_000)]


class Inserted(NamedTuple):
    """One insert of many characters, as the document's room saw it."""

    at: datetime
    actor: str
    size: int
    caught_up: bool
    more: int = 0  # as large ones by the same person in the same moment


def section(db: Session, seated: Seated) -> dict[str, Any]:
    """What the page draws the editor from; the text itself comes by the document's own socket."""
    row = seated.interview
    known = db.get(Document, row.id) is not None
    return {
        "document_id": row.id,
        "files": [room_files.facts(file) for file in room_files.open_files(db, row.id)] if known else [],
        "languages": room_files.languages(row),
        "colour": colours.colour_of(db, row.id, seated.journal_name),
        "clipboard": clipboard_rule(row, seated.seat),
        "most_files": room_files.MOST_FILES,
    }


def clipboard_rule(row: Interview, seat: Seat) -> ClipboardRule:
    """For the candidate as the policy says that he read; the team is free."""
    if seat is not Seat.CANDIDATE:
        return "allowed"
    return "blocked" if row.policy == PolicyMode.ENFORCE else "recorded"


def open_for_question(db: Session, seated: Seated, question: InterviewQuestion, number: int) -> None:
    """A coding question is shown: its start stands in a tab of its own, once, however often it is shown.

    `number`: as the candidate counts, who knows nothing of the place in the list.
    """
    asked = Question.model_validate(question.question)
    if asked.type is not QuestionType.CODING:
        return
    row = seated.interview
    document = room_files.ensure(db, row.id)
    is_open = any(file.interview_question_id == question.id for file in room_files.of(db, document.id))
    if is_open or not room_files.has_place(db, document.id):
        return
    offered = room_files.languages(row)
    wished = [language for language in asked.languages if language in offered]
    language = (wished or asked.languages or offered)[0]
    name = f"question{number}.{room_files.ENDINGS.get(language, 'txt')}"
    shown = {file.name.casefold() for file in room_files.open_files(db, document.id)}
    file = room_files.add(
        db,
        row,
        "" if name.casefold() in shown else name,
        language,
        starter=asked.starter.replace("\r\n", "\n"),
        question_id=question.id,
    )
    journal.append(db, row.id, seated.journal_name, "file_added", room_files.facts(file))


def note_large_inserts(db: Session, seen: Mapping[str, Sequence[Inserted]]) -> None:
    """By document. The server saw them itself, whatever the browser says of its clipboard."""
    documents = db.execute(
        select(col(Document.interview_id), col(Document.id))
        .where(col(Document.id).in_(list(seen)), col(Document.interview_question_id).is_(None))
        .order_by(col(Document.interview_id))  # two that lock several journals do it in the same order
    )
    for interview_id, document_id in documents.all():
        for one in seen[document_id]:
            body = {"size": one.size, "at": one.at.isoformat(), "caught_up": one.caught_up, "more": one.more}
            journal.append(db, interview_id, one.actor, LARGE_INSERT, body, is_remark=True)


HANDLERS: dict[str, RoomHandler] = {
    "note_clipboard": RoomHandler(_Clipboard, only_journal, keeps_late=True, entry="clipboard_noted"),
}
