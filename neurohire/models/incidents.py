"""What rules made of the checks in one interview, with the evidence and what people say of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from neurohire.models.base import ID, LongText, UtcDateTime, new_id
from neurohire.vocabulary import Judgement


class Incident(SQLModel, table=True):
    """One stretch of one kind. `value` is the rule's own measure of the worst moment (proctoring.rules)."""

    __tablename__ = "incident"
    __table_args__ = (
        Index("ix_incident_interview_id_began_at", "interview_id", "began_at"),
        Index("ix_incident_keep_until", "keep_until"),
    )
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    interview_id: str = Field(foreign_key="interview.id", sa_type=ID)
    kind: str = Field(max_length=40)
    began_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # None: it goes on
    value: float = 0.0
    evidence: str = Field(default="", max_length=64)  # SHA-256 of the worst frame; "": none is kept
    evidence_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    keep_until: datetime | None = Field(default=None, sa_type=UtcDateTime)  # of the evidence
    evidence_deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # its time had passed
    judgement: str = Field(default=Judgement.OPEN, max_length=20)
    judged_by: str = Field(default="", max_length=60)  # journal name
    judged_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    note: str = Field(default="", sa_type=LongText)  # of who judged
    comment: str = Field(default="", sa_type=LongText)  # of the candidate
    commented_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class LeavingFile(SQLModel, table=True):
    """A stored file that one incident let go of: removed when it is due, unless something else uses it."""

    __tablename__ = "leaving_file"
    sha256: str = Field(primary_key=True, max_length=64)
    due_at: datetime = Field(sa_type=UtcDateTime, index=True)
