"""A candidate asks for another time of a live interview; one of an interview is open at a time."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from neurohire.models.base import ID, Json, LongText, UtcDateTime, new_id
from neurohire.vocabulary import RequestState


class RescheduleRequest(SQLModel, table=True):
    __tablename__ = "reschedule_request"
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    interview_id: str = Field(foreign_key="interview.id", sa_type=ID, index=True)
    state: str = Field(default=RequestState.OPEN, max_length=20, index=True)
    words: str = Field(default="", sa_type=LongText)
    times: list[str] = Field(default_factory=list, sa_type=Json)  # instants that would suit, ISO in UTC
    zone: str = Field(default="", max_length=60)  # the candidate's
    created_at: datetime = Field(sa_type=UtcDateTime)
    answer: str = Field(default="", sa_type=LongText)
    answered_by: str | None = Field(default=None, foreign_key="user.id", sa_type=ID)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
