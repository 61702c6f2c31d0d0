"""The pool as a list: search, filters, order and paging by the database."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import BaseModel
from sqlalchemy import Select, Subquery, func, select
from sqlmodel import Session, col

from neurohire.auth.actors import Actor
from neurohire.models.question_pool import PoolQuestion
from neurohire.services import access, pool_rows
from neurohire.services.interviews import COUNT_MOST
from neurohire.vocabulary import Level, PoolState, QuestionSource, QuestionType

Sort = Literal["used", "-used", "uses", "-uses", "mean", "-mean", "skill", "-skill"]
MOST = 100
_NOTHING: dict[str, Any] = {
    "last_used_at": datetime.min.replace(tzinfo=UTC),
    "uses": 0,
    "mean": 0.0,
    "skill": "",
}
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
    asked, limit, offset = asked or PoolFilter(), min(limit, MOST), max(0, offset)
    few = access.few_questions(db, actor)
    name, is_down = _column(asked.sort), asked.sort.startswith("-")
    # one read gives all there is to sort when it is not much; through an index where there is plenty
    is_plain = few is None and not _is_narrow(asked)
    query = matching(actor, asked, few=few, by_index=is_plain).add_columns(getattr(PoolQuestion, name))
    found = [(str(row[0]), row[1]) for row in db.execute(query.limit(COUNT_MOST))]
    if len(found) < COUNT_MOST:
        found.sort(
            key=lambda pair: (pair[1] is not None, pair[1] or _NOTHING[name], pair[0]), reverse=is_down
        )
        return PoolPage(
            rows=_rows(db, [pair[0] for pair in found[offset : offset + limit]]), total=len(found)
        )
    window = in_order(matching(actor, asked, few=few, by_index=True), asked.sort, by_index=few is None)
    ids = [str(found_id) for found_id in db.scalars(window.limit(limit).offset(offset))]
    return PoolPage(rows=_rows(db, ids), total=COUNT_MOST)


def first_page(db: Session, actor: Actor, asked: PoolFilter, *, limit: int = 25, offset: int = 0) -> PoolPage:
    """The same with the skills to choose from: those that no single interview brought in."""
    found = list_page(db, actor, asked, limit=limit, offset=offset)
    skills = select(PoolQuestion.skill).where(  # type: ignore[call-overload]
        col(PoolQuestion.interview_id).is_(None), access.visible_questions(actor)
    )
    found.skills = sorted(set(db.scalars(skills.distinct())), key=str.casefold)
    return found


def matching(
    actor: Actor, asked: PoolFilter, *, few: Subquery | None = None, by_index: bool = False
) -> Select[tuple[str]]:
    """Ids of what fits and may be seen.

    Where little fits, reading the table once is some six times faster than going through an index to each
    row of it; databases guess this wrong, because they do not know how rare a word is.
    """
    by_index = by_index or asked.source not in (None, QuestionSource.MODEL)  # few, and by an index of theirs
    state = col(PoolQuestion.state) if by_index else func.coalesce(PoolQuestion.state, "")
    query: Select[tuple[str]] = select(PoolQuestion.id).where(state == asked.state)  # type: ignore[call-overload]
    if few is not None:
        query = query.join(few, few.c.id == col(PoolQuestion.id))
    else:
        query = query.where(access.visible_questions(actor))
    if asked.source:
        query = query.where(col(PoolQuestion.source) == asked.source)
    for column, value in (("type", asked.type), ("skill", asked.skill)):
        if value:
            query = query.where(func.coalesce(getattr(PoolQuestion, column), "") == value)
    for column, part in (("fields", asked.field), ("levels", asked.level)):
        if part:
            query = query.where(getattr(PoolQuestion, column).contains(f"|{part}|", autoescape=True))
    for word in pool_rows.folded(asked.search).split()[:8]:
        query = query.where(col(PoolQuestion.words).contains(word, autoescape=True))
    return query


def in_order(query: Select[tuple[str]], sort: Sort, *, by_index: bool = False) -> Select[tuple[str]]:
    column = getattr(PoolQuestion, _column(sort))
    order: list[Any] = [column if by_index else func.coalesce(column, column), col(PoolQuestion.id)]
    return query.order_by(*([part.desc() for part in order] if sort.startswith("-") else order))


def _column(sort: Sort) -> str:
    return {"used": "last_used_at"}.get(name := sort.removeprefix("-"), name)


def _is_narrow(asked: PoolFilter) -> bool:
    return any((asked.search, asked.type, asked.skill, asked.field, asked.level, asked.source))


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
