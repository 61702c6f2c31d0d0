"""The person assessed (one row an e-mail address) and the resume files that name the person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from neurohire.models.base import ID, Json, LongText, UtcDateTime, new_id
from neurohire.vocabulary import ResumeState


class Candidate(SQLModel, table=True):
    __tablename__ = "candidate"
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    email: str = Field(max_length=254, unique=True)  # lower-cased
    name: str = Field(default="", max_length=120)
    phone: str = Field(default="", max_length=40)
    created_at: datetime = Field(sa_type=UtcDateTime)


class Resume(SQLModel, table=True):
    """One uploaded file and what was read from it."""

    __tablename__ = "resume"
    __table_args__ = (Index("ix_resume_position_id_created_at", "position_id", "created_at"),)
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    position_id: str = Field(foreign_key="position.id", sa_type=ID)
    uploaded_by: str = Field(foreign_key="user.id", sa_type=ID)
    file_name: str = Field(max_length=160)  # safe to show
    media_sha256: str = Field(default="", max_length=64, index=True)  # empty: nothing was stored
    size: int = 0
    state: str = Field(default=ResumeState.QUEUED, max_length=20, index=True)
    code: str = Field(default="", max_length=40)  # RejectionCode, when refused
    message: str = Field(default="", max_length=400)  # fixed sentence: what it needs
    attempts: int = 0
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    name: str = Field(default="", max_length=120)
    email: str = Field(default="", max_length=254)
    phone: str = Field(default="", max_length=40)
    skills: list[str] = Field(default_factory=list, sa_type=Json)
    text: str = Field(default="", sa_type=LongText)
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=Json)  # ResumeFacts
    hidden: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)  # HiddenText
    notes: list[str] = Field(default_factory=list, sa_type=Json)
    pages_total: int = 0
    pages_read: int = 0
    candidate_id: str | None = Field(default=None, foreign_key="candidate.id", sa_type=ID, index=True)
    interview_id: str | None = Field(default=None, foreign_key="interview.id", sa_type=ID, index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)


class MediaFile(SQLModel, table=True):
    """One stored file, by content; the bytes are in the media store."""

    __tablename__ = "media_file"
    sha256: str = Field(primary_key=True, max_length=64)
    size: int
    media_type: str = Field(max_length=80)
    created_at: datetime = Field(sa_type=UtcDateTime)
