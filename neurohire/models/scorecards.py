"""What an interviewer keeps of a live interview: private notes, bookmarks, and a scorecard."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from neurohire.models.base import ID, Json, LongText, UtcDateTime, new_id


class Note(SQLModel, table=True):
    """One person's notes on one interview, the newest text; nobody else ever reads them."""

    __tablename__ = "note"
    interview_id: str = Field(foreign_key="interview.id", sa_type=ID, primary_key=True)
    user_id: str = Field(foreign_key="user.id", sa_type=ID, primary_key=True, index=True)
    text: str = Field(default="", sa_type=LongText)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    is_late: bool = False  # written, or delivered, after the interview was completed


class Bookmark(SQLModel, table=True):
    """A moment that one person marked for himself: the time, and what was to be seen then."""

    __tablename__ = "bookmark"
    __table_args__ = (UniqueConstraint("interview_id", "user_id", "key"),)
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    interview_id: str = Field(foreign_key="interview.id", sa_type=ID)
    user_id: str = Field(foreign_key="user.id", sa_type=ID, index=True)
    key: str = Field(max_length=64)  # made by the page: words can follow before the server has answered
    at: datetime = Field(sa_type=UtcDateTime)
    interview_question_id: str | None = Field(
        default=None, foreign_key="interview_question.id", sa_type=ID, ondelete="SET NULL"
    )
    file: str = Field(default="", max_length=120)  # of the shared editor
    line: int | None = None
    words: str = Field(default="", sa_type=LongText)


class Scorecard(SQLModel, table=True):
    """One interviewer's judgement as it stands in his hands; what others see is the newest version."""

    __tablename__ = "scorecard"
    __table_args__ = (UniqueConstraint("interview_id", "user_id"),)
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    interview_id: str = Field(foreign_key="interview.id", sa_type=ID)
    user_id: str = Field(foreign_key="user.id", sa_type=ID, index=True)
    recommendation: str | None = Field(default=None, max_length=20)
    words: str = Field(default="", sa_type=LongText)
    lines: dict[str, Any] = Field(default_factory=dict, sa_type=Json)  # by line: {"points", "words"}
    versions: int = 0  # submitted so far
    submitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # the newest version
    updated_at: datetime = Field(sa_type=UtcDateTime)


class ScorecardVersion(SQLModel, table=True):
    """A scorecard as it was submitted, with the rubric's words as they were then."""

    __tablename__ = "scorecard_version"
    __table_args__ = (UniqueConstraint("scorecard_id", "number"),)
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    interview_id: str = Field(foreign_key="interview.id", sa_type=ID, index=True)
    scorecard_id: str = Field(foreign_key="scorecard.id", sa_type=ID)
    number: int  # from 1
    content: dict[str, Any] = Field(sa_type=Json)  # services.scorecards.SubmittedCard
    at: datetime = Field(sa_type=UtcDateTime)
