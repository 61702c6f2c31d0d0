"""The append-only record of an interview: entries chained by hash, erasable without breaking the chain."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from neurohire.models.base import ID, LongText, UtcDateTime


class JournalHead(SQLModel, table=True):
    """The last number and hash of one interview's journal; locked while an entry is added."""

    __tablename__ = "journal_head"
    interview_id: str = Field(foreign_key="interview.id", sa_type=ID, primary_key=True)
    seq: int = 0
    hash: str = Field(default="", max_length=64)


class JournalEntry(SQLModel, table=True):
    __tablename__ = "journal_entry"
    __table_args__ = (
        UniqueConstraint("interview_id", "seq"),
        UniqueConstraint("interview_id", "client_id", "client_seq"),
        Index("ix_journal_entry_interview_id_kind", "interview_id", "kind"),
    )
    id: int | None = Field(default=None, primary_key=True)
    interview_id: str = Field(foreign_key="interview.id", sa_type=ID)
    seq: int
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str = Field(max_length=60)  # candidate:ID, user:ID or system
    kind: str = Field(max_length=40)
    body: str | None = Field(default=None, sa_type=LongText)  # canonical JSON; None: erased
    salt: str | None = Field(default=None, max_length=64)  # None: erased
    body_digest: str = Field(max_length=64)
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)
    client_id: str | None = Field(default=None, max_length=64)
    client_seq: int | None = None


JournalBody = dict[str, Any]
