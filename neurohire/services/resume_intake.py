"""One resume file from its bytes to its row: checked, stored, queued; and the reading of what is queued."""

from __future__ import annotations

import asyncio
from pathlib import Path

from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import DomainError, Rejected
from neurohire.media_store import MediaStore
from neurohire.models.resumes_read import ReadResume
from neurohire.resumes.file_names import safe_display_name
from neurohire.resumes.read import read_resume
from neurohire.resumes.receive import check_upload
from neurohire.resumes.virus_scan import scan
from neurohire.services import access, candidate_resumes, resumes
from neurohire.services.resumes import Claimed
from neurohire.settings import Settings
from neurohire.vocabulary import RejectionCode
from neurohire.workers import Workers, WorkFailed

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "txt": "text/plain",
}
TOO_SLOW = "This file took too long to read. Please send a simpler PDF or DOCX."
TOO_BIG_INSIDE = "This file needs more memory than a resume may. Please send a simpler PDF or DOCX."
CRASHED = "This file could not be read. Please send it as a PDF or DOCX."


async def take_in(
    database: Database,
    media: MediaStore,
    settings: Settings,
    actor: Actor,
    position_id: str,
    received: Path,
    file_name: str,
) -> str:
    """Check a received file and queue it; the id of its row. A refused file gets a row that says why."""
    name = safe_display_name(file_name)
    try:
        await database.read(access.position, actor, position_id)
        try:
            media_type = await _checked(received, name, settings)
        except Rejected as refusal:
            return await database.transact(
                resumes.add_rejected, actor, position_id, name, refusal.code, refusal.message
            )
        stored = await asyncio.to_thread(media.keep, received)
        return await database.transact(resumes.add_file, actor, position_id, name, stored, media_type)
    finally:
        media.discard(received)


async def take_in_for(
    database: Database,
    media: MediaStore,
    settings: Settings,
    actor: Actor,
    candidate_id: str | None,
    received: Path,
    file_name: str,
) -> str:
    """The same for a person (None: one who is not saved yet); what is refused is only said, not kept."""
    name = safe_display_name(file_name)
    try:
        media_type = await _checked(received, name, settings)
        stored = await asyncio.to_thread(media.keep, received)
        return await database.transact(
            candidate_resumes.add_file, actor, candidate_id, name, stored, media_type
        )
    finally:
        media.discard(received)


async def _checked(received: Path, name: str, settings: Settings) -> str:
    """Its media type, or Rejected."""
    kind = await asyncio.to_thread(check_upload, received, name)
    if settings.clamd:
        await asyncio.to_thread(scan, received, settings.clamd)
    return MEDIA_TYPES[kind]


async def read_next(database: Database, media: MediaStore, workers: Workers) -> bool:
    """Read one queued file in a worker; False when none waits."""
    claimed = await database.transact(resumes.claim_next)
    if claimed is None:
        return False
    await _read(database, media, workers, claimed)
    return True


async def _read(database: Database, media: MediaStore, workers: Workers, claimed: Claimed) -> None:
    try:
        path = media.path(claimed.sha256)
        found = await workers.run("resumes", read_resume, str(path), claimed.file_name)
        await database.transact(resumes.finish_reading, claimed.resume_id, ReadResume.model_validate(found))
    except Rejected as refusal:
        await database.transact(resumes.reject, claimed.resume_id, refusal.code, refusal.message)
    except WorkFailed as failure:
        code, message = _reason(failure)
        await database.transact(resumes.reject, claimed.resume_id, code, message)
    except DomainError as error:
        if error.status >= 500:
            raise  # the lease runs out and the file is read again
        await database.transact(
            resumes.reject, claimed.resume_id, RejectionCode.UNREADABLE, resumes.UNREADABLE
        )


def _reason(failure: WorkFailed) -> tuple[RejectionCode, str]:
    if failure.reason == "too_slow":
        return RejectionCode.TOO_SLOW, TOO_SLOW
    if failure.reason == "out_of_memory":
        return RejectionCode.UNREADABLE, TOO_BIG_INSIDE
    return RejectionCode.UNREADABLE, CRASHED
