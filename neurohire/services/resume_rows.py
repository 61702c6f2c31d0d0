"""Resume files as the table of a position shows them, and the way to the original."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlmodel import Session

from neurohire.auth.actors import Actor
from neurohire.errors import NotFound
from neurohire.models.candidates import Resume
from neurohire.models.interviews import Interview
from neurohire.services import access, invitations, question_sets
from neurohire.vocabulary import ModelState, ResumeState


class ResumeRow(BaseModel):
    """One file in the table of a position."""

    id: str
    file_name: str
    state: ResumeState
    code: str
    message: str
    name: str
    email: str
    phone: str
    skills: list[str]
    hidden: list[dict[str, Any]]
    notes: list[str]
    interview_id: str | None
    interview_state: str
    questions: int
    writing: ModelState = ModelState.NONE
    share: float
    link: str
    has_file: bool = True
    created_at: datetime


def get_row(db: Session, actor: Actor, resume_id: str) -> ResumeRow:
    """One file as it stands now."""
    return view(db, access.resume(db, actor, resume_id))


def file_of(db: Session, actor: Actor, resume_id: str) -> tuple[str, str]:
    """(sha256, file name) of the original, for its download."""
    row = access.resume(db, actor, resume_id)
    if not row.media_sha256:
        raise NotFound()
    return row.media_sha256, row.file_name


def view(db: Session, row: Resume) -> ResumeRow:
    """What is shown of a file."""
    interview = db.get(Interview, row.interview_id) if row.interview_id else None
    invitation = invitations.newest(db, interview.id) if interview else None
    link = invitations.view(invitation) if invitation else None
    return ResumeRow(
        **row.model_dump(
            include={
                "id",
                "file_name",
                "state",
                "code",
                "message",
                "name",
                "email",
                "phone",
                "skills",
                "hidden",
                "notes",
                "interview_id",
                "created_at",
            }
        ),
        has_file=bool(row.media_sha256),
        interview_state=interview.state if interview else "",
        questions=len(question_sets.rows_of(db, interview.id)) if interview else 0,
        writing=ModelState(interview.writing_state) if interview else ModelState.NONE,
        share=interview.share if interview else 0.0,
        link=link.url if link and not (link.is_revoked or link.is_expired) else "",
    )
