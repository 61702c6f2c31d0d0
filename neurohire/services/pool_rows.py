"""From a question to its rows in the pool, and back; whoever puts one into a set leaves a touch."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.errors import NotFound
from neurohire.models.base import new_id
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.models.question_pool import PoolChange, PoolQuestion, PoolTouch, PoolVersion
from neurohire.models.questions import Question
from neurohire.models.users import Setting
from neurohire.vocabulary import PoolState, QuestionSource

REVISION = "question_pool"  # another value whenever what may be planned has changed


def pool_id(question: Question) -> str:
    """A resume question belongs to its form; the hash of the person's line stays out of the pool."""
    return question.id.rpartition(".")[0] if question.source is QuestionSource.RESUME else question.id


def columns(question: Question) -> dict[str, Any]:
    """What the list shows and searches of a question."""
    return {
        "type": question.type.value,
        "skill": question.skill,
        "source": question.source.value,
        "levels": "|".join(["", *(level.value for level in question.levels), ""]),
        "fields": "|".join(["", *question.fields, ""])[:300],
        "has_rubric": bool(question.rubric),
        "text": question.text,
        "words": folded(f"{question.skill} {question.text}"),
    }


def folded(words: str) -> str:
    return " ".join(words.casefold().split())


def put(
    db: Session,
    question: Question,
    *,
    by: str | None,
    at: datetime | None = None,
    is_open: bool = False,
    language: str = "en",
    interview_id: str | None = None,
) -> PoolQuestion:
    """A new question with its first version."""
    row = _row(question, by, at or clock.now(), is_open, language, interview_id)
    db.add(row)
    db.flush()
    _begin_history(db, row, question)
    return row


def _row(
    question: Question, by: str | None, now: datetime, is_open: bool, language: str, interview_id: str | None
) -> PoolQuestion:
    return PoolQuestion(
        id=pool_id(question),
        **columns(question),
        is_open=is_open,
        language=language,
        created_by=by,
        interview_id=interview_id,
        created_at=now,
        changed_at=now,
    )


def _begin_history(db: Session, row: PoolQuestion, question: Question) -> None:
    made_by, at = row.created_by, row.created_at
    db.add(
        PoolVersion(pool_id=row.id, number=1, question=stored(question, row.id, 1), made_by=made_by, at=at)
    )
    note(db, row.id, "added", made_by)


def stored(question: Question, row_id: str, number: int) -> dict[str, Any]:
    """As it is kept: its number is the version of its rubric, and no line of anybody's resume is in it."""
    kept = question.model_copy(update={"id": row_id, "rubric_version": number})
    return kept.model_dump(mode="json", exclude_defaults=True)


def current(db: Session, row: PoolQuestion) -> Question:
    """The newest version."""
    found = db.scalars(
        select(PoolVersion).where(col(PoolVersion.pool_id) == row.id, col(PoolVersion.number) == row.version)
    ).first()
    if found is None:
        raise NotFound()
    return Question.model_validate(found.question)


def note(db: Session, row_id: str, kind: str, by: str | None, **body: Any) -> None:
    """Who did what and when."""
    db.add(PoolChange(pool_id=row_id, kind=kind, made_by=by, body=body, at=clock.now()))


def keep(db: Session, interview: Interview, questions: Collection[Question], *, by: str | None) -> None:
    """Questions made for one interview enter the pool; who sees the interview sees them there."""
    ids = [pool_id(question) for question in questions]
    known = set(db.scalars(select(PoolQuestion.id).where(col(PoolQuestion.id).in_(ids))))  # type: ignore[call-overload]
    now, language = clock.now(), interview.language
    new = {pool_id(question): question for question in questions if pool_id(question) not in known}
    rows = [_row(question, by, now, False, language, interview.id) for question in new.values()]
    db.add_all(rows)
    db.flush()  # all at once: a set has ten
    for row in rows:
        _begin_history(db, row, new[row.id])
    touch(db, ids)


def touch(db: Session, ids: Iterable[str]) -> None:
    """Uses or scores of these have changed."""
    rows = [{"id": new_id(), "pool_id": name} for name in sorted(set(ids)) if name]
    if rows:
        db.execute(insert(PoolTouch), rows)


def touch_sets(db: Session, interview_ids: Collection[str]) -> None:
    """Everything in these interviews' sets."""
    of_sets = select(InterviewQuestion.pool_id).where(col(InterviewQuestion.interview_id).in_(interview_ids))  # type: ignore[call-overload]
    touch(db, db.scalars(of_sets))


def not_in_use(db: Session, ids: Collection[str]) -> set[str]:
    """Those of them that were retired or merged."""
    query = select(PoolQuestion.id).where(  # type: ignore[call-overload]
        col(PoolQuestion.id).in_(ids), col(PoolQuestion.state) != PoolState.ACTIVE
    )
    return set(db.scalars(query))


def replanned(db: Session) -> None:
    """What may be planned has changed: whoever holds it reads it anew."""
    db.merge(Setting(key=REVISION, value=new_id()))
