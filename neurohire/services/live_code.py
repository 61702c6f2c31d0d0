"""The code of a live interview as it stood at the end, and what its runs are said to have printed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlmodel import Session

from neurohire.models.answers import Document
from neurohire.services import documents, room_files
from neurohire.services.journal import Entry

RUN_STARTED = ("code_run_started", "focus_run_started")
RUN_ENDED = ("code_run_finished", "focus_run_finished", "hidden_cases_run")
RUN_KINDS = (*RUN_STARTED, *RUN_ENDED)


class CodeFile(BaseModel):
    """One file, as it stood when the interview was over; a removed one is told apart."""

    root: str
    name: str
    language: str
    text: str
    is_removed: bool


class TestCase(BaseModel):
    """One case of a coding question, as the browser that ran it says."""

    name: str
    passed: bool
    outcome: str
    got: str


class CodeRun(BaseModel):
    """One run in somebody's browser; nobody else has seen it run."""

    seq: int
    at: datetime
    name: str
    file: str
    language: str
    is_ended: bool
    ok: bool
    error: str
    seconds: float
    is_truncated: bool
    output: list[tuple[str, str]]  # (stdout or stderr, text)
    cases: list[TestCase]
    of_hidden_cases: bool
    in_focus: bool
    is_candidates: bool
    is_late: bool


def files(db: Session, interview_id: str) -> tuple[str, list[CodeFile]]:
    """(id of the document, its files); nothing where nobody opened the editor."""
    document = db.get(Document, interview_id)
    if document is None:
        return "", []
    found = [
        CodeFile(
            root=file.root,
            name=file.name,
            language=file.language,
            text=documents.text(db, document.id, file.root),
            is_removed=file.removed_at is not None,
        )
        for file in room_files.of(db, document.id)
    ]
    return document.id, [file for file in found if file.text.strip() or not file.is_removed]


def runs(entries: list[Entry], names: dict[str, str]) -> list[CodeRun]:
    """In the order in which they began; one that never ended is told as that."""
    ended = {
        (entry.actor, str(body.get("run", ""))): entry
        for entry in entries
        if entry.kind in RUN_ENDED and entry.kind != "hidden_cases_run" and (body := entry.body or {})
    }
    found = []
    for entry in entries:
        if entry.kind in RUN_STARTED:
            end = ended.get((entry.actor, str((entry.body or {}).get("run", ""))))
            found.append(_run(entry, end, names))
        elif entry.kind == "hidden_cases_run":
            found.append(_run(entry, entry, names))
    return found


def _run(start: Entry, end: Entry | None, names: dict[str, str]) -> CodeRun:
    begun: dict[str, Any] = start.body or {}
    body: dict[str, Any] = (end.body if end else None) or {}
    return CodeRun(
        seq=start.seq,
        at=start.at,
        name=names.get(start.actor, ""),
        file=str(begun.get("file", "")),
        language=str(begun.get("language", "")),
        is_ended=end is not None,
        ok=bool(body.get("ok", False)),
        error=str(body.get("error", "")),
        seconds=float(body.get("seconds", 0)),
        is_truncated=bool(body.get("truncated", False)),
        output=[(str(part["kind"]), str(part["text"])) for part in body.get("output", [])],
        cases=[
            TestCase(
                name=str(one.get("name", "")),
                passed=bool(one.get("passed", False)),
                outcome=str(one.get("outcome", "")),
                got=str(one.get("got", "")),
            )
            for one in body.get("cases", [])
        ],
        of_hidden_cases=start.kind == "hidden_cases_run",
        in_focus=start.kind.startswith("focus"),
        is_candidates=start.actor.startswith("candidate:"),
        is_late=bool(body.get("late", False)),
    )
