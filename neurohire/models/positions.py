"""The opening: what is asked for, how the interview is made up, who works on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from neurohire.models.base import ID, Json, LongText, UtcDateTime, new_id
from neurohire.vocabulary import Level, PolicyMode


class Position(SQLModel, table=True):
    __tablename__ = "position"
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    title: str = Field(max_length=160)
    description: str = Field(sa_type=LongText)
    level: str = Field(default=Level.MID, max_length=20)
    field: str = Field(default="general", max_length=40)
    is_technical: bool = True
    language: str = Field(default="en", max_length=10)
    skills: list[str] = Field(default_factory=list, sa_type=Json)
    question_counts: dict[str, int] = Field(default_factory=dict, sa_type=Json)  # QuestionType → number
    minutes: int = 45
    policy: str = Field(default=PolicyMode.OBSERVE, max_length=20)
    is_camera_checked: bool = False  # of who agrees; counts for interviews made from then on
    created_by: str = Field(foreign_key="user.id", sa_type=ID)
    created_at: datetime = Field(sa_type=UtcDateTime, index=True)
    archived_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    extra: dict[str, Any] = Field(default_factory=dict, sa_type=Json)


class PositionMember(SQLModel, table=True):
    """A recruiter who may see the position; its creator is the first."""

    __tablename__ = "position_member"
    position_id: str = Field(foreign_key="position.id", sa_type=ID, primary_key=True)
    user_id: str = Field(foreign_key="user.id", sa_type=ID, primary_key=True, index=True)
    added_at: datetime = Field(sa_type=UtcDateTime)
