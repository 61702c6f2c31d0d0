"""Settings that an admin changed at run time, and the record of who changed what in this installation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from neurohire.models.base import ID, Json, LongText, UtcDateTime


class StoredSetting(SQLModel, table=True):
    """One value of neurohire.settings.Settings; the environment wins over it."""

    __tablename__ = "stored_setting"
    name: str = Field(primary_key=True, max_length=80)
    value: str = Field(sa_type=LongText)  # JSON; of a secret: encrypted
    is_secret: bool = False
    changed_by: str = Field(default="", max_length=120)  # the name, as it was then
    changed_at: datetime = Field(sa_type=UtcDateTime)


class AuditEntry(SQLModel, table=True):
    """What was done to the installation: settings, accounts, tokens. Never a secret in it."""

    __tablename__ = "audit_entry"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    # no foreign key: the record outlives the account
    actor_id: str | None = Field(default=None, sa_type=ID, index=True)
    actor_name: str = Field(default="", max_length=120)  # empty: the program itself
    kind: str = Field(max_length=40, index=True)
    subject: str = Field(default="", max_length=120)
    body: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
