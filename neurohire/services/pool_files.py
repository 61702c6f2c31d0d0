"""The pool in and out: what a filter leaves as JSON or CSV, and questions of a file into the pool."""

from __future__ import annotations

import csv
import io
from typing import Any

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.models.question_pool import PoolQuestion, PoolVersion
from neurohire.models.questions import Question
from neurohire.positions.languages import guess_language
from neurohire.questions import exchange
from neurohire.questions.exchange import Read
from neurohire.services.interviews import spreadsheet_safe
from neurohire.services.pool_list import PoolFilter, PoolRow, in_order, matching, row_of
from neurohire.services.question_pool import Adding, Outcome
from neurohire.vocabulary import QuestionSource

MOST_EXPORTED = 10_000
BATCH = 100  # questions of one transaction: nobody else waits long
MOST_TOLD = 200  # rows named one by one; the rest is counted
COLUMNS = (
    "id", "question", "type", "skill", "levels", "fields", "language", "source", "state", "version",
    "uses", "scored", "mean", "last_used", "rubric", "follow_ups",
)  # fmt: skip


class RowResult(BaseModel):
    """What became of one row; `outcome` is added, known, alike or broken."""

    number: int
    outcome: str
    text: str
    id: str = ""
    problem: str = ""


class Imported(BaseModel):
    """The counts are of all rows; `rows` names those that were not added, the first 200 of them."""

    added: int = 0
    known: int = 0
    alike: int = 0
    broken: int = 0
    rows: list[RowResult] = []


def as_json(db: Session, actor: Actor, asked: PoolFilter) -> str:
    """Without the forms for resumes: those come with NeuroHire."""
    rows, is_whole = _found(db, actor, asked)
    pairs = ((question, _beside(row)) for row, question in rows if row.source is not QuestionSource.RESUME)
    return exchange.written(pairs, clock.now(), whole=is_whole)


def as_csv(db: Session, actor: Actor, asked: PoolFilter) -> str:
    """Safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row, question in _found(db, actor, asked)[0]:
        writer.writerow([spreadsheet_safe(value) for value in _line(row, question)])
    return out.getvalue()


async def take_in(database: Database, actor: Actor, rows: list[Read], *, is_open: bool) -> Imported:
    """Row by row; what is in already, alike or broken is told and changes nothing."""
    result = Imported()
    adding = await database.read(Adding, actor, is_open=is_open)
    for start in range(0, len(rows), BATCH):
        for found in await database.transact(_add, adding, rows[start : start + BATCH]):
            setattr(result, found.outcome, getattr(result, found.outcome) + 1)
            if found.outcome != Outcome.ADDED and len(result.rows) < MOST_TOLD:
                result.rows.append(found)
        if result.added:
            await database.transact(adding.done)
    return result


def _add(db: Session, adding: Adding, rows: list[Read]) -> list[RowResult]:
    results = []
    for row in rows:
        if row.question is None:
            results.append(RowResult(number=row.number, outcome="broken", text=row.text, problem=row.problem))
            continue
        language = row.language or guess_language(row.question.text) or "en"
        added = adding.one(db, row.question, language)
        results.append(RowResult(number=row.number, outcome=added.outcome.value, text=row.text, id=added.id))
    return results


def _found(db: Session, actor: Actor, asked: PoolFilter) -> tuple[list[tuple[PoolRow, Question]], bool]:
    query_ids = in_order(matching(actor, asked), asked.sort).limit(MOST_EXPORTED + 1)
    ids = [str(name) for name in db.scalars(query_ids)]
    found: dict[str, tuple[PoolRow, Question]] = {}
    for start in range(0, min(len(ids), MOST_EXPORTED), 500):
        query = (
            select(PoolQuestion, PoolVersion.question)  # type: ignore[call-overload]
            .join(PoolVersion, col(PoolVersion.pool_id) == col(PoolQuestion.id))
            .where(col(PoolVersion.number) == col(PoolQuestion.version))
            .where(col(PoolQuestion.id).in_(ids[start : start + 500]))
        )
        for row, stored in db.execute(query):
            found[row.id] = row_of(row.model_dump()), Question.model_validate(stored)
    return [found[name] for name in ids if name in found], len(ids) <= MOST_EXPORTED


def _beside(row: PoolRow) -> dict[str, Any]:
    return {
        "source": row.source.value,
        "language": row.language,
        "state": row.state.value,
        "rubric_version": row.version,
    }


def _line(row: PoolRow, question: Question) -> list[object]:
    rubric = "\n".join(f"{line.name}: {' / '.join(line.points)}" for line in question.rubric)
    return [
        row.id,
        question.text,
        row.type.value,
        row.skill,
        " ".join(row.levels),
        " ".join(question.fields),
        row.language,
        row.source.value,
        row.state.value,
        row.version,
        row.uses,
        row.scored,
        "" if row.mean is None else row.mean,
        row.last_used_at.strftime("%Y-%m-%d %H:%M UTC") if row.last_used_at else "",
        rubric,
        "\n".join(follow_up.text for follow_up in question.follow_ups),
    ]
