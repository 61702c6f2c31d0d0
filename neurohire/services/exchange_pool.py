"""Entries of an earlier system's question pool: taken in once, given out as they came."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.exchange import shapes
from neurohire.exchange.shapes import Record, Remark
from neurohire.models.imported import ImportedQuestion
from neurohire.services.exchange_in import EARLIER, Outcome
from neurohire.services.journal import canonical


def take_question(db: Session, actor: Actor, record: Record) -> Outcome:
    """One entry; a text that is there already is told, and kept as another entry of the same question."""
    question = shapes.question_of(record.body, record.place, record.remarks, record.category)
    whole = canonical({"about": record.metadata, "category": record.category, "entry": record.body})
    made_id = str(uuid.uuid5(EARLIER, f"question:{whole}"))
    if db.get(ImportedQuestion, made_id) is not None:
        return Outcome.KNOWN
    same = db.scalars(
        select(ImportedQuestion).where(col(ImportedQuestion.question_id) == question.id)
    ).first()
    if same is not None:
        name = shapes.shown(same.entry.get("id", ""))
        record.remarks.append(Remark(record.place, f"It has the same text as {name or 'another one'}."))
    db.add(
        ImportedQuestion(
            id=made_id,
            question_id=question.id,
            place=record.number,
            category=record.category[:200],
            about=record.metadata,
            entry=record.body,
            imported_at=clock.now(),
        )
    )
    db.flush()
    return Outcome.NEW
