"""Spoken answers in words: which takes are to be written down, what was heard, and who still waits."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlmodel import Session, col

from neurohire.models.transcripts import TakeTranscript
from neurohire.vocabulary import TranscriptState


def pending(db: Session, interview_question_id: str, follow_up: int) -> int:
    """Takes of this place whose words may come any moment.

    One that failed already is not worth a candidate's wait: it is tried again later, and graders wait for it.
    """
    return _count(
        db,
        col(TakeTranscript.interview_question_id) == interview_question_id,
        col(TakeTranscript.follow_up) == follow_up,
        col(TakeTranscript.tries) == 0,
    )


def waiting(db: Session, interview_id: str) -> int:
    """Takes of the whole interview whose words are still to come, however long it takes."""
    return _count(db, col(TakeTranscript.interview_id) == interview_id)


def _count(db: Session, *where: object) -> int:
    is_open = col(TakeTranscript.state) == TranscriptState.WAITING
    query = select(func.count()).select_from(TakeTranscript).where(is_open, *where)  # type: ignore[arg-type]
    return int(db.scalar(query) or 0)
