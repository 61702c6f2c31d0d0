"""Resume files of a position: taken in, read one by one, finished by hand where something is missing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from pydantic import BaseModel
from sqlalchemy import or_, select, update
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.database import record
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.events import Event
from neurohire.media_store import StoredFile
from neurohire.models.candidates import Candidate, MediaFile, Resume
from neurohire.models.interviews import Interview, InterviewMember
from neurohire.models.positions import Position
from neurohire.models.resumes_read import ReadResume
from neurohire.services import (
    access,
    candidate_keeping,
    invitations,
    journal,
    model_questions,
    question_sets,
)
from neurohire.services.accounts import clean_email, clean_name
from neurohire.vocabulary import RejectionCode, ResumeState

LEASE = timedelta(seconds=60)  # longer than one reading may take (20 s wall)
MAX_ATTEMPTS = 3
NEEDS_EMAIL = "No e-mail found: type one."
DUPLICATE = "This very file is in this position already."
UNREADABLE = "This file could not be read. Please send it as a PDF or DOCX."


class Claimed(BaseModel):
    """A file to be read by a worker."""

    resume_id: str
    sha256: str
    file_name: str


def add_file(
    db: Session, actor: Actor, position_id: str, file_name: str, stored: StoredFile, media_type: str
) -> str:
    """Queue a stored file; its row's id. The same content again in this position is refused."""
    access.position(db, actor, position_id)
    # one by one: of two uploads of a file at once one is told that it is a duplicate
    db.execute(select(Position.id).where(col(Position.id) == position_id).with_for_update())  # type: ignore[call-overload]
    same = select(Resume.id).where(  # type: ignore[call-overload]
        col(Resume.position_id) == position_id,
        col(Resume.media_sha256) == stored.sha256,
        col(Resume.state) != ResumeState.REJECTED,
    )
    if db.execute(same).first():
        return add_rejected(db, actor, position_id, file_name, RejectionCode.DUPLICATE, DUPLICATE)
    return queue(db, _new(actor, position_id, file_name), stored, media_type)


def queue(db: Session, row: Resume, stored: StoredFile, media_type: str) -> str:
    """The row of a stored file waits to be read; its id."""
    if db.get(MediaFile, stored.sha256) is None:
        db.add(
            MediaFile(sha256=stored.sha256, size=stored.size, media_type=media_type, created_at=clock.now())
        )
    row.media_sha256, row.size = stored.sha256, stored.size
    db.add(row)
    db.flush()
    changed(db, row)
    record(db, Event("work", "resume_queued"))
    return row.id


def add_rejected(
    db: Session, actor: Actor, position_id: str, file_name: str, code: RejectionCode | str, message: str
) -> str:
    """Remember a refused file, so that the table says what became of it."""
    access.position(db, actor, position_id)
    row = _new(actor, position_id, file_name, state=ResumeState.REJECTED, code=str(code), message=message)
    db.add(row)
    db.flush()
    changed(db, row)
    return row.id


def claim_next(db: Session) -> Claimed | None:
    """Lease the oldest file that waits (or whose reader died); None when there is none."""
    now = clock.now()
    due = or_(
        col(Resume.state) == ResumeState.QUEUED,
        (col(Resume.state) == ResumeState.READING) & (col(Resume.lease_until) < now),
    )
    row = db.scalars(
        select(Resume).where(due).order_by(col(Resume.created_at)).limit(1).with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    row.attempts += 1
    if row.attempts > MAX_ATTEMPTS:
        _reject(db, row, RejectionCode.UNREADABLE, UNREADABLE)
        return claim_next(db)
    row.state, row.lease_until = ResumeState.READING, now + LEASE
    changed(db, row)
    return Claimed(resume_id=row.id, sha256=row.media_sha256, file_name=row.file_name)


def finish_reading(db: Session, resume_id: str, read: ReadResume) -> None:
    """Keep what was read; with an e-mail the interview is made, without one the row asks for it."""
    row = db.get(Resume, resume_id)
    if row is None or row.state != ResumeState.READING:
        return
    facts = read.facts
    row.text, row.facts = read.text.text, facts.model_dump(mode="json")
    row.hidden = [h.model_dump(mode="json") for h in read.text.hidden]
    row.notes, row.pages_total, row.pages_read = (
        list(read.text.notes),
        read.text.pages_total,
        read.text.pages_read,
    )
    row.name, row.phone = clean_name(facts.name or ""), (facts.phone or "")[:40]
    row.skills = [skill[:60] for skill in facts.skills[:60]]
    settle(db, row, usable(facts.email) or row.email)


def reject(db: Session, resume_id: str, code: RejectionCode | str, message: str) -> None:
    """The file can't be read; the row says why and what to do."""
    row = db.get(Resume, resume_id)
    if row is not None:
        _reject(db, row, code, message)


def complete(
    db: Session,
    actor: Actor,
    resume_id: str,
    *,
    name: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    skills: list[str] | None = None,
) -> None:
    """Correct facts in place; a row that waited for an e-mail gets its interview."""
    row = access.resume(db, actor, resume_id)
    if row.state in (ResumeState.QUEUED, ResumeState.READING):
        raise InvalidState("This file is still being read. Try again in a moment.")
    if row.state == ResumeState.REJECTED and row.code != RejectionCode.NO_TEXT:
        raise InvalidState("This file was not accepted. Please upload another one.")
    if name is not None:
        row.name = clean_name(name)
    if phone is not None:
        row.phone = " ".join(phone.split())[:40]
    if skills is not None:
        row.skills = list(dict.fromkeys(" ".join(s.split())[:60] for s in skills if s.strip()))[:60]
        row.facts = {**row.facts, "skills": row.skills}
    if row.interview_id is None:
        settle(db, row, clean_email(email) if email else row.email)
    else:
        _correct_interview(db, row, email)
    changed(db, row)


def discard(db: Session, actor: Actor, resume_id: str) -> None:
    """Take a row without an interview out of the table."""
    row = access.resume(db, actor, resume_id)
    if row.interview_id is not None:
        raise InvalidState("This file has an interview. Cancel the interview instead.")
    db.delete(row)
    changed(db, row)


def release_leases(db: Session) -> None:
    """At the start of the one process: what was being read when it died waits again."""
    db.execute(
        update(Resume)
        .where(col(Resume.state) == ResumeState.READING)
        .values(state=ResumeState.QUEUED, lease_until=None)
    )


def settle(db: Session, row: Resume, email: str) -> None:
    """Make candidate, interview, questions and link once there is an address; a loose file is only read."""
    row.lease_until, row.code = None, ""
    if row.position_id is None:
        row.state, row.message, row.email = ResumeState.READY, "", email
        changed(db, row)
        return
    if not email:
        row.state, row.message = ResumeState.NEEDS_EMAIL, NEEDS_EMAIL
        changed(db, row)
        return
    # locked before anything is added that points to it: two files at once would wait for each other
    position = db.get(Position, row.position_id, with_for_update=True)
    if position is None:
        raise NotFound()
    row.email = clean_email(email)
    candidate = _candidate(db, row)
    interview = _appointment(row, position, candidate)
    db.add(interview)
    db.flush()
    db.add(
        InterviewMember(interview_id=interview.id, user_id=row.uploaded_by, created_at=interview.created_at)
    )
    journal.append(db, interview.id, f"user:{row.uploaded_by}", "interview_created", {"resume_id": row.id})
    question_sets.plan(db, interview, position, row)
    model_questions.begin(db, interview)
    invitations.issue(db, interview, row.uploaded_by)
    row.candidate_id, row.interview_id = candidate.id, interview.id
    row.state, row.message = ResumeState.READY, ""
    changed(db, row)


def _appointment(row: Resume, position: Position, candidate: Candidate) -> Interview:
    return Interview(
        position_id=position.id,
        candidate_id=candidate.id,
        resume_id=row.id,
        title=position.title,
        candidate_name=row.name or candidate.name or row.email,
        language=position.language,
        policy=position.policy,
        is_camera_checked=position.is_camera_checked,
        minutes=position.minutes,
        created_by=row.uploaded_by,
        created_at=clock.now(),
        expires_at=clock.now(),
    )


def usable(found: str | None) -> str:
    """An address as it stands in the file; what cannot be one is asked for like a missing one."""
    try:
        return clean_email(found or "")
    except Rejected:
        return ""


def _candidate(db: Session, row: Resume) -> Candidate:
    return candidate_keeping.found_or_new(db, row.email, row.name, row.phone, by=row.uploaded_by)


def _correct_interview(db: Session, row: Resume, email: str | None) -> None:
    interview = db.get(Interview, row.interview_id)
    if interview is None:
        return
    interview.candidate_name = row.name or interview.candidate_name
    if email is None or clean_email(email) == row.email:
        return
    if interview.state not in question_sets.EDITABLE:
        raise InvalidState("The interview has begun, so its e-mail can't be changed any more.")
    row.email = clean_email(email)
    candidate = _candidate(db, row)
    interview.candidate_id = row.candidate_id = candidate.id
    invitations.end_grants(db, interview.id)
    invitations.issue(db, interview, row.uploaded_by)


def _reject(db: Session, row: Resume, code: RejectionCode | str, message: str) -> None:
    row.state, row.code, row.message, row.lease_until = ResumeState.REJECTED, str(code), message, None
    changed(db, row)


def _new(actor: Actor, position_id: str, file_name: str, **columns: Any) -> Resume:
    return Resume(
        position_id=position_id,
        uploaded_by=actor.user_id,
        file_name=file_name,
        created_at=clock.now(),
        **columns,
    )


def changed(db: Session, row: Resume) -> None:
    """Tell open pages: the position's, the candidate's, or whoever is about to bring a candidate in."""
    body = {"resume_id": row.id}
    if row.position_id:
        record(db, Event(f"position:{row.position_id}", "resume_changed", body))
    if row.candidate_id:
        record(db, Event(f"candidate:{row.candidate_id}", "resume_changed", body))
    if not row.position_id:
        record(db, Event(f"resume:{row.id}", "resume_changed", body))


def require_count(count: int, most: int) -> None:
    """1 to `most` files at once."""
    if count < 1:
        raise Rejected("Please choose at least one resume.", code="no_files")
    if count > most:
        raise Rejected(f"Please send at most {most} resumes at once.", code="too_many_files")
