"""What was given: typed text, code documents and recordings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from neurohire.models.base import ID, LongBytes, LongText, UtcDateTime, new_id
from neurohire.vocabulary import AnswerMode


class Answer(SQLModel, table=True):
    """The answer to a question (follow_up 0) or to one of its follow-ups (1, 2)."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("interview_question_id", "follow_up"),)
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    interview_id: str = Field(foreign_key="interview.id", sa_type=ID, index=True)
    interview_question_id: str = Field(foreign_key="interview_question.id", sa_type=ID)
    follow_up: int = 0
    mode: str = Field(default=AnswerMode.TEXT, max_length=10)
    text: str = Field(default="", sa_type=LongText)
    code: str = Field(default="", sa_type=LongText)  # taken from the document when the turn ends
    code_language: str = Field(default="", max_length=40)
    is_final: bool = False
    is_late: bool = False  # came after the deadline: kept and marked
    updated_at: datetime = Field(sa_type=UtcDateTime)


class Recording(SQLModel, table=True):
    """One take of a spoken answer, in numbered chunks."""

    __tablename__ = "recording"
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    interview_id: str = Field(foreign_key="interview.id", sa_type=ID, index=True)
    interview_question_id: str = Field(foreign_key="interview_question.id", sa_type=ID, index=True)
    follow_up: int = 0
    media_type: str = Field(max_length=80)
    started_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    chunks_expected: int | None = None


class RecordingChunk(SQLModel, table=True):
    __tablename__ = "recording_chunk"
    __table_args__ = (UniqueConstraint("recording_id", "number"),)
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    recording_id: str = Field(foreign_key="recording.id", sa_type=ID)
    number: int  # 0-based
    sha256: str = Field(max_length=64)
    size: int
    at: datetime = Field(sa_type=UtcDateTime)


class Document(SQLModel, table=True):
    """A shared text: one per coding question, one per live interview."""

    __tablename__ = "document"
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    interview_id: str = Field(foreign_key="interview.id", sa_type=ID, index=True)
    interview_question_id: str | None = Field(default=None, sa_type=ID, index=True)
    language: str = Field(default="", max_length=40)
    starter: str = Field(default="", sa_type=LongText)
    created_at: datetime = Field(sa_type=UtcDateTime)


class DocumentFile(SQLModel, table=True):
    """A file of a shared text with more than one: its root in the Yjs document, a tab for people.

    A removed one keeps its root, so that nothing that was typed is refused and it can be brought back.
    """

    __tablename__ = "document_file"
    document_id: str = Field(foreign_key="document.id", sa_type=ID, primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})  # 0: the first
    root: str = Field(max_length=40)
    name: str = Field(max_length=60)
    language: str = Field(max_length=40)
    starter: str = Field(default="", sa_type=LongText)
    interview_question_id: str | None = Field(default=None, sa_type=ID)  # opened for this question
    added_at: datetime = Field(sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DocumentUpdate(SQLModel, table=True):
    """One Yjs update with time and person: the history for playback."""

    __tablename__ = "document_update"
    id: int | None = Field(default=None, primary_key=True)
    document_id: str = Field(foreign_key="document.id", sa_type=ID, index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str = Field(max_length=60)
    data: bytes = Field(sa_type=LongBytes)
    sizes: bytes | None = Field(default=None, sa_type=LongBytes)  # several updates: see services/bursts.py


class DocumentSnapshot(SQLModel, table=True):
    """The document's state up to an update id, so that loading stays short."""

    __tablename__ = "document_snapshot"
    document_id: str = Field(foreign_key="document.id", sa_type=ID, primary_key=True)
    upto: int
    data: bytes = Field(sa_type=LongBytes)
