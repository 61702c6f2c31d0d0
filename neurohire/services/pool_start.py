"""At the start: the shipped bank and forms get their rows, and sets made before the pool enter it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache

from sqlalchemy import insert, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.models.base import new_id
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.models.question_pool import PoolQuestion, PoolVersion
from neurohire.models.questions import Question
from neurohire.models.users import Setting
from neurohire.questions.bank import Bank, Form, load_bank
from neurohire.services import pool_rows
from neurohire.vocabulary import PoolState, QuestionSource

SHIPPED, FILLED = "question_pool_shipped", "question_pool_filled"
BATCH = 500
FORM_SKILL = "Experience"


def begin(db: Session) -> None:
    """Does nothing when this version has been here before."""
    bank, digest = load_bank(), _shipped()[1]
    row = db.get(Setting, SHIPPED)
    if row is None or row.value != digest:
        _ship(db, bank)
        db.merge(Setting(key=SHIPPED, value=digest))
    if db.get(Setting, FILLED) is None:
        _fill(db)
        db.add(Setting(key=FILLED, value=clock.now().isoformat()))


def form_question(form: Form) -> Question:
    """A form with its gap: what the pool shows instead of one candidate's line."""
    return Question(
        id=form.id,
        type=form.type,
        skill=FORM_SKILL,
        fields=form.fields,
        levels=form.levels,
        text=form.text,
        rubric=form.rubric,
        follow_ups=form.follow_ups,
        source=QuestionSource.RESUME,
    )


@lru_cache(maxsize=1)
def _shipped() -> tuple[tuple[Question, ...], str]:
    bank = load_bank()
    found = (*bank.questions, *map(form_question, bank.forms))
    whole = "\n".join(question.model_dump_json() for question in found)
    return found, hashlib.blake2b(whole.encode(), digest_size=16).hexdigest()


def _ship(db: Session, bank: Bank) -> None:
    """New ones come in; other words are the next version, unless somebody here has changed theirs."""
    here = {
        row.id: row
        for row in db.scalars(
            select(PoolQuestion).where(
                col(PoolQuestion.source).in_((QuestionSource.BANK, QuestionSource.RESUME))
            )
        )
    }
    shipped, _ = _shipped()
    _insert(db, (question for question in shipped if question.id not in here))
    for question in shipped:
        if (row := here.get(question.id)) is not None and not row.is_edited:
            _renew(db, row, question)
    for row in here.values():
        if bank.question(row.id) is None and bank.form(row.id) is None and row.state == PoolState.ACTIVE:
            row.state, row.retired_at = PoolState.RETIRED, clock.now()
            pool_rows.note(db, row.id, "retired", None)
    if here:
        pool_rows.replanned(db)


def _insert(db: Session, questions: Iterable[Question]) -> None:
    now = clock.now()
    found = list(questions)
    blank = {"is_open": True, "created_at": now, "changed_at": now, "spread": []}
    rows = [{"id": question.id, **pool_rows.columns(question), **blank} for question in found]
    versions = [
        {
            "id": new_id(),
            "pool_id": question.id,
            "number": 1,
            "question": pool_rows.stored(question, question.id, 1),
            "at": now,
        }
        for question in found
    ]
    if rows:
        db.execute(insert(PoolQuestion), rows)
        db.execute(insert(PoolVersion), versions)


def _renew(db: Session, row: PoolQuestion, question: Question) -> None:
    stored = pool_rows.stored(question, row.id, row.version)
    if pool_rows.stored(pool_rows.current(db, row), row.id, row.version) == stored:
        return
    row.version, row.changed_at = row.version + 1, clock.now()
    for name, value in pool_rows.columns(question).items():
        setattr(row, name, value)
    stored = pool_rows.stored(question, row.id, row.version)
    db.add(PoolVersion(pool_id=row.id, number=row.version, question=stored, at=clock.now()))
    pool_rows.note(db, row.id, "shipped", None, version=row.version)


def _fill(db: Session) -> None:
    """Questions of earlier interviews by a model or a recruiter; then every use is counted."""
    query = (
        select(
            InterviewQuestion.question,
            Interview.id,
            Interview.created_by,
            Interview.created_at,
            Interview.language,
        )  # type: ignore[call-overload]
        .join(Interview, col(Interview.id) == col(InterviewQuestion.interview_id))
        .where(
            col(InterviewQuestion.question_id).startswith("model-")
            | col(InterviewQuestion.question_id).startswith("own-")
        )
        .order_by(col(Interview.created_at))
        .execution_options(yield_per=BATCH)
    )
    known: set[str] = set(db.scalars(select(PoolQuestion.id)))  # type: ignore[call-overload]
    for stored, interview_id, by, at, language in db.execute(query).all():
        question = Question.model_validate(stored)
        if question.id in known:
            continue
        known.add(question.id)
        is_own = question.source is QuestionSource.RECRUITER
        pool_rows.put(
            db, question, by=by if is_own else None, at=at, language=language, interview_id=interview_id
        )
    used = select(InterviewQuestion.pool_id).distinct()  # type: ignore[call-overload]
    pool_rows.touch(db, db.scalars(used).all())
