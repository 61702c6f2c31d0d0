"""The files of a live interview's shared text: tabs that people add, rename, remove and bring back."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.models.answers import Document, DocumentFile
from neurohire.models.interviews import Interview
from neurohire.services.documents import ROOT
from neurohire.services.room_access import Seated
from neurohire.services.room_parts import Body, RoomHandler
from neurohire.services.schedule_form import CODE_LANGUAGES
from neurohire.vocabulary import InterviewKind

MOST_FILES, MOST_EVER = 12, 60
PLAIN = "Plain text"
LONGEST_NAME = 60
ENDINGS = {
    "Python": "py", "JavaScript": "js", "TypeScript": "ts", "Java": "java", "C#": "cs", "C++": "cpp",
    "C": "c", "Go": "go", "Rust": "rs", "Kotlin": "kt", "Swift": "swift", "PHP": "php",
    "Ruby": "rb", "Scala": "scala", "SQL": "sql", "Shell": "sh", PLAIN: "txt",
}  # fmt: skip
NO_FILE = "This file is not here any more. Your text is kept."
Root = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]


class _Of(Body):
    root: Root


class _New(Body):
    name: Annotated[str, Field(max_length=LONGEST_NAME * 4)] = ""
    language: Annotated[str, Field(max_length=40)] = ""


class _Renamed(_Of):
    name: Annotated[str, Field(max_length=LONGEST_NAME * 4)]


class _Language(_Of):
    language: Annotated[str, Field(max_length=40)]


def ensure(db: Session, interview_id: str) -> Document:
    """The one shared text of a live interview, made when it is first wanted; its id is the interview's."""
    found = db.get(Document, interview_id)
    if found is not None:
        return found
    row = check_live(db, interview_id)
    language = languages(row)[0]
    document = Document(id=row.id, interview_id=row.id, language=language, created_at=clock.now())
    db.add(document)
    db.flush()
    _put(db, document.id, 0, f"main.{ENDINGS.get(language, 'txt')}", language)
    return document


def check_live(db: Session, interview_id: str) -> Interview:
    """NotFound for an interview that has no room."""
    row = db.get(Interview, interview_id)
    if row is None or row.kind != InterviewKind.LIVE:
        raise NotFound()
    return row


def languages(row: Interview) -> list[str]:
    """What may be chosen; where nothing was said beforehand, everything."""
    return [*(row.code_languages or CODE_LANGUAGES), PLAIN]


def of(db: Session, document_id: str) -> list[DocumentFile]:
    """All files, removed ones too, in the order they were added."""
    query = select(DocumentFile).where(col(DocumentFile.document_id) == document_id)
    return list(db.scalars(query.order_by(col(DocumentFile.number))))


def open_files(db: Session, document_id: str) -> list[DocumentFile]:
    """Those that are shown."""
    return [file for file in of(db, document_id) if file.removed_at is None]


def add(
    db: Session,
    row: Interview,
    name: str,
    language: str,
    *,
    starter: str = "",
    question_id: str | None = None,
) -> DocumentFile:
    """One more file; its root is the server's choice, so there is a bounded set of them."""
    document = ensure(db, row.id)
    files = of(db, document.id)
    shown = [file for file in files if file.removed_at is None]
    if not has_place(db, document.id):
        raise Rejected(f"There can be {MOST_FILES} files at once. Remove one first.", code="too_many_files")
    free = _free_name(shown, name, language)
    number = files[-1].number + 1 if files else 0
    return _put(db, document.id, number, free, language, starter=starter, question_id=question_id)


def has_place(db: Session, document_id: str) -> bool:
    """Whether one more file may be added."""
    files = of(db, document_id)
    return len(files) < MOST_EVER and sum(file.removed_at is None for file in files) < MOST_FILES


def facts(file: DocumentFile) -> dict[str, Any]:
    """Of one file, as the room and the journal tell it."""
    told: dict[str, Any] = {"root": file.root, "name": file.name, "language": file.language}
    return told | ({"question_id": file.interview_question_id} if file.interview_question_id else {})


def clean_name(name: str) -> str:
    """As people read it: one line, no control characters, no way out of a folder."""
    visible = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C")
    found = " ".join(visible.split()).strip("/\\ ")
    if not found or found in (".", "..") or "/" in found or "\\" in found:
        raise Rejected("Please give the file a name, like main.py, without a slash.", code="bad_name")
    if len(found) > LONGEST_NAME:
        raise Rejected(f"A file's name has at most {LONGEST_NAME} characters.", code="bad_name")
    return found


def _put(
    db: Session,
    document_id: str,
    number: int,
    name: str,
    language: str,
    *,
    starter: str = "",
    question_id: str | None = None,
) -> DocumentFile:
    file = DocumentFile(
        document_id=document_id,
        number=number,
        root=f"file-{number}" if number else ROOT,
        name=name,
        language=language,
        starter=starter,
        interview_question_id=question_id,
        added_at=clock.now(),
    )
    db.add(file)
    db.flush()
    return file


def _free_name(shown: list[DocumentFile], name: str, language: str) -> str:
    """The wished name, or one with a number; a name that was chosen by a person is not changed."""
    taken = {file.name.casefold() for file in shown}
    if name:
        wished = clean_name(name)
        if wished.casefold() in taken:
            raise Rejected("There is a file with this name already.", code="name_taken")
        return wished
    ending = ENDINGS.get(language, "txt")
    numbers = range(1, MOST_EVER + 2)
    return next(free for n in numbers if (free := f"file{n}.{ending}").casefold() not in taken)


def _file(db: Session, row: Interview, root: str, *, is_removed: bool = False) -> DocumentFile:
    for file in of(db, ensure(db, row.id).id):
        if file.root == root and (file.removed_at is not None) == is_removed:
            return file
    raise InvalidState(NO_FILE, code="no_file")


def _language(row: Interview, wished: str, now: str = "") -> str:
    """Only what this interview is about; what a question brought along stays possible for its file."""
    offered = languages(row)
    if not wished:
        return now or offered[0]
    if wished not in offered and wished != now:
        raise Rejected("This interview does not use that language.", code="bad_language")
    return wished


def _added(db: Session, seated: Seated, row: Interview, body: _New) -> dict[str, Any]:
    return facts(add(db, row, body.name, _language(row, body.language)))


def _renamed(db: Session, seated: Seated, row: Interview, body: _Renamed) -> dict[str, Any]:
    file, name = _file(db, row, body.root), clean_name(body.name)
    others = {other.name.casefold() for other in open_files(db, row.id) if other.root != file.root}
    if name.casefold() in others:
        raise Rejected("There is a file with this name already.", code="name_taken")
    before, file.name = file.name, name
    return facts(file) | {"before": before}


def _chosen(db: Session, seated: Seated, row: Interview, body: _Language) -> dict[str, Any]:
    file = _file(db, row, body.root)
    file.language = _language(row, body.language, file.language)
    return facts(file)


def _removed(db: Session, seated: Seated, row: Interview, body: _Of) -> dict[str, Any]:
    file = _file(db, row, body.root)
    if len(open_files(db, row.id)) == 1:
        raise Rejected("One file has to stay. Add another one first.", code="last_file")
    file.removed_at = clock.now()
    return facts(file)


def _restored(db: Session, seated: Seated, row: Interview, body: _Of) -> dict[str, Any]:
    file, shown = _file(db, row, body.root, is_removed=True), open_files(db, row.id)
    if len(shown) >= MOST_FILES:
        raise Rejected(f"There can be {MOST_FILES} files at once. Remove one first.", code="too_many_files")
    taken = {other.name.casefold() for other in shown}
    while file.name.casefold() in taken:
        file.name = f"old {file.name}"[:LONGEST_NAME]
    file.removed_at = None
    return facts(file)


HANDLERS: dict[str, RoomHandler] = {
    "add_file": RoomHandler(_New, _added, entry="file_added"),
    "rename_file": RoomHandler(_Renamed, _renamed, entry="file_renamed"),
    "choose_language": RoomHandler(_Language, _chosen, entry="file_language"),
    "remove_file": RoomHandler(_Of, _removed, entry="file_removed"),
    "restore_file": RoomHandler(_Of, _restored, entry="file_restored"),
}
KINDS = tuple(handler.entry for handler in HANDLERS.values())
