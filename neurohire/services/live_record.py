"""The journal of a live interview told as what happened: chat, questions, runs, door, focus time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.models.interviews import Interview
from neurohire.models.journal import JournalEntry
from neurohire.services import journal, live_code, live_facts
from neurohire.services.journal import Entry
from neurohire.services.live_code import CodeRun

CHAT = ("chat_sent", "chat_aside")
SHOWN, HIDDEN = "question_shown", "question_hidden"
FOCUS_ON, FOCUS_OFF = "focus_started", "focus_ended"
DOOR = {
    "admission_requested": "asked to join",
    "admission_granted": "let the candidate in",
    "admission_denied": "said not now",
    "admission_withdrawn": "put the candidate back into the waiting room",
    "person_removed": "removed a participant",
    "interview_started": "the interview began",
    "time_extended": "gave more time",
    "interview_completed": "completed the interview",
}
KINDS = (*CHAT, SHOWN, HIDDEN, FOCUS_ON, FOCUS_OFF, *live_code.RUN_KINDS, *DOOR)


class Said(BaseModel):
    """One line of the chat; an aside was among the interviewers."""

    seq: int
    at: datetime
    name: str
    text: str
    is_aside: bool
    is_late: bool


class Shown(BaseModel):
    """A question on the candidate's screen, from when to when."""

    question_id: str
    number: int
    at: datetime
    seconds: float


class Stretch(BaseModel):
    """Focus time: from when to when, and why it ended."""

    seq: int
    at: datetime
    until: datetime
    reason: str


class Happened(BaseModel):
    """Something at the door or with the clock."""

    seq: int
    at: datetime
    name: str
    words: str
    reason: str


class LiveRecord(BaseModel):
    """Everything in the order in which it happened."""

    names: dict[str, str]  # by journal name
    door: list[Happened]
    shown: list[Shown]
    focus: list[Stretch]
    runs: list[CodeRun]
    chat: list[Said]


def of(db: Session, row: Interview) -> LiveRecord:
    """Whoever asks has been checked."""
    rows = db.scalars(
        select(JournalEntry)
        .where(col(JournalEntry.interview_id) == row.id, col(JournalEntry.kind).in_(KINDS))
        .order_by(col(JournalEntry.seq))
    )
    entries = [entry for found in rows if (entry := journal.entry_of(found)).body is not None]
    names = _names(db, row, entries)
    end = row.submitted_at or (entries[-1].at if entries else None)
    return LiveRecord(
        names=names,
        door=[_door(entry, names) for entry in entries if entry.kind in DOOR],
        shown=_shown(entries, end),
        focus=_focus(entries, end),
        runs=live_code.runs(entries, names),
        chat=[_said(entry, names) for entry in entries if entry.kind in CHAT],
    )


def _names(db: Session, row: Interview, entries: Iterable[Entry]) -> dict[str, str]:
    ids = {entry.actor.removeprefix("user:") for entry in entries if entry.actor.startswith("user:")}
    ids |= {row.ended_by.removeprefix("user:")} if row.ended_by.startswith("user:") else set()
    people = {f"user:{user_id}": name for user_id, name in live_facts.names(db, ids).items()}
    return {f"candidate:{row.candidate_id}": row.candidate_name, **people}


def _door(entry: Entry, names: dict[str, str]) -> Happened:
    body = entry.body or {}
    words, reason = DOOR[entry.kind], str(body.get("reason", ""))
    if entry.kind == "interview_completed" and entry.actor == "system":
        words, reason = "ended by itself: nobody had completed it", ""
    if entry.kind == "time_extended":
        words = f"gave {body.get('minutes', '')} minutes more"
    return Happened(
        seq=entry.seq,
        at=entry.at,
        name=names.get(entry.actor, ""),
        words=words,
        reason=reason,
    )


def _shown(entries: list[Entry], end: datetime | None) -> list[Shown]:
    """A question ends when it is hidden, when another is shown, or with the interview."""
    found: list[Shown] = []
    on: Entry | None = None
    for entry in entries:
        if on is not None and entry.kind in (SHOWN, HIDDEN):
            found.append(_time(on, min(entry.at, end) if end else entry.at))
            on = None
        if entry.kind == SHOWN:
            on = entry
    if on is not None and end is not None:
        found.append(_time(on, end))
    return found


def _time(entry: Entry, until: datetime) -> Shown:
    body = entry.body or {}
    return Shown(
        question_id=str(body.get("question_id", "")),
        number=int(body.get("number", 0)),
        at=entry.at,
        seconds=max(0.0, round((until - entry.at).total_seconds(), 1)),
    )


def _focus(entries: list[Entry], end: datetime | None) -> list[Stretch]:
    found: list[Stretch] = []
    on: Entry | None = None
    for entry in entries:
        if entry.kind == FOCUS_ON:
            on = entry
        elif entry.kind == FOCUS_OFF and on is not None:
            reason = str((entry.body or {}).get("reason", ""))
            found.append(Stretch(seq=on.seq, at=on.at, until=entry.at, reason=reason))
            on = None
    if on is not None and end is not None:
        planned = (on.body or {}).get("until")
        until = min(end, datetime.fromisoformat(planned)) if planned else end
        found.append(Stretch(seq=on.seq, at=on.at, until=max(until, on.at), reason=""))
    return found


def _said(entry: Entry, names: dict[str, str]) -> Said:
    body = entry.body or {}
    return Said(
        seq=entry.seq,
        at=entry.at,
        name=names.get(entry.actor, ""),
        text=str(body.get("text", "")),
        is_aside=entry.kind == CHAT[1],
        is_late=bool(body.get("late", False)),
    )
