"""Questions in bulk: as many as wanted by a model, each for an interview of one recruiter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.models.base import new_id
from neurohire.models.interviews import InterviewMember
from neurohire.models.question_pool import PoolQuestion, PoolVersion
from neurohire.services import pool_rows
from neurohire.vocabulary import Level, QuestionSource, QuestionType
from tests import pool
from tests.bench import many_interviews

BATCH = 2_000
THINGS = (
    "queues",
    "ledgers",
    "caches",
    "indexes",
    "batches",
    "tokens",
    "streams",
    "quotas",
    "locks",
    "retries",
)
RARE = "zeppelin"  # in one question of a thousand


def add(db: Session, actor: Actor, count: int, first: int = 0) -> None:
    """Twenty to each interview, used one after the other; `first` is the number of the first interview."""
    many_interviews.add(db, actor, max(1, count // 20), first)
    mine = select(InterviewMember.interview_id).where(col(InterviewMember.user_id) == actor.user_id)  # type: ignore[call-overload]
    interviews = list(db.scalars(mine))
    for start in range(0, count, BATCH):
        rows = [_row(n, interviews[n % len(interviews)]) for n in range(start, min(start + BATCH, count))]
        versions = [
            {"id": new_id(), "pool_id": row["id"], "number": 1, "question": {}, "at": row["created_at"]}
            for row in rows
        ]
        db.execute(insert(PoolQuestion), rows)
        db.execute(insert(PoolVersion), versions)


def _row(number: int, interview_id: str) -> dict[str, Any]:
    thing, at = THINGS[number % len(THINGS)], clock.now() - timedelta(minutes=number)
    rare = f" and a {RARE}" if number % 1000 == 999 else ""
    words = f"Case {number}: the {thing} of the order service{rare} grow over night. Where do you look first?"
    question = pool.own(
        words, list(QuestionType)[number % 4], skill=thing.title(), levels=[list(Level)[number % 4]],
        source=QuestionSource.MODEL,
    )  # fmt: skip
    return {
        "id": f"model-{new_id()}",
        **pool_rows.columns(question),
        "interview_id": interview_id,
        "created_at": at,
        "changed_at": at,
        "last_used_at": at,
        "uses": number % 7,
        "scored": number % 9,
        "mean": (number % 100) / 10,
        "spread": [1, 2, 3, 1, 0],
    }
