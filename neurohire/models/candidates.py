"""The person assessed (one row an e-mail address) and the resume files that name the person."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any

from sqlalchemy import Index, event
from sqlmodel import Field, SQLModel

from neurohire.models.base import ID, Json, LongText, UtcDateTime, new_id
from neurohire.vocabulary import ResumeState

NAME_KEY = 120


class Candidate(SQLModel, table=True):
    __tablename__ = "candidate"
    __table_args__ = (
        Index("ix_candidate_created_at", "created_at"),
        Index("ix_candidate_name_key", "name_key"),
    )
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    email: str = Field(max_length=254, unique=True)  # lower-cased
    name: str = Field(default="", max_length=120)
    phone: str = Field(default="", max_length=40)
    target_role: str = Field(default="", max_length=160)
    level: str = Field(default="", max_length=20)  # Level; empty: not known
    name_key: str = Field(default="", max_length=NAME_KEY)  # for order and search, written by itself
    created_at: datetime = Field(sa_type=UtcDateTime)


class CandidateMember(SQLModel, table=True):
    """A recruiter who keeps the candidate: brought the person in, or was let in by one who did."""

    __tablename__ = "candidate_member"
    candidate_id: str = Field(foreign_key="candidate.id", sa_type=ID, primary_key=True)
    user_id: str = Field(foreign_key="user.id", sa_type=ID, primary_key=True, index=True)
    added_at: datetime = Field(sa_type=UtcDateTime)


def name_key(name: str, email: str) -> str:
    """One spelling for order and search, whatever the database thinks of letters; nameless: the address."""
    folded = unicodedata.normalize("NFKC", name or email).casefold()
    return unicodedata.normalize("NFKC", folded)[:NAME_KEY]


def _keep_key(_mapper: object, _connection: object, row: Candidate) -> None:
    row.name_key = name_key(row.name, row.email)


event.listen(Candidate, "before_insert", _keep_key)
event.listen(Candidate, "before_update", _keep_key)


class Resume(SQLModel, table=True):
    """One uploaded file and what was read from it; without a position it is the candidate's own."""

    __tablename__ = "resume"
    __table_args__ = (Index("ix_resume_position_id_created_at", "position_id", "created_at"),)
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    position_id: str | None = Field(default=None, foreign_key="position.id", sa_type=ID)
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


class ResumePage(SQLModel, table=True):
    """A page of a stored file as a picture, made when somebody first looked at it."""

    __tablename__ = "resume_page"
    media_sha256: str = Field(primary_key=True, max_length=64)  # of the document
    number: int = Field(primary_key=True)  # 1-based
    picture_sha256: str = Field(max_length=64)
    width: int
    height: int
    text: str = Field(sa_type=LongText)  # what a reader sees, for those who listen
    made_at: datetime = Field(sa_type=UtcDateTime)


class MediaFile(SQLModel, table=True):
    """One stored file, by content; the bytes are in the media store."""

    __tablename__ = "media_file"
    sha256: str = Field(primary_key=True, max_length=64)
    size: int
    media_type: str = Field(max_length=80)
    created_at: datetime = Field(sa_type=UtcDateTime)
