"""One question of the pool in full: versions, who changed it, where it was used, where it is pinned."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from neurohire.auth.actors import Actor
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.models.positions import Position, PositionMember
from neurohire.models.question_pool import PoolChange, PoolQuestion, PoolVersion, PositionQuestion
from neurohire.models.questions import Question
from neurohire.models.users import User
from neurohire.questions.word_diff import Change, changes
from neurohire.services import access, pool_counts
from neurohire.services.pool_list import PoolRow, row_of
from neurohire.vocabulary import InterviewState

MOST_USES, MOST_CHANGES = 30, 50


class VersionView(BaseModel):
    """`changes` against the version before."""

    number: int
    by: str  # "": shipped with the app, or written by a model
    at: datetime
    question: Question
    changes: list[Change]


class ChangeView(BaseModel):
    kind: str
    by: str
    at: datetime
    about: str = ""  # title of a position, words of another question; "" when the viewer may not see it


class UseView(BaseModel):
    """One interview that has it and that the viewer may see."""

    interview_id: str
    candidate_name: str
    title: str
    state: InterviewState
    at: datetime
    score: float | None
    version: int
    asked_as: str = ""  # the words, when they were changed for this interview


class PoolDetail(BaseModel):
    """Everything the sheet shows."""

    row: PoolRow
    question: Question
    created_by: str
    is_mine: bool
    for_interview: str  # its id, when it was written for one
    versions: list[VersionView]  # newest first
    changes: list[ChangeView]  # newest first
    uses: list[UseView]
    uses_elsewhere: int  # in interviews the viewer may not see, or further back
    pinned: list[tuple[str, str]]  # (id, title) of positions the viewer may see
    merged: list[tuple[str, str]]  # (id, words) of what was merged into it
    merged_into: str = ""


def get(db: Session, actor: Actor, pool_id: str) -> PoolDetail:
    row = access.question(db, actor, pool_id)
    names: dict[str, str] = {user_id: name for user_id, name in db.execute(select(User.id, User.name))}  # type: ignore[call-overload]
    versions = _versions(db, row, names)
    uses = _uses(db, actor, row)
    return PoolDetail(
        row=row_of(row.model_dump()),
        question=versions[0].question,
        created_by=names.get(row.created_by or "", ""),
        is_mine=row.created_by == actor.user_id,
        for_interview=row.interview_id or "",
        versions=versions,
        changes=_changes(db, actor, row, names),
        uses=uses,
        uses_elsewhere=max(0, row.uses - len(uses)),
        pinned=_pinned(db, actor, row),
        merged=_merged(db, actor, row),
        merged_into=row.merged_into or "",
    )


def _versions(db: Session, row: PoolQuestion, names: dict[str, str]) -> list[VersionView]:
    query = select(PoolVersion).where(col(PoolVersion.pool_id) == row.id).order_by(col(PoolVersion.number))
    found: list[VersionView] = []
    for version in db.scalars(query):
        question = Question.model_validate(version.question)
        found.append(
            VersionView(
                number=version.number,
                by=names.get(version.made_by or "", ""),
                at=version.at,
                question=question,
                changes=changes(found[-1].question, question) if found else [],
            )
        )
    return found[::-1]


def _changes(db: Session, actor: Actor, row: PoolQuestion, names: dict[str, str]) -> list[ChangeView]:
    query = (
        select(PoolChange)
        .where(col(PoolChange.pool_id) == row.id)
        .order_by(col(PoolChange.at).desc())
        .limit(MOST_CHANGES)
    )
    return [
        ChangeView(
            kind=change.kind,
            by=names.get(change.made_by or "", ""),
            at=change.at,
            about=_about(db, actor, change),
        )
        for change in db.scalars(query).all()
    ]


def _about(db: Session, actor: Actor, change: PoolChange) -> str:
    """Only what this viewer may see."""
    if version := change.body.get("version"):
        return f"version {version}"
    if position_id := change.body.get("position_id"):
        query = _my_positions(actor).where(col(Position.id) == position_id)
        return next((title for _, title in db.execute(query)), "")
    if other := change.body.get("other"):
        visible = access.visible_questions(actor)
        query = select(PoolQuestion.text).where(col(PoolQuestion.id) == other, visible)  # type: ignore[call-overload]
        return str(db.scalars(query).first() or "")
    return ""


def _uses(db: Session, actor: Actor, row: PoolQuestion) -> list[UseView]:
    ids = [row.id, *pool_counts.merged_into(db, row.id)]
    seen = access.visible_interviews(db, actor).ids
    at = func.coalesce(InterviewQuestion.asked_at, Interview.created_at)
    query = (
        select(InterviewQuestion, Interview, at)
        .join(Interview, col(Interview.id) == col(InterviewQuestion.interview_id))
        .where(col(InterviewQuestion.pool_id).in_(ids), col(Interview.id).in_(seen))
        .order_by(at.desc())
        .limit(MOST_USES)
    )
    return [
        UseView(
            interview_id=interview.id,
            candidate_name=interview.candidate_name,
            title=interview.title,
            state=InterviewState(interview.state),
            at=when,
            score=used.score,
            version=used.question.get("rubric_version", 1),
            asked_as=str(used.question["text"]) if used.edited_at else "",
        )
        for used, interview, when in db.execute(query)
    ]


def _pinned(db: Session, actor: Actor, row: PoolQuestion) -> list[tuple[str, str]]:
    query = (
        _my_positions(actor)
        .join(PositionQuestion, col(PositionQuestion.position_id) == col(Position.id))
        .where(col(PositionQuestion.pool_id) == row.id)
        .order_by(col(Position.title))
    )
    return [(position_id, title) for position_id, title in db.execute(query)]


def _merged(db: Session, actor: Actor, row: PoolQuestion) -> list[tuple[str, str]]:
    query = select(PoolQuestion.id, PoolQuestion.text).where(  # type: ignore[call-overload]
        col(PoolQuestion.merged_into) == row.id, access.visible_questions(actor)
    )
    return [(name, words) for name, words in db.execute(query)]


def _my_positions(actor: Actor) -> Select[tuple[str, str]]:
    query: Select[tuple[str, str]] = select(Position.id, Position.title)  # type: ignore[call-overload]
    if actor.is_admin:
        return query
    mine = select(PositionMember.position_id).where(col(PositionMember.user_id) == actor.user_id)  # type: ignore[call-overload]
    return query.where(col(Position.id).in_(mine))
