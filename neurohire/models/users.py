"""Accounts, log-in sessions and API tokens. Secrets are stored as hashes only."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from neurohire.models.base import ID, UtcDateTime, new_id
from neurohire.vocabulary import Role


class User(SQLModel, table=True):
    __tablename__ = "user"
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    email: str = Field(max_length=254, unique=True)  # lower-cased
    name: str = Field(max_length=120)
    role: str = Field(max_length=20, default=Role.RECRUITER)
    password_hash: str | None = Field(default=None, max_length=255)
    created_at: datetime = Field(sa_type=UtcDateTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    # of a candidate's account: whose interviews it shows; no foreign key, as the table cannot be copied
    candidate_id: str | None = Field(default=None, sa_type=ID, unique=True, index=True)


class LoginSession(SQLModel, table=True):
    """One browser: it may hold a user and, apart from it, grants to interviews."""

    __tablename__ = "login_session"
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    token_hash: str = Field(max_length=64, unique=True)
    user_id: str | None = Field(default=None, foreign_key="user.id", sa_type=ID, index=True)
    user_agent: str = Field(default="", max_length=200)
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_seen_at: datetime = Field(sa_type=UtcDateTime)
    user_until: datetime | None = Field(default=None, sa_type=UtcDateTime)  # absolute end of the user's part
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class InterviewGrant(SQLModel, table=True):
    """This browser entered this interview by its link; the newest grant writes, earlier ones are ended."""

    __tablename__ = "interview_grant"
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    login_session_id: str = Field(foreign_key="login_session.id", sa_type=ID, index=True)
    interview_id: str = Field(foreign_key="interview.id", sa_type=ID, index=True)
    invitation_id: str = Field(foreign_key="invitation.id", sa_type=ID)
    granted_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class UserLink(SQLModel, table=True):
    """A one-time link with which somebody sets the password of an account."""

    __tablename__ = "user_link"
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    user_id: str = Field(foreign_key="user.id", sa_type=ID, index=True)
    token_hash: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    replaced_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ApiToken(SQLModel, table=True):
    """A bearer token; it acts as its user, within its scopes."""

    __tablename__ = "api_token"
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    user_id: str = Field(foreign_key="user.id", sa_type=ID, index=True)
    token_hash: str = Field(max_length=64, unique=True)
    name: str = Field(default="", max_length=80)
    scopes: str = Field(default="", max_length=60)  # words of vocabulary.Scope
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Setting(SQLModel, table=True):
    """Small facts of this installation (the hash of the set-up token, the text version in force …)."""

    __tablename__ = "setting"
    key: str = Field(primary_key=True, max_length=80)
    value: str = Field(max_length=500)


class Beat(SQLModel, table=True):
    """When this server was last seen alive; a gap is time to be given back to candidates."""

    __tablename__ = "beat"
    name: str = Field(primary_key=True, max_length=40)
    holder: str = Field(default="", max_length=40)
    at: datetime = Field(sa_type=UtcDateTime)
