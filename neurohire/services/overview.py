"""What a recruiter sees at a glance: what needs someone, and one page of a position's files with counts."""

from __future__ import annotations

from pydantic import BaseModel
from sqlalchemy import Select, func, or_, select
from sqlmodel import Session, col

from neurohire.auth.actors import Actor
from neurohire.models.candidates import Resume
from neurohire.models.positions import Position, PositionMember
from neurohire.services import (
    access,
    interviews,
    model_questions,
    positions,
    resume_rows,
    scorecard_results,
)
from neurohire.services.interviews import InterviewRow
from neurohire.services.positions import PositionView
from neurohire.services.resume_rows import ResumeRow
from neurohire.vocabulary import InterviewState, ResumeState

TO_DECIDE = (InterviewState.SUBMITTED, InterviewState.TERMINATED)
SHOWN = 6


class Waiting(BaseModel):
    """Files of one position that need something typed in."""

    position_id: str
    title: str
    files: int


class HomeView(BaseModel):
    """The start page."""

    to_decide: int
    reports: list[InterviewRow]
    waiting: list[Waiting]
    invited: int
    live: int
    recent: list[InterviewRow]
    positions: int
    to_judge: int = 0  # completed live interviews without this person's scorecard
    unjudged: list[tuple[str, str]] = []  # (id, candidate's name) of the newest of them


class ResumePage(BaseModel):
    """Some files of a position, how many match, and how many there are in each state."""

    rows: list[ResumeRow]
    total: int
    counts: dict[ResumeState, int]
    writing: int = 0  # sets of questions that the model is still to write


class PositionPage(BaseModel):
    """A position with the first page of its files."""

    position: PositionView
    resumes: ResumePage


def home(db: Session, actor: Actor) -> HomeView:
    """Counts stop at interviews.COUNT_MOST."""
    reports = interviews.list_page(db, actor, states=TO_DECIDE, limit=SHOWN)
    recent = interviews.list_page(db, actor, limit=SHOWN)
    unjudged, to_judge = scorecard_results.missing_of(db, actor, SHOWN)
    return HomeView(
        to_decide=reports.total,
        reports=reports.rows,
        waiting=_waiting(db, actor),
        invited=interviews.count_states(db, actor, InterviewState.INVITED),
        live=interviews.count_states(db, actor, InterviewState.LIVE),
        recent=recent.rows,
        positions=positions.list_rows(db, actor, limit=1)[1],
        to_judge=to_judge,
        unjudged=unjudged,
    )


def position_page(
    db: Session,
    actor: Actor,
    position_id: str,
    *,
    search: str = "",
    states: tuple[ResumeState, ...] = (),
    limit: int = 25,
    offset: int = 0,
) -> PositionPage:
    """One read for the whole page."""
    found = resume_page(db, actor, position_id, search=search, states=states, limit=limit, offset=offset)
    return PositionPage(position=positions.get(db, actor, position_id), resumes=found)


def resume_page(
    db: Session,
    actor: Actor,
    position_id: str,
    *,
    search: str = "",
    states: tuple[ResumeState, ...] = (),
    limit: int = 25,
    offset: int = 0,
) -> ResumePage:
    """Newest first; search looks at file names, names and e-mails."""
    access.position(db, actor, position_id)
    query: Select[tuple[str]] = select(Resume.id).where(col(Resume.position_id) == position_id)  # type: ignore[call-overload]
    if states:
        query = query.where(col(Resume.state).in_(states))
    if words := search.strip().lower():
        columns = (Resume.file_name, Resume.name, Resume.email)
        query = query.where(or_(*(func.lower(c).contains(words, autoescape=True) for c in columns)))
    total = db.scalar(select(func.count()).select_from(query.subquery())) or 0
    window = query.order_by(col(Resume.created_at).desc(), col(Resume.id)).limit(limit).offset(offset)
    rows = [resume_rows.get_row(db, actor, str(found)) for found in db.scalars(window)]
    writing = model_questions.waiting(db, position_id)
    return ResumePage(rows=rows, total=total, counts=_counts(db, position_id), writing=writing)


def _counts(db: Session, position_id: str) -> dict[ResumeState, int]:
    query = (
        select(Resume.state, func.count())  # type: ignore[call-overload]
        .where(col(Resume.position_id) == position_id)
        .group_by(Resume.state)
    )
    return {ResumeState(state): count for state, count in db.execute(query)}


def _waiting(db: Session, actor: Actor) -> list[Waiting]:
    query = (
        select(Position.id, Position.title, func.count())  # type: ignore[call-overload]
        .join(Resume, col(Resume.position_id) == col(Position.id))
        .where(col(Resume.state) == ResumeState.NEEDS_EMAIL, col(Position.archived_at).is_(None))
        .group_by(Position.id, Position.title)
        .order_by(func.count().desc())
        .limit(SHOWN)
    )
    if not actor.is_admin:
        mine = select(PositionMember.position_id).where(col(PositionMember.user_id) == actor.user_id)  # type: ignore[call-overload]
        query = query.where(col(Position.id).in_(mine))
    return [Waiting(position_id=i, title=title, files=files) for i, title, files in db.execute(query)]
