"""Texts that were spoken once: by whom, and where the audio lies. Only a digest of the text is kept."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from neurohire.models.base import UtcDateTime


class SpokenText(SQLModel, table=True):
    """A changed voice is another row; the old audio stays for those who come back to the old voice."""

    __tablename__ = "spoken_text"
    digest: str = Field(primary_key=True, max_length=64)  # of voice, language and text
    voice: str = Field(max_length=160)  # speaker and voice, for people
    language: str = Field(max_length=10)
    media_sha256: str = Field(foreign_key="media_file.sha256", max_length=64, index=True)
    created_at: datetime = Field(sa_type=UtcDateTime, index=True)
