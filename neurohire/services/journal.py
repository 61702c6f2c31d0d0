"""The interview's one record: append, read since, verify its hash chain, erase a body for good."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, insert, select, update
from sqlmodel import Session, col

from neurohire import clock
from neurohire.database import record
from neurohire.events import Event
from neurohire.models.interviews import Interview
from neurohire.models.journal import JournalEntry, JournalHead

START = "0" * 64
ENTRIES: Table = JournalEntry.__table__  # type: ignore[attr-defined]
HEADS: Table = JournalHead.__table__  # type: ignore[attr-defined]
ADD = insert(ENTRIES)
MOVE_HEAD = update(HEADS).where(HEADS.c.interview_id == bindparam("of"))
HEAD_READ = select(HEADS.c.seq, HEADS.c.hash).where(HEADS.c.interview_id == bindparam("of"))
HEAD = HEAD_READ.with_for_update()


@dataclass(frozen=True)
class Entry:
    """A read model of one entry; `body` is None when it was erased."""

    interview_id: str
    seq: int
    at: datetime
    actor: str
    kind: str
    body: dict[str, Any] | None


@dataclass(frozen=True)
class Verification:
    """`broken_at` is the first entry whose hash does not fit, or None."""

    interview_id: str
    entries: int
    erased: int
    broken_at: int | None


def append(
    db: Session,
    interview_id: str,
    actor: str,
    kind: str,
    body: dict[str, Any] | None = None,
    *,
    client: tuple[str, int] | None = None,
    is_remark: bool = False,
) -> Entry:
    """Add an entry in the caller's transaction and record the event `interview:ID / entry`.

    `client` is (client_id, client_seq) of an operation; the unique constraint keeps it single.
    """
    last, last_hash = _locked_head(db, interview_id)
    at, content, salt = clock.now(), body or {}, secrets.token_hex(16)
    text = canonical(content)
    digest = body_digest(salt, text)
    seq, previous = last + 1, last_hash or START
    whole = entry_hash(previous, interview_id, seq, at, actor, kind, digest)
    # plain statements: on every operation's way, and the session's bookkeeping costs more than they do
    connection = db.connection()
    connection.execute(
        ADD,
        {
            "interview_id": interview_id,
            "seq": seq,
            "at": at,
            "actor": actor,
            "kind": kind,
            "body": text,
            "salt": salt,
            "body_digest": digest,
            "previous_hash": previous,
            "hash": whole,
            "client_id": client[0] if client else None,
            "client_seq": client[1] if client else None,
        },
    )
    connection.execute(MOVE_HEAD, {"of": interview_id, "seq": seq, "hash": whole})
    entry = Entry(interview_id, seq, at, actor, kind, json.loads(text))
    record(db, Event(f"interview:{interview_id}", "entry", {"entry": entry}, is_remark))
    return entry


def has_operation(db: Session, interview_id: str, client_id: str, client_seq: int) -> int | None:
    """The seq under which this operation was stored before, or None."""
    found = db.execute(
        select(JournalEntry.seq).where(  # type: ignore[call-overload]
            col(JournalEntry.interview_id) == interview_id,
            col(JournalEntry.client_id) == client_id,
            col(JournalEntry.client_seq) == client_seq,
        )
    ).scalar()
    return None if found is None else int(found)


def since(db: Session, interview_id: str, seq: int, limit: int = 500) -> list[Entry]:
    """Entries after `seq`, oldest first."""
    rows = db.scalars(
        select(JournalEntry)
        .where(col(JournalEntry.interview_id) == interview_id, col(JournalEntry.seq) > seq)
        .order_by(col(JournalEntry.seq))
        .limit(limit)
    )
    return [entry_of(row) for row in rows]


def verify(db: Session, interview_id: str) -> Verification:
    """Recompute the chain; erased bodies still verify and are counted. It may grow meanwhile."""
    before = None
    while True:
        found, last = _walk(db, interview_id)
        head = _head(db, interview_id)
        if found.broken_at is not None or head == last:
            return found
        if head == before:  # nobody is adding: the end was cut off, or something stuck on
            return Verification(interview_id, found.entries, found.erased, last[0] + 1)
        before = head


def _walk(db: Session, interview_id: str) -> tuple[Verification, tuple[int, str]]:
    """The entries as they hang together, and (number, hash) of the last."""
    previous, expected, erased, count = START, 1, 0, 0
    rows = db.scalars(
        select(JournalEntry)
        .where(col(JournalEntry.interview_id) == interview_id)
        .order_by(col(JournalEntry.seq))
        .execution_options(yield_per=500)
    )
    for row in rows:
        count += 1
        erased += row.body is None
        if row.seq != expected or not _is_intact(row, previous):
            return Verification(interview_id, count, erased, row.seq), (expected, previous)
        previous, expected = row.hash, expected + 1
    return Verification(interview_id, count, erased, None), (expected - 1, previous)


def _head(db: Session, interview_id: str) -> tuple[int, str]:
    found = db.connection().execute(HEAD_READ, {"of": interview_id}).one_or_none()
    return (int(found.seq), str(found.hash) or START) if found else (0, START)


def erase(db: Session, interview_id: str, seq: int) -> None:
    """Empty one entry's body and salt for good; the chain still verifies."""
    row = db.scalars(
        select(JournalEntry).where(
            col(JournalEntry.interview_id) == interview_id, col(JournalEntry.seq) == seq
        )
    ).one()
    row.body = row.salt = None


def canonical(body: dict[str, Any]) -> str:
    """JSON with sorted keys and no white space: the same bytes for the same content."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def body_digest(salt: str, text: str) -> str:
    return hmac.new(bytes.fromhex(salt), text.encode(), hashlib.sha256).hexdigest()


def entry_hash(
    previous: str, interview_id: str, seq: int, at: datetime, actor: str, kind: str, digest: str
) -> str:
    """SHA-256 over the previous hash and the canonical JSON of all other fields."""
    content = canonical(
        {
            "interview_id": interview_id,
            "seq": seq,
            "at": at.isoformat(timespec="microseconds"),
            "actor": actor,
            "kind": kind,
            "body_digest": digest,
        }
    )
    return hashlib.sha256((previous + content).encode()).hexdigest()


def _is_intact(row: JournalEntry, previous: str) -> bool:
    fits = row.previous_hash == previous and row.hash == entry_hash(
        previous, row.interview_id, row.seq, row.at, row.actor, row.kind, row.body_digest
    )
    if row.body is None or row.salt is None:
        return fits and row.body is None and row.salt is None
    return fits and body_digest(row.salt, row.body) == row.body_digest


def _locked_head(db: Session, interview_id: str) -> tuple[int, str]:
    """Interview first, then head: everybody who writes to an interview takes them in this order."""
    if db.get_bind().dialect.name != "sqlite":  # there one writer holds the whole file anyway
        db.execute(select(Interview.id).where(col(Interview.id) == interview_id).with_for_update())  # type: ignore[call-overload]
    db.flush()  # the interview itself may be new
    head = db.connection().execute(HEAD, {"of": interview_id}).one_or_none()
    if head is None:
        db.connection().execute(insert(HEADS), {"interview_id": interview_id, "seq": 0, "hash": ""})
        return 0, ""
    return int(head.seq), str(head.hash)


def entry_of(row: JournalEntry) -> Entry:
    """The read model of a row."""
    body = None if row.body is None else json.loads(row.body)
    return Entry(row.interview_id, row.seq, row.at, row.actor, row.kind, body)
