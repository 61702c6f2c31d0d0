"""Every question ever used, with its versions, who changed what, and the positions that ask it first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from neurohire.models.base import ID, Json, LongText, UtcDateTime, new_id
from neurohire.vocabulary import PoolState


class PoolQuestion(SQLModel, table=True):
    """What the list shows and sorts by; the whole question is in its newest version."""

    __tablename__ = "pool_question"
    __table_args__ = (
        Index("ix_pool_question_state_last_used_at", "state", "last_used_at", "id"),
        Index("ix_pool_question_state_uses", "state", "uses", "id"),
        Index("ix_pool_question_state_mean", "state", "mean", "id"),
        Index("ix_pool_question_state_skill", "state", "skill", "id"),
        Index("ix_pool_question_state_source", "state", "source", "id"),
    )
    id: str = Field(primary_key=True, max_length=80)  # of the bank or form, own-…, model-…
    state: str = Field(default=PoolState.ACTIVE, max_length=20)
    version: int = 1
    type: str = Field(max_length=20)
    skill: str = Field(max_length=60)
    source: str = Field(max_length=20)  # a resume form has no person's line in it
    language: str = Field(default="en", max_length=10)
    levels: str = Field(default="|", max_length=60)  # |mid|senior|
    fields: str = Field(default="|", max_length=300)
    is_open: bool = Field(default=False, index=True)  # everybody of the team sees it
    has_rubric: bool = False
    is_edited: bool = False  # differs from what was shipped or first written
    created_by: str | None = Field(default=None, foreign_key="user.id", sa_type=ID, index=True)
    interview_id: str | None = Field(default=None, foreign_key="interview.id", sa_type=ID, index=True)
    merged_into: str | None = Field(default=None, max_length=80, index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    uses: int = 0  # interviews that have it, those of merged ones too
    scored: int = 0
    mean: float | None = None  # 0..10
    spread: list[int] = Field(default_factory=list, sa_type=Json)  # scores 0–2, 2–4, 4–6, 6–8, 8–10
    text: str = Field(sa_type=LongText)
    words: str = Field(sa_type=LongText)  # text and skill, folded, for the search


class PoolVersion(SQLModel, table=True):
    """A question as it was from then on; interviews keep their own copy beside it."""

    __tablename__ = "pool_question_version"
    __table_args__ = (UniqueConstraint("pool_id", "number"),)
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    pool_id: str = Field(foreign_key="pool_question.id", max_length=80)
    number: int
    question: dict[str, Any] = Field(sa_type=Json)  # models.questions.Question
    made_by: str | None = Field(default=None, foreign_key="user.id", sa_type=ID)  # None: shipped or a model
    at: datetime = Field(sa_type=UtcDateTime)


class PoolChange(SQLModel, table=True):
    """Who did what to a question of the pool; rows are only ever added."""

    __tablename__ = "pool_question_change"
    __table_args__ = (Index("ix_pool_question_change_pool_id_at", "pool_id", "at"),)
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    pool_id: str = Field(foreign_key="pool_question.id", max_length=80)
    kind: str = Field(max_length=20)  # added, edited, retired, restored, merged, parted, pinned, unpinned
    body: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    made_by: str | None = Field(default=None, foreign_key="user.id", sa_type=ID)
    at: datetime = Field(sa_type=UtcDateTime)


class PoolTouch(SQLModel, table=True):
    """Uses or scores of a question have changed; counted soon after, so that planning locks no row here."""

    __tablename__ = "pool_question_touch"
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    pool_id: str = Field(max_length=80)


class PositionQuestion(SQLModel, table=True):
    """A question that every new interview of the position gets."""

    __tablename__ = "position_question"
    position_id: str = Field(foreign_key="position.id", sa_type=ID, primary_key=True)
    pool_id: str = Field(foreign_key="pool_question.id", max_length=80, primary_key=True, index=True)
    place: int = 0
    pinned_by: str = Field(foreign_key="user.id", sa_type=ID)
    pinned_at: datetime = Field(sa_type=UtcDateTime)
