"""Positions: make, change, list, share with other recruiters."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy import func, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.errors import NotFound, Rejected
from neurohire.models.candidates import Resume
from neurohire.models.interviews import Interview
from neurohire.models.positions import Position, PositionMember
from neurohire.models.users import User
from neurohire.questions.request import PositionBrief, check_counts
from neurohire.services import access, interviews
from neurohire.settings import get_settings
from neurohire.vocabulary import Level, PolicyMode, QuestionType, Role

MIN_MINUTES, MAX_MINUTES = 5, 240
MAX_SKILLS = 40


class PositionForm(BaseModel):
    """What a recruiter fills in; `clean` refuses what cannot work."""

    title: str = ""
    description: str = ""
    level: Level = Level.MID
    field: str = "general"
    is_technical: bool = True
    language: str = "en"
    skills: list[str] = []
    question_counts: dict[QuestionType, int] = {}
    minutes: int = 45
    policy: PolicyMode = PolicyMode.OBSERVE
    is_camera_checked: bool = False

    def clean(self) -> PositionForm:
        """The form with white space folded, or Rejected with what to do."""
        title, description = " ".join(self.title.split())[:160], self.description.strip()
        longest = get_settings().max_description_chars
        if not title:
            raise Rejected("Please give the position a title.", code="no_title")
        if not description:
            raise Rejected("Please paste the job description.", code="no_description")
        if len(description) > longest:
            raise Rejected(
                f"The description is longer than {longest:,} characters. Please shorten it.", code="too_long"
            )
        if not MIN_MINUTES <= self.minutes <= MAX_MINUTES:
            raise Rejected(f"An interview takes {MIN_MINUTES} to {MAX_MINUTES} minutes.", code="bad_minutes")
        check_counts(self.question_counts)
        skills = list(dict.fromkeys(" ".join(s.split())[:60] for s in self.skills if s.strip()))[:MAX_SKILLS]
        return self.model_copy(update={"title": title, "description": description, "skills": skills})


class PositionView(PositionForm):
    """A read model of one position."""

    id: str
    created_by: str
    created_at: datetime
    is_archived: bool = False
    members: list[tuple[str, str]] = []  # (user id, name)


class PositionRow(BaseModel):
    """One line of the list of positions."""

    id: str
    title: str
    level: Level
    created_at: datetime
    interviews: int
    to_decide: int


def create(db: Session, actor: Actor, form: PositionForm) -> PositionView:
    """A new position; its creator is its first member."""
    clean = form.clean()
    row = Position(**_columns(clean), created_by=actor.user_id, created_at=clock.now())
    db.add(row)
    db.flush()
    db.add(PositionMember(position_id=row.id, user_id=actor.user_id, added_at=clock.now()))
    db.flush()
    return _view(db, row)


def change(db: Session, actor: Actor, position_id: str, form: PositionForm) -> PositionView:
    """Change a position; interviews already made keep their questions."""
    row = access.position(db, actor, position_id)
    for name, value in _columns(form.clean()).items():
        setattr(row, name, value)
    db.flush()
    return _view(db, row)


def get(db: Session, actor: Actor, position_id: str) -> PositionView:
    return _view(db, access.position(db, actor, position_id))


def list_rows(
    db: Session, actor: Actor, *, search: str = "", limit: int = 25, offset: int = 0
) -> tuple[list[PositionRow], int]:
    """(rows, total) of the positions the user may see, newest first."""
    query = select(Position).where(col(Position.archived_at).is_(None))
    if not actor.is_admin:
        mine = select(PositionMember.position_id).where(col(PositionMember.user_id) == actor.user_id)  # type: ignore[call-overload]
        query = query.where(col(Position.id).in_(mine))
    if search.strip():
        query = query.where(func.lower(Position.title).contains(search.strip().lower(), autoescape=True))
    total = db.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = db.scalars(query.order_by(col(Position.created_at).desc()).limit(limit).offset(offset)).all()
    counts = _counts(db, [row.id for row in rows])
    return [
        PositionRow(
            id=row.id,
            title=row.title,
            level=Level(row.level),
            created_at=row.created_at,
            interviews=sum(counts.get(row.id, {}).values()),
            to_decide=counts.get(row.id, {}).get("submitted", 0),
        )
        for row in rows
    ], total


def archive(db: Session, actor: Actor, position_id: str) -> None:
    """Take a position out of the lists; its interviews stay."""
    access.position(db, actor, position_id).archived_at = clock.now()


def add_member(db: Session, actor: Actor, position_id: str, user_id: str) -> None:
    """Let another recruiter work on the position and see the interviews that the actor sees there."""
    access.position(db, actor, position_id)
    user = db.get(User, user_id)
    if user is None or user.disabled_at is not None or user.role not in (Role.ADMIN, Role.RECRUITER):
        raise NotFound("There is no such account.")
    db.merge(PositionMember(position_id=position_id, user_id=user_id, added_at=clock.now()))
    seen = access.visible_interviews(db, actor).ids.where(col(Interview.position_id) == position_id)
    for interview_id in db.scalars(seen).all():
        interviews.assign(db, actor, str(interview_id), user_id)


def brief(row: Position) -> PositionBrief:
    """What a question writer needs to know of the position."""
    return PositionBrief(
        title=row.title,
        description=row.description,
        level=Level(row.level),
        field=row.field,
        is_technical=row.is_technical,
        language=row.language,
        skills=row.skills,
        counts={QuestionType(kind): count for kind, count in row.question_counts.items()},
    )


def _columns(form: PositionForm) -> dict[str, Any]:
    columns = form.model_dump(include=set(PositionForm.model_fields))
    columns["question_counts"] = {str(kind.value): n for kind, n in form.question_counts.items()}
    return columns | {"level": form.level.value, "policy": form.policy.value}


def _counts(db: Session, ids: list[str]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    rows = db.execute(
        select(Interview.position_id, Interview.state, func.count())  # type: ignore[call-overload]
        .where(col(Interview.position_id).in_(ids))
        .group_by(Interview.position_id, Interview.state)
    )
    for position_id, state, count in rows:
        found.setdefault(position_id, {})[state] = count
    return found


def _view(db: Session, row: Position) -> PositionView:
    return PositionView(
        **row.model_dump(include=set(PositionForm.model_fields)),
        id=row.id,
        created_by=row.created_by,
        created_at=row.created_at,
        is_archived=row.archived_at is not None,
        members=members_of(db, row.id),
    )


def members_of(db: Session, position_id: str) -> list[tuple[str, str]]:
    """(user id, name) of the recruiters who work on it."""
    rows = db.execute(
        select(User.id, User.name)  # type: ignore[call-overload]
        .join(PositionMember, col(PositionMember.user_id) == col(User.id))
        .where(col(PositionMember.position_id) == position_id)
    )
    return [(user_id, name) for user_id, name in rows]


def resumes_waiting(db: Session, actor: Actor, position_id: str) -> int:
    """How many uploaded files are still to be read."""
    access.position(db, actor, position_id)
    query = select(func.count()).where(
        col(Resume.position_id) == position_id, col(Resume.state).in_(("queued", "reading"))
    )
    return db.scalar(query) or 0
