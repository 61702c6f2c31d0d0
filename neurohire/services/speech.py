"""A question as audio: made once by the embedded voice, kept in the media store by text and voice."""

from __future__ import annotations

import hashlib

from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import CandidateGrant
from neurohire.errors import NotFound
from neurohire.media_store import StoredFile
from neurohire.models.candidates import MediaFile
from neurohire.models.interviews import FollowUpAsked, InterviewQuestion
from neurohire.models.users import Setting
from neurohire.services import access
from neurohire.vocabulary import QuestionState


def text_to_speak(db: Session, grant: CandidateGrant, question_id: str, follow_up: int) -> tuple[str, str]:
    """(text, language) of a question that was asked; one to come is not told."""
    row = access.granted_interview(db, grant)
    question = db.get(InterviewQuestion, question_id)
    if question is None or question.interview_id != row.id or question.state == QuestionState.PENDING:
        raise NotFound()
    if follow_up == 0:
        return str(question.question["text"]), row.language
    text = db.scalars(
        select(FollowUpAsked.text).where(  # type: ignore[call-overload]
            col(FollowUpAsked.interview_question_id) == question_id, col(FollowUpAsked.number) == follow_up
        )
    ).one_or_none()
    if text is None:
        raise NotFound()
    return str(text), row.language


def stored(db: Session, key: str) -> str | None:
    """The address of audio made before."""
    row = db.get(Setting, key)
    return row.value if row else None


def keep(db: Session, key: str, file: StoredFile, media_type: str) -> None:
    db.merge(Setting(key=key, value=file.sha256))
    if db.get(MediaFile, file.sha256) is None:
        db.add(MediaFile(sha256=file.sha256, size=file.size, media_type=media_type, created_at=clock.now()))


def key_of(voice: str, language: str, text: str) -> str:
    """Where audio of this text by this voice is remembered."""
    digest = hashlib.sha256(f"{voice}\n{language}\n{text}".encode()).hexdigest()
    return f"speech:{digest[:64]}"
