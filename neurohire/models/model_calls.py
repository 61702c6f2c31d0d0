"""Every call of a model: what it was for and what it used. The rows are the meter and the budget."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from neurohire.models.base import ID, UtcDateTime, new_id


class ModelCall(SQLModel, table=True):
    __tablename__ = "model_call"
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    capability: str = Field(max_length=20)  # questions, grading, speech_out, speech_in
    interview_id: str | None = Field(default=None, foreign_key="interview.id", sa_type=ID, index=True)
    model: str = Field(max_length=60)
    prompt: str = Field(max_length=40)  # name and version of the prompt
    tokens: int  # in and out together; an estimate until the answer says how many it was
    tokens_in: int = 0
    tokens_out: int = 0
    units: int = 0  # speech: characters spoken, or seconds heard
    micros: int = Field(default=0, sa_type=BigInteger)  # millionths of the currency
    milliseconds: int = 0
    outcome: str = Field(default="running", max_length=20)  # done, or ai.failures.Reason
