"""Rows with due times: claimed with a lease, done once, tried again with growing pauses."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel
from sqlalchemy import or_, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.models.scores import Task

LEASE = timedelta(seconds=120)
MODEL_LEASE = timedelta(minutes=15)  # a few calls of a model, each with its limit, and waiting for a place
WRITE_TASK, MODEL_GRADE_TASK, SPEAK_TASK = "write_questions", "grade_by_model", "speak_questions"
TRANSCRIBE_TASK, GRADE_TASK, GO_ON_TASK = "transcribe_take", "grade_interview", "go_on"
# each lane has its own workers: what waits for one service must hold up nothing else
Lane = Literal["app", "model", "speech_out", "speech_in"]
MODEL_KINDS = (WRITE_TASK, MODEL_GRADE_TASK)
LANES: dict[Lane, tuple[str, ...]] = {
    "model": MODEL_KINDS,
    "speech_out": (SPEAK_TASK,),
    "speech_in": (TRANSCRIBE_TASK,),
}
OUTSIDE = tuple(kind for kinds in LANES.values() for kind in kinds)
MAX_ATTEMPTS = 12  # with the pauses below: about a day


class DueTask(BaseModel):
    id: str
    kind: str
    subject_id: str
    attempts: int


def add(db: Session, kind: str, subject_id: str) -> None:
    """Something to be done now."""
    db.add(Task(kind=kind, subject_id=subject_id, due_at=clock.now(), created_at=clock.now()))


def add_once(db: Session, kind: str, subject_id: str, after: timedelta = timedelta()) -> None:
    """The same, unless it waits already; one that is being done now may have read what was before."""
    now = clock.now()
    waiting = select(Task.id).where(  # type: ignore[call-overload]
        col(Task.subject_id) == subject_id,
        col(Task.kind) == kind,
        col(Task.done_at).is_(None),
        or_(col(Task.lease_until).is_(None), col(Task.lease_until) < now),
    )
    if db.execute(waiting.limit(1)).first() is None:
        db.add(Task(kind=kind, subject_id=subject_id, due_at=now + after, created_at=now))


def claim(db: Session, lane: Lane = "app") -> DueTask | None:
    """The lane's task that is due longest, leased; None when nothing is due."""
    now = clock.now()
    free = or_(col(Task.lease_until).is_(None), col(Task.lease_until) < now)
    row = db.scalars(
        select(Task)
        .where(col(Task.done_at).is_(None), col(Task.due_at) <= now, free)
        .where(col(Task.kind).in_(LANES[lane]) if lane in LANES else col(Task.kind).not_in(OUTSIDE))
        .order_by(col(Task.due_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    row.lease_until, row.attempts = now + (MODEL_LEASE if lane in LANES else LEASE), row.attempts + 1
    return DueTask(id=row.id, kind=row.kind, subject_id=row.subject_id, attempts=row.attempts)


def renew(db: Session, task_id: str) -> None:
    """Still at it, after a part that was kept."""
    row = db.get(Task, task_id)
    if row is not None and row.done_at is None:
        row.lease_until = clock.now() + MODEL_LEASE


def put_back(db: Session, task_id: str) -> None:
    """Due at once, as if it had not been begun."""
    row = db.get(Task, task_id)
    if row is not None and row.done_at is None:
        row.lease_until, row.attempts = None, max(0, row.attempts - 1)


def try_now(db: Session, kinds: tuple[str, ...]) -> None:
    """What failed is tried again without its pause: what it waits for may be another one now."""
    waiting = (col(Task.done_at).is_(None), col(Task.kind).in_(kinds), col(Task.due_at) > clock.now())
    for row in db.scalars(select(Task).where(*waiting)):
        row.due_at, row.attempts = clock.now(), 0


def drop(db: Session, kind: str) -> list[str]:
    """What is not wanted any more: the subjects of the tasks that were still to be done."""
    rows = list(db.scalars(select(Task).where(col(Task.done_at).is_(None), col(Task.kind) == kind)))
    for row in rows:
        row.done_at, row.lease_until, row.error = clock.now(), None, "switched off"
    return [row.subject_id for row in rows]


def done(db: Session, task_id: str) -> None:
    row = db.get(Task, task_id)
    if row is not None:
        row.done_at, row.lease_until, row.error = clock.now(), None, ""


def failed(db: Session, task_id: str, error: str) -> bool:
    """Try again later: 5 s, 10 s, 20 s … 4 h. False when it was given up."""
    row = db.get(Task, task_id)
    if row is None:
        return False
    row.lease_until, row.error = None, error[:80]
    if row.attempts >= MAX_ATTEMPTS:
        row.done_at = clock.now()
        return False
    row.due_at = clock.now() + min(timedelta(hours=4), timedelta(seconds=5 * 2 ** (row.attempts - 1)))
    return True


def postpone(db: Session, task_id: str, until: datetime) -> None:
    """What it needs is not there yet: not a failure, and not counted as a try."""
    row = db.get(Task, task_id)
    if row is not None and row.done_at is None:
        row.lease_until, row.due_at, row.attempts = None, until, max(0, row.attempts - 1)


def hurry(db: Session, kind: str, subject_id: str) -> bool:
    """What it waited for is there: those that wait are due now. False when there are none."""
    now = clock.now()
    waiting = list(
        db.scalars(
            select(Task).where(
                col(Task.subject_id) == subject_id, col(Task.kind) == kind, col(Task.done_at).is_(None)
            )
        )
    )
    for row in waiting:
        row.due_at = min(row.due_at, now)
    return bool(waiting)


def release_leases(db: Session) -> None:
    """At the start of the one process: what was being done when it died is due again."""
    for row in db.scalars(
        select(Task).where(col(Task.done_at).is_(None), col(Task.lease_until).is_not(None))
    ):
        row.lease_until = None
