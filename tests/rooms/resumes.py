"""A resume for a live interview in tests: read as an uploaded one would be, and stored."""

from __future__ import annotations

from pathlib import Path

from sqlmodel import Session

from neurohire import clock
from neurohire.media_store import StoredFile
from neurohire.models.candidates import MediaFile, Resume
from neurohire.models.interviews import Interview
from neurohire.models.resumes_read import ResumeText
from neurohire.resumes.text import read_text
from neurohire.services.resume_intake import MEDIA_TYPES
from neurohire.vocabulary import ResumeState


def attach(db: Session, interview_id: str, path: Path, stored: StoredFile) -> str:
    """The file as the interview's resume; its row's id."""
    return attach_read(db, interview_id, path.name, read_text(path, path.name), stored)


def attach_read(
    db: Session, interview_id: str, file_name: str, read: ResumeText, stored: StoredFile | None
) -> str:
    """The same with what was read, whatever the file is."""
    live = db.get(Interview, interview_id)
    assert live is not None
    row = Resume(
        position_id=live.position_id,
        uploaded_by=live.created_by,
        file_name=file_name,
        state=ResumeState.READY,
        text=read.text,
        hidden=[found.model_dump(mode="json") for found in read.hidden],
        notes=read.notes,
        pages_total=read.pages_total,
        pages_read=read.pages_read,
        candidate_id=live.candidate_id,
        created_at=clock.now(),
    )
    if stored is not None:
        row.media_sha256, row.size = stored.sha256, stored.size
        if db.get(MediaFile, stored.sha256) is None:
            media_type = MEDIA_TYPES[read.kind]
            db.add(
                MediaFile(
                    sha256=stored.sha256, size=stored.size, media_type=media_type, created_at=clock.now()
                )
            )
    db.add(row)
    db.flush()
    live.resume_id = row.id
    return row.id
