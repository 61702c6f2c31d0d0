"""Entries of an earlier system's question pool: taken in once, given out as they came; and our own."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.exchange import shapes
from neurohire.exchange.shapes import Record, Remark
from neurohire.models.imported import ImportedQuestion
from neurohire.models.question_pool import PoolQuestion
from neurohire.models.questions import Question
from neurohire.questions.single import own_id
from neurohire.services import pool_rows
from neurohire.services.exchange_in import EARLIER, Outcome
from neurohire.services.journal import canonical
from neurohire.vocabulary import PoolState, QuestionSource


def take_question(db: Session, actor: Actor, record: Record) -> Outcome:
    """One entry; a text that is there already is told, and kept as another entry of the same question."""
    question = shapes.question_of(record.body, record.place, record.remarks, record.category)
    whole = canonical({"about": record.metadata, "category": record.category, "entry": record.body})
    made_id = str(uuid.uuid5(EARLIER, f"question:{whole}"))
    if db.get(ImportedQuestion, made_id) is not None:
        return Outcome.KNOWN
    pool_id, is_new = _into_pool(db, actor, question)
    if not is_new:
        same = db.scalars(
            select(ImportedQuestion).where(col(ImportedQuestion.question_id) == pool_id)
        ).first()
        name = shapes.shown(same.entry.get("id") or "another one") if same else "a question of the pool"
        record.remarks.append(Remark(record.place, f"It has the same text as {name}."))
    db.add(
        ImportedQuestion(
            id=made_id,
            question_id=pool_id,
            place=record.number,
            category=record.category[:200],
            about=record.metadata,
            entry=record.body,
            imported_at=clock.now(),
        )
    )
    db.flush()
    return Outcome.NEW


def _into_pool(db: Session, actor: Actor, question: Question) -> tuple[str, bool]:
    """(id in the pool, whether it is new). Seen by the whole team, and planned for nobody: it has no rubric.

    So what may be planned stays the same, and thousands go in without the pool being read anew for each.
    """
    pool_id = own_id(question.text, question.type)
    here = db.get(PoolQuestion, pool_id)
    if here is not None and not here.is_open and here.created_by != actor.user_id:
        pool_id = own_id(question.text, question.type, actor.user_id)  # of the other one nobody is told
        here = db.get(PoolQuestion, pool_id)
    if here is not None:
        return pool_id, False
    pool_rows.put(db, question.model_copy(update={"id": pool_id}), by=actor.user_id, is_open=True)
    return pool_id, True


def files(db: Session) -> list[dict[str, Any]]:
    """What question_pool.json says: one for our own questions and each pool that was imported."""
    found: dict[str, dict[str, Any]] = {}
    for about, category, entry in (*_own(db), *_imported(db)):
        content = found.setdefault(canonical(about), {**about, "questions": {}})
        content["questions"].setdefault(category, []).append(entry)
    return list(found.values()) or [{"metadata": {}, "questions": {}}]


Entry = tuple[dict[str, Any], str, dict[str, Any]]


def _own(db: Session) -> Iterator[Entry]:
    """Recruiters' questions; the bank is in every installation, and sets stand with their interviews."""
    imported = select(ImportedQuestion.question_id)  # type: ignore[call-overload]
    rows = db.scalars(
        select(PoolQuestion)
        .where(
            col(PoolQuestion.source) == QuestionSource.RECRUITER,
            col(PoolQuestion.state) == PoolState.ACTIVE,
            col(PoolQuestion.interview_id).is_(None),
            col(PoolQuestion.id).not_in(imported),
        )
        .order_by(col(PoolQuestion.created_at), col(PoolQuestion.id))
    )
    for row in rows:
        entry = {"id": row.id, "text": row.text, "type": row.type, "used": row.uses > 0}
        yield {"metadata": {}}, row.type, {**entry, "keywords": [row.skill]}


def _imported(db: Session) -> Iterator[Entry]:
    rows = db.execute(
        select(ImportedQuestion, PoolQuestion)
        .join(PoolQuestion, col(PoolQuestion.id) == col(ImportedQuestion.question_id), isouter=True)
        .order_by(col(ImportedQuestion.imported_at), col(ImportedQuestion.place))
    )
    for row, here in rows:
        is_changed = here is not None and here.is_edited
        yield row.about, row.category, {**row.entry, **({"text": here.text} if is_changed else {})}
