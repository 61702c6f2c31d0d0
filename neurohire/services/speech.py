"""What is to be spoken, and where audio that was made once lies: by text, voice and language."""

from __future__ import annotations

import hashlib

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import CandidateGrant
from neurohire.errors import NotFound
from neurohire.media_store import StoredFile
from neurohire.models.candidates import MediaFile
from neurohire.models.interviews import FollowUpAsked, InterviewQuestion
from neurohire.models.spoken import SpokenText
from neurohire.services import access
from neurohire.vocabulary import QuestionState

VOICE_LENGTH, LANGUAGE_LENGTH = 160, 10


class ToSpeak(BaseModel):
    """One text in the language of its interview."""

    text: str
    language: str
    interview_id: str | None = None


class Stored(BaseModel):
    """Audio made before."""

    sha256: str
    media_type: str


def text_to_speak(db: Session, grant: CandidateGrant, question_id: str, follow_up: int) -> ToSpeak:
    """The words of a question that was asked; one to come is not told."""
    row = access.granted_interview(db, grant)
    question = db.get(InterviewQuestion, question_id)
    if question is None or question.interview_id != row.id or question.state == QuestionState.PENDING:
        raise NotFound()
    text = str(question.question["text"])
    if follow_up > 0:
        asked = db.scalars(
            select(FollowUpAsked).where(
                col(FollowUpAsked.interview_question_id) == question_id,
                col(FollowUpAsked.number) == follow_up,
            )
        ).one_or_none()
        if asked is None:
            raise NotFound()
        text = asked.text
    return ToSpeak(text=text, language=row.language, interview_id=row.id)


def digest_of(voice: str, language: str, text: str) -> str:
    """Under which audio of this text by this voice is remembered."""
    return hashlib.sha256(f"{voice}\n{language}\n{text}".encode()).hexdigest()


def stored(db: Session, digest: str) -> Stored | None:
    row = db.get(SpokenText, digest)
    file = db.get(MediaFile, row.media_sha256) if row else None
    return Stored(sha256=file.sha256, media_type=file.media_type) if file else None


def keep(db: Session, digest: str, voice: str, language: str, file: StoredFile, media_type: str) -> None:
    """Remember it; the file may be there already, under another text or for another use."""
    if db.get(MediaFile, file.sha256) is None:
        db.add(MediaFile(sha256=file.sha256, size=file.size, media_type=media_type, created_at=clock.now()))
        db.flush()
    db.merge(
        SpokenText(
            digest=digest,
            voice=voice[:VOICE_LENGTH],
            language=language[:LANGUAGE_LENGTH],
            media_sha256=file.sha256,
            created_at=clock.now(),
        )
    )
