"""The pool as a list: search, filters, order and paging by the database."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel
from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from neurohire.auth.actors import Actor
from neurohire.models.question_pool import PoolQuestion
from neurohire.services import access, pool_rows
from neurohire.services.interviews import COUNT_MOST
from neurohire.vocabulary import Level, PoolState, QuestionSource, QuestionType

Sort = Literal["used", "-used", "uses", "-uses", "mean", "-mean", "skill", "-skill"]
MOST = 100
ENOUGH_SCORES = 5  # fewer say nothing about a question


class PoolFilter(BaseModel):
    """What is asked for; empty: everything."""

    search: str = ""
    type: QuestionType | None = None
    skill: str = ""
    field: str = ""
    level: Level | None = None
    source: QuestionSource | None = None
    state: PoolState = PoolState.ACTIVE
    sort: Sort = "-used"


class PoolRow(BaseModel):
    """One line of the list."""

    id: str
    state: PoolState
    version: int
    text: str
    type: QuestionType
    skill: str
    levels: list[Level]
    source: QuestionSource
    language: str
    is_open: bool
    is_edited: bool
    has_rubric: bool
    uses: int
    scored: int
    mean: float | None  # only with enough scores
    spread: list[int]
    last_used_at: datetime | None


class PoolPage(BaseModel):
    """`total` counts at most COUNT_MOST."""

    rows: list[PoolRow]
    total: int
    skills: list[str] = []  # to choose from


def list_page(
    db: Session, actor: Actor, asked: PoolFilter | None = None, *, limit: int = 25, offset: int = 0
) -> PoolPage:
    """One page of the questions the user may see."""
    asked = asked or PoolFilter()
    query = matching(actor, asked)
    total = db.scalar(select(func.count()).select_from(query.limit(COUNT_MOST).subquery())) or 0
    window = in_order(query, asked.sort).limit(min(limit, MOST)).offset(max(0, offset))
    ids = [str(found) for found in db.scalars(window)]
    return PoolPage(rows=_rows(db, ids), total=total)


def first_page(db: Session, actor: Actor, asked: PoolFilter, *, limit: int = 25, offset: int = 0) -> PoolPage:
    """The same with the skills to choose from: those that no single interview brought in."""
    found = list_page(db, actor, asked, limit=limit, offset=offset)
    skills = select(PoolQuestion.skill).where(  # type: ignore[call-overload]
        col(PoolQuestion.interview_id).is_(None), access.visible_questions(actor)
    )
    found.skills = sorted(set(db.scalars(skills.distinct())), key=str.casefold)
    return found


def matching(actor: Actor, asked: PoolFilter) -> Select[tuple[str]]:
    """Ids of what fits and may be seen."""
    query: Select[tuple[str]] = select(PoolQuestion.id).where(  # type: ignore[call-overload]
        col(PoolQuestion.state) == asked.state, access.visible_questions(actor)
    )
    for column, value in (("type", asked.type), ("skill", asked.skill), ("source", asked.source)):
        if value:
            query = query.where(getattr(PoolQuestion, column) == value)
    for column, part in (("fields", asked.field), ("levels", asked.level)):
        if part:
            query = query.where(getattr(PoolQuestion, column).contains(f"|{part}|", autoescape=True))
    for word in pool_rows.folded(asked.search).split()[:8]:
        query = query.where(col(PoolQuestion.words).contains(word, autoescape=True))
    return query


def in_order(query: Select[tuple[str]], sort: Sort) -> Select[tuple[str]]:
    column = {"used": "last_used_at"}.get(name := sort.removeprefix("-"), name)
    order: list[Any] = [getattr(PoolQuestion, column), col(PoolQuestion.id)]
    return query.order_by(*([part.desc() for part in order] if sort.startswith("-") else order))


def _rows(db: Session, ids: list[str]) -> list[PoolRow]:
    columns = [getattr(PoolQuestion, name) for name in PoolRow.model_fields]
    found = db.execute(select(*columns).where(col(PoolQuestion.id).in_(ids))).mappings()
    by_id = {row["id"]: row_of(dict(row)) for row in found}
    return [by_id[name] for name in ids if name in by_id]


def row_of(values: dict[str, Any]) -> PoolRow:
    """From the columns of the table."""
    levels = [level for level in values["levels"].split("|") if level]
    mean = values["mean"] if values["scored"] >= ENOUGH_SCORES else None
    return PoolRow(**{**values, "levels": levels, "mean": mean})
