"""Points on a rubric's line with reason, quotes and source; the newest human score stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from neurohire.models.base import ID, Json, LongText, UtcDateTime, new_id


class Score(SQLModel, table=True):
    __tablename__ = "score"
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    interview_id: str = Field(foreign_key="interview.id", sa_type=ID, index=True)
    interview_question_id: str = Field(foreign_key="interview_question.id", sa_type=ID, index=True)
    criterion: str = Field(max_length=40)
    points: float | None = None  # 0..4; None: not assessed
    reason: str = Field(default="", sa_type=LongText)
    quotes: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    source: str = Field(max_length=20)
    grader: str = Field(default="", max_length=80)  # name and version
    runs: list[int | None] = Field(default_factory=list, sa_type=Json)  # points of each run of a model
    rubric_version: int = 1
    given_by: str | None = Field(default=None, foreign_key="user.id", sa_type=ID)
    at: datetime = Field(sa_type=UtcDateTime)
    replaced_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # graded anew


class Task(SQLModel, table=True):
    """Work with a due time; a row is the truth, the scheduler only looks at it."""

    __tablename__ = "task"
    __table_args__ = (Index("ix_task_done_at_due_at", "done_at", "due_at"),)
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    kind: str = Field(max_length=40)
    subject_id: str = Field(sa_type=ID, index=True)
    due_at: datetime = Field(sa_type=UtcDateTime)
    attempts: int = 0
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str = Field(default="", max_length=80)
    created_at: datetime = Field(sa_type=UtcDateTime)
