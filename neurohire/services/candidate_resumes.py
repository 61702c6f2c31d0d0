"""Resumes of a person without a position: taken in, not kept when it became nobody's, used for interviews."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.media_store import StoredFile
from neurohire.models.candidates import Resume
from neurohire.models.interviews import Interview
from neurohire.models.positions import Position
from neurohire.services import access, audit, candidate_list, candidates, resumes, tasks
from neurohire.services.interviews import OVER
from neurohire.vocabulary import InterviewState, RejectionCode, ResumeState

UNCLAIMED = timedelta(days=1)  # a file dropped for a person who was never saved
DISCARD_TASK = "discard_resume"
DUPLICATE = "This very file is here already."
NO_FILE = "No resume"


def add_file(
    db: Session, actor: Actor, candidate_id: str | None, file_name: str, stored: StoredFile, media_type: str
) -> str:
    """Queue a stored file of this person, or of one who is not saved yet; its row's id."""
    if candidate_id is not None:
        access.candidate(db, actor, candidate_id)
        same = (col(Resume.candidate_id) == candidate_id, col(Resume.media_sha256) == stored.sha256)
        seen = access.visible_resumes(actor)
        if db.scalar(select(Resume.id).where(*same, seen, col(Resume.state) != ResumeState.REJECTED)):  # type: ignore[call-overload]
            raise Rejected(DUPLICATE, code=RejectionCode.DUPLICATE)
    row = Resume(
        candidate_id=candidate_id, uploaded_by=actor.user_id, file_name=file_name, created_at=clock.now()
    )
    row_id = resumes.queue(db, row, stored, media_type)
    if candidate_id is None:
        tasks.add_once(db, DISCARD_TASK, row_id, after=UNCLAIMED)
    return row_id


def discard_unclaimed(db: Session, resume_id: str) -> None:
    """Nobody became of it: what was read from the file is not kept."""
    row = db.get(Resume, resume_id)
    if row is not None and row.position_id is None and row.candidate_id is None:
        db.delete(row)


def make_interview(
    db: Session, actor: Actor, candidate_id: str, position_id: str, resume_id: str = ""
) -> str:
    """An interview with questions and link, planned from the resume (or from the position alone); its id."""
    position = access.position(db, actor, position_id)
    profile = candidate_list.get(db, actor, candidate_id)
    if position.archived_at is not None:
        raise InvalidState("This position is archived. Choose another one.")
    _require_none_open(db, actor, candidate_id, position)
    source = _source(db, actor, candidate_id, resume_id) if resume_id else None
    row = _for_position(source, position_id, actor)
    row.name, row.email, row.candidate_id = profile.name, profile.email, candidate_id
    row.phone = profile.phone or row.phone
    db.add(row)
    db.flush()
    resumes.settle(db, row, profile.email)
    assert row.interview_id is not None
    audit.record(
        db, actor, "candidate_invited", f"candidate:{candidate_id}", {"interview_id": row.interview_id}
    )
    candidates.tell(db, candidate_id)
    return row.interview_id


def _require_none_open(db: Session, actor: Actor, candidate_id: str, position: Position) -> None:
    over = (*OVER, InterviewState.EXPIRED)
    mine = access.visible_interviews(db, actor).ids.where(
        col(Interview.candidate_id) == candidate_id,
        col(Interview.position_id) == position.id,
        col(Interview.state).not_in(over),
    )
    if db.scalar(mine.limit(1)) is not None:
        raise InvalidState(
            "This person has an open interview for this position. Use that one, or cancel it first.",
            code="open_interview",
        )


def _source(db: Session, actor: Actor, candidate_id: str, resume_id: str) -> Resume:
    row = access.resume(db, actor, resume_id)
    if row.candidate_id != candidate_id:
        raise NotFound()
    if row.state != ResumeState.READY:
        raise InvalidState("This resume was not read. Choose another one, or make the interview without.")
    return row


def _for_position(source: Resume | None, position_id: str, actor: Actor) -> Resume:
    """A row of the position's table: the resume stays the person's and serves here, too."""
    new: dict[str, Any] = {
        "position_id": position_id,
        "uploaded_by": actor.user_id,
        "created_at": clock.now(),
    }
    if source is None:
        return Resume(file_name=NO_FILE, **new)
    kept = {
        "file_name", "media_sha256", "size", "skills", "text", "facts", "hidden", "notes", "phone",
        "pages_total", "pages_read",
    }  # fmt: skip
    return Resume(**source.model_dump(include=kept), **new)
