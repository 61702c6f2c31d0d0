"""Counts how often a question was used and how its answers were scored, soon after something changed."""

from __future__ import annotations

from sqlalchemy import case, delete, func, select
from sqlmodel import Session, col

from neurohire.database import record
from neurohire.events import Event
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.models.question_pool import PoolQuestion, PoolTouch
from neurohire.services.question_pool import TOPIC

AT_ONCE = 200
BUCKETS = 5  # 0–2, 2–4, 4–6, 6–8, 8–10


def is_due(db: Session) -> bool:
    return db.scalars(select(PoolTouch.id).limit(1)).first() is not None  # type: ignore[call-overload]


def count(db: Session) -> bool:
    """Some of what was touched; True when there may be more."""
    touches = db.execute(select(PoolTouch.id, PoolTouch.pool_id).limit(AT_ONCE * 10)).all()  # type: ignore[call-overload]
    names = sorted({name for _, name in touches})[:AT_ONCE]
    for kept in sorted({kept_of(db, name) for name in names}):
        recount(db, kept)
    done = [touch_id for touch_id, name in touches if name in set(names)]
    for start in range(0, len(done), 500):
        db.execute(delete(PoolTouch).where(col(PoolTouch.id).in_(done[start : start + 500])))
    if names:
        record(db, Event(TOPIC, "questions_counted"))
    return len(done) == AT_ONCE * 10 or len(done) < len(touches)


def recount(db: Session, pool_id: str) -> None:
    """Of the question and of all that were merged into it."""
    row = db.get(PoolQuestion, pool_id)
    if row is None:
        return
    ids, score = [pool_id, *merged_into(db, pool_id)], col(InterviewQuestion.score)
    buckets = [
        func.sum(case((score.is_(None), 0), ((score >= low) & (score < high), 1), else_=0))
        for low, high in _ends()
    ]
    query = (
        select(
            func.count(),
            func.max(func.coalesce(InterviewQuestion.asked_at, Interview.created_at)),
            func.count(score),
            func.avg(score),
            *buckets,
        )
        .join(Interview, col(Interview.id) == col(InterviewQuestion.interview_id))
        .where(col(InterviewQuestion.pool_id).in_(ids))
    )
    row.uses, row.last_used_at, row.scored, mean, *spread = db.execute(query).one()
    row.mean = None if mean is None else round(float(mean), 2)
    row.spread = [int(number or 0) for number in spread]


def merged_into(db: Session, pool_id: str) -> list[str]:
    """Everything that was merged into it, also by way of another."""
    found: list[str] = []
    asked = [pool_id]
    while asked:
        query = select(PoolQuestion.id).where(col(PoolQuestion.merged_into).in_(asked))  # type: ignore[call-overload]
        asked = [name for name in db.scalars(query) if name not in found]
        found += asked
    return found


def kept_of(db: Session, pool_id: str) -> str:
    """Itself, or the one it was merged into in the end."""
    seen = {pool_id}
    while (row := db.get(PoolQuestion, pool_id)) is not None and row.merged_into:
        if row.merged_into in seen:
            break
        pool_id = row.merged_into
        seen.add(pool_id)
    return pool_id


def _ends() -> list[tuple[float, float]]:
    width = 10 / BUCKETS
    return [(n * width, (n + 1) * width if n < BUCKETS - 1 else 10.1) for n in range(BUCKETS)]
