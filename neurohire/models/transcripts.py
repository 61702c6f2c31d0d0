"""What a spoken answer says in words: as it was heard, and as the candidate corrected it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel
from pydantic import Field as Bound
from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from neurohire.models.base import ID, Json, UtcDateTime
from neurohire.vocabulary import TranscriptSource, TranscriptState


class SpokenLine(BaseModel):
    """One stretch of speech. `heard` is never changed; `corrected` is the candidate's, None: as heard."""

    start: Annotated[float, Bound(ge=0)]  # seconds of the take
    end: Annotated[float, Bound(ge=0)]
    heard: str
    corrected: str | None = None
    confidence: float | None = None  # 0..1; None: the service gave none

    @property
    def text(self) -> str:
        """What counts: the candidate's own words where there are some."""
        return self.heard if self.corrected is None else self.corrected


class TakeTranscript(SQLModel, table=True):
    """One per take that is to be written down."""

    __tablename__ = "transcript"
    __table_args__ = (
        Index("ix_transcript_interview_id_state", "interview_id", "state"),
        Index("ix_transcript_interview_question_id_follow_up", "interview_question_id", "follow_up"),
    )
    recording_id: str = Field(foreign_key="recording.id", sa_type=ID, primary_key=True)
    interview_id: str = Field(foreign_key="interview.id", sa_type=ID)
    interview_question_id: str = Field(foreign_key="interview_question.id", sa_type=ID)
    follow_up: int = 0
    state: str = Field(default=TranscriptState.WAITING, max_length=20)
    source: str = Field(default=TranscriptSource.SERVICE, max_length=20)
    service: str = Field(default="", max_length=120)  # the model that wrote it down
    lines: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)  # SpokenLine
    seconds: float = 0.0  # of audio that could be read
    speech_seconds: float = 0.0
    done_until: float = (
        0.0  # second of the take up to which it is written down: a killed server goes on there
    )
    dropped: int = 0  # segments of the service that were not believed
    notes: list[str] = Field(default_factory=list, sa_type=Json)  # gap, cut, broken: what is not in it
    tries: int = 0  # that failed
    reason: str = Field(default="", max_length=40)  # why there is none
    is_noted: bool = True  # every correction stands in the journal as one entry
    created_at: datetime = Field(sa_type=UtcDateTime)
    ready_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
