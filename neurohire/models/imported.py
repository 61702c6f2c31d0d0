"""What the import of a question pool knew of each question beyond our own pool."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from neurohire.models.base import ID, Json, UtcDateTime


class ImportedQuestion(SQLModel, table=True):
    """One entry of an earlier system's pool; two entries with the same text are one question here."""

    __tablename__ = "imported_question"
    id: str = Field(primary_key=True, sa_type=ID)  # made from the entry: the same again is the same row
    question_id: str = Field(max_length=80, index=True)  # in our pool
    place: int  # in its file
    category: str = Field(max_length=200)
    about: dict[str, Any] = Field(default_factory=dict, sa_type=Json)  # what its file says of itself
    entry: dict[str, Any] = Field(sa_type=Json)  # the entry as it came
    imported_at: datetime = Field(sa_type=UtcDateTime)
