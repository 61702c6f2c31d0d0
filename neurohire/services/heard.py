"""What was heard of a spoken answer, as the one who spoke sees it and may correct it."""

from __future__ import annotations

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.models.interviews import InterviewQuestion
from neurohire.services import transcripts
from neurohire.services.transcripts import SpokenTake
from neurohire.vocabulary import TranscriptSource, TranscriptState


class HeardLine(BaseModel):
    """One line as its speaker sees it: no word about how sure anybody is."""

    start: float
    heard: str
    text: str


class HeardTake(BaseModel):
    """The words of one take, for the one who spoke them."""

    recording_id: str
    state: TranscriptState
    source: TranscriptSource
    is_delayed: bool
    lines: list[HeardLine]


class HeardAnswer(BaseModel):
    """All takes of one question, when the interview is looked through before handing in."""

    number: int
    text: str  # the question
    takes: list[HeardTake]


def for_candidate(db: Session, interview_question_id: str, follow_up: int) -> list[HeardTake]:
    """What the candidate's page shows and lets correct."""
    return [_for_speaker(take) for take in transcripts.of_place(db, interview_question_id, follow_up)]


def to_look_through(db: Session, interview_id: str) -> list[HeardAnswer]:
    """Everything that was spoken, by question: words that came after their turn may be corrected here."""
    takes = transcripts.of_interview(db, interview_id)
    rows = db.scalars(
        select(InterviewQuestion)
        .where(col(InterviewQuestion.id).in_(takes))
        .order_by(col(InterviewQuestion.place))
    )
    return [
        HeardAnswer(
            number=row.place + 1,
            text=str(row.question["text"]),
            takes=[_for_speaker(take) for take in takes[row.id]],
        )
        for row in rows
    ]


def _for_speaker(take: SpokenTake) -> HeardTake:
    return HeardTake(
        recording_id=take.recording_id,
        state=take.state,
        source=take.source,
        is_delayed=take.is_delayed,
        lines=[HeardLine(start=line.start, heard=line.heard, text=line.text) for line in take.lines],
    )
