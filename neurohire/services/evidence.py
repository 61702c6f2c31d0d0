"""Pictures kept as evidence: forgotten when their time has passed, and the file with the last that uses it.

Two steps, and the first is one transaction: the incident lets go of its picture, the journal says so, and
the file is noted as leaving. The second removes what is noted and used by nothing. A server killed between
them, or in the second, does the rest with its next run: a note goes only after its file.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog
from sqlalchemy import delete, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.database import Database
from neurohire.media_store import MediaStore
from neurohire.models.answers import RecordingChunk
from neurohire.models.call_takes import CallPiece
from neurohire.models.candidates import MediaFile, Resume, ResumePage
from neurohire.models.incidents import Incident, LeavingFile
from neurohire.models.spoken import SpokenText
from neurohire.services import journal

log = structlog.get_logger(__name__)
DELETED = "evidence_deleted"
BATCH = 50  # of a transaction
YOUNG = timedelta(hours=1)  # whoever stored a file just now may be about to refer to it
# every column that names a stored file; files are shared by whatever has the same bytes
USES = (
    col(Incident.evidence),
    col(MediaFile.sha256),
    col(Resume.media_sha256),
    col(ResumePage.media_sha256),
    col(ResumePage.picture_sha256),
    col(SpokenText.media_sha256),
    col(RecordingChunk.sha256),
    col(CallPiece.sha256),
)


class Leaving(NamedTuple):
    """A file that nothing uses any more."""

    sha256: str
    due_at: datetime


async def forget(database: Database, media: MediaStore) -> int:
    """All whose time has passed; how many pictures were taken from their incidents."""
    count = 0
    while found := await database.transact(expire):
        count += found
    after = ""
    while batch := await database.transact(due, after):
        after, unused = batch
        gone = await asyncio.to_thread(_remove, media, unused)
        await database.transact(have_left, gone)
    return count


def expire(db: Session) -> int:
    """Some incidents let go of their picture, and stay; how many."""
    now = clock.now()
    rows = db.scalars(
        select(Incident)
        .where(col(Incident.evidence) != "", col(Incident.keep_until) <= now)
        .order_by(col(Incident.keep_until), col(Incident.id))
        .limit(BATCH)
        .with_for_update()
    ).all()
    for row in rows:
        let_go(db, row.evidence, now)
        row.evidence, row.evidence_deleted_at = "", now
        journal.append(db, row.interview_id, "system", DELETED, {"incident_id": row.id}, is_remark=True)
    return len(rows)


def let_go(db: Session, sha256: str, due_at: datetime) -> None:
    """Somebody uses this file no more: once due, it goes unless another does."""
    row = db.get(LeavingFile, sha256, with_for_update=True)
    if row is None:
        db.add(LeavingFile(sha256=sha256, due_at=due_at))
    else:
        row.due_at = due_at
    db.flush()


def due(db: Session, after: str = "") -> tuple[str, list[Leaving]] | None:
    """The next notes by address: (the last one's address, those unused). What is used is no longer noted."""
    rows = db.scalars(
        select(LeavingFile)
        .where(col(LeavingFile.due_at) <= clock.now(), col(LeavingFile.sha256) > after)
        .order_by(col(LeavingFile.sha256))
        .limit(BATCH)
        .with_for_update()
    ).all()
    if not rows:
        return None
    used = _used(db, {row.sha256 for row in rows})
    for row in rows:
        if row.sha256 in used:
            db.delete(row)
    return rows[-1].sha256, [Leaving(row.sha256, row.due_at) for row in rows if row.sha256 not in used]


def have_left(db: Session, gone: list[Leaving]) -> None:
    """Their files are away; a note made anew meanwhile stays."""
    for one in gone:
        is_it = (col(LeavingFile.sha256) == one.sha256, col(LeavingFile.due_at) == one.due_at)
        db.execute(delete(LeavingFile).where(*is_it))


def _used(db: Session, addresses: set[str]) -> set[str]:
    """Of these files; one look at each table."""
    found: set[str] = set()
    for column in USES:
        if left := addresses - found:
            found |= set(db.scalars(select(column).where(column.in_(left)).distinct()))
    return found


def _remove(media: MediaStore, leaving: list[Leaving]) -> list[Leaving]:
    """Those that are away; one that can't be removed now waits for the next run."""
    before, gone = clock.now() - YOUNG, []
    for one in leaving:
        try:
            if media.remove_older(one.sha256, before):
                gone.append(one)
        except OSError as error:
            log.warning("a file could not be removed", error=type(error).__name__)
    return gone
