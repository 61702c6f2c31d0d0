"""The recording of a live call: what one person's own page recorded, from one start to its end."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from neurohire.models.base import ID, UtcDateTime, new_id


class CallTake(SQLModel, table=True):
    """A file of one person; a reload, or a camera that is switched on or off, begins another."""

    __tablename__ = "call_take"
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)  # made by the browser
    interview_id: str = Field(foreign_key="interview.id", sa_type=ID, index=True)
    person: str = Field(max_length=60)  # journal name
    media_type: str = Field(max_length=80)
    started_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # told to be complete
    pieces_expected: int | None = None


class CallPiece(SQLModel, table=True):
    """Some seconds of a take; all in order are one file."""

    __tablename__ = "call_piece"
    __table_args__ = (UniqueConstraint("take_id", "number"),)
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    take_id: str = Field(foreign_key="call_take.id", sa_type=ID)
    number: int  # 0-based
    until: float  # seconds from the start of the take to the end of this piece
    sha256: str = Field(max_length=64)
    size: int
    at: datetime = Field(sa_type=UtcDateTime)
