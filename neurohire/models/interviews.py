"""The appointment and its record: state, clock, invitation, consent, questions, decision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from neurohire.models.base import ID, Json, LongText, UtcDateTime, new_id
from neurohire.vocabulary import (
    Admission,
    FollowUpSource,
    GradingState,
    InterviewKind,
    InterviewState,
    ModelState,
    PolicyMode,
    QuestionState,
)


class Interview(SQLModel, table=True):
    __tablename__ = "interview"
    __table_args__ = (
        Index("ix_interview_position_id_created_at", "position_id", "created_at"),
        Index("ix_interview_position_id_state", "position_id", "state"),
        Index("ix_interview_state_created_at", "state", "created_at"),
        Index("ix_interview_created_at", "created_at"),
    )
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    kind: str = Field(default=InterviewKind.AI, max_length=10)
    state: str = Field(default=InterviewState.DRAFT, max_length=20)
    grading_state: str = Field(default=GradingState.NONE, max_length=20)
    position_id: str = Field(foreign_key="position.id", sa_type=ID)
    candidate_id: str | None = Field(default=None, foreign_key="candidate.id", sa_type=ID, index=True)
    resume_id: str | None = Field(default=None, sa_type=ID)  # no foreign key: resume points here too
    title: str = Field(max_length=160)  # the position's title when it was made
    candidate_name: str = Field(default="", max_length=120)  # as this recruiter sees it
    language: str = Field(default="en", max_length=10)
    policy: str = Field(default=PolicyMode.OBSERVE, max_length=20)
    minutes: int = 45
    extra_minutes: int = 0  # accommodation
    credited_seconds: int = 0  # time lost by our fault, given back
    created_by: str = Field(foreign_key="user.id", sa_type=ID)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    submitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    submit_reason: str = Field(default="", max_length=40)  # candidate | time_up | policy
    score: float | None = None  # 0..10, one decimal; None: not shown
    score_base: str = Field(default="", max_length=40)  # "7 of 10"
    share: float = 0.0  # largest share of questions with another candidate of the position, 0..1
    notes: list[str] = Field(default_factory=list, sa_type=Json)  # for the recruiter, from planning
    feedback: dict[str, Any] = Field(default_factory=dict, sa_type=Json)  # strengths, gaps, overall
    writing_state: str = Field(default=ModelState.NONE, max_length=20)  # questions by the model
    model_grading_state: str = Field(default=ModelState.NONE, max_length=20)  # beside grading_state
    extra: dict[str, Any] = Field(default_factory=dict, sa_type=Json)  # what an import knew beyond this
    # of a live interview
    scheduled_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    zone: str = Field(default="", max_length=60)  # in which it was scheduled; the instant stands above
    sequence: int = 0  # of its calendar file: every move and the cancellation raise it
    moved_from: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when it was to be before
    planned_changed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # time or people
    code_languages: list[str] = Field(default_factory=list, sa_type=Json)  # what may be programmed in
    is_recorded: bool = False
    is_camera_checked: bool = False  # of who agrees
    admission: str = Field(default=Admission.NONE, max_length=20)  # where the candidate stands at the door
    admission_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    admission_reason: str = Field(default="", max_length=300)  # of a no, as the candidate reads it
    planned_end_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # set when somebody is let in
    ended_by: str = Field(default="", max_length=60)  # journal name of who completed it
    focus_until: datetime | None = Field(default=None, sa_type=UtcDateTime)  # the candidate works unwatched
    focus_by: str = Field(default="", max_length=60)


class InterviewMember(SQLModel, table=True):
    """A recruiter assigned to the interview."""

    __tablename__ = "interview_member"
    __table_args__ = (
        Index("ix_interview_member_user_id_created_at", "user_id", "created_at", "interview_id"),
    )
    interview_id: str = Field(foreign_key="interview.id", sa_type=ID, primary_key=True)
    user_id: str = Field(foreign_key="user.id", sa_type=ID, primary_key=True)
    created_at: datetime = Field(sa_type=UtcDateTime)  # the interview's: lists read this index only
    is_interviewer: bool = False  # asks in the room of a live interview; the others see the record


class Invitation(SQLModel, table=True):
    """The right to enter. Only the token's hash is stored; the token itself is derived from the secret."""

    __tablename__ = "invitation"
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    interview_id: str = Field(foreign_key="interview.id", sa_type=ID, index=True)
    token_hash: str = Field(max_length=64, unique=True)
    created_by: str = Field(foreign_key="user.id", sa_type=ID)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Consent(SQLModel, table=True):
    """What the candidate agreed to, per kind of data, with the version of the text that was shown."""

    __tablename__ = "consent"
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    interview_id: str = Field(foreign_key="interview.id", sa_type=ID, index=True)
    data_kind: str = Field(max_length=30)
    is_given: bool
    text_version: str = Field(max_length=80)
    at: datetime = Field(sa_type=UtcDateTime)


class InterviewQuestion(SQLModel, table=True):
    """A question's use in one interview, with its text and rubric as they were then."""

    __tablename__ = "interview_question"
    __table_args__ = (Index("ix_interview_question_interview_id_place", "interview_id", "place"),)
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    interview_id: str = Field(foreign_key="interview.id", sa_type=ID)
    place: int  # 0-based order
    question_id: str = Field(max_length=80, index=True)  # id in the bank, or form id + hash of the fact
    question: dict[str, Any] = Field(sa_type=Json)  # models.questions.Question
    pool_id: str = Field(default="", max_length=80, index=True)  # in the pool: the form, without the fact
    state: str = Field(default=QuestionState.PENDING, max_length=20)
    asked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    score: float | None = None  # 0..10
    edited_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    deciding_since: datetime | None = Field(
        default=None, sa_type=UtcDateTime
    )  # a model thinks of a follow-up


class FollowUpAsked(SQLModel, table=True):
    """A follow-up that was put to the candidate, at most two a question."""

    __tablename__ = "follow_up_asked"
    __table_args__ = (UniqueConstraint("interview_question_id", "number"),)
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    interview_question_id: str = Field(foreign_key="interview_question.id", sa_type=ID)
    number: int  # 1 or 2
    text: str = Field(sa_type=LongText)
    criterion: str = Field(default="", max_length=40)
    source: str = Field(default=FollowUpSource.BANK, max_length=20)
    model: str = Field(default="", max_length=60)  # with the prompt's version, when a model wrote it
    prompt: str = Field(default="", max_length=40)
    asked_at: datetime = Field(sa_type=UtcDateTime)


class Decision(SQLModel, table=True):
    """A named human's decision with its reason; the newest stands."""

    __tablename__ = "decision"
    id: str = Field(default_factory=new_id, primary_key=True, sa_type=ID)
    interview_id: str = Field(foreign_key="interview.id", sa_type=ID, index=True)
    outcome: str = Field(max_length=20)
    reason: str = Field(sa_type=LongText)
    decided_by: str = Field(foreign_key="user.id", sa_type=ID)
    at: datetime = Field(sa_type=UtcDateTime)
