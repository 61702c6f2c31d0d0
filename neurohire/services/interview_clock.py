"""The interview's time: the server's clock, accommodation and credit for time lost by our fault."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.models.interviews import Interview
from neurohire.models.scores import Task
from neurohire.models.users import Beat
from neurohire.services import journal
from neurohire.services.interviews import changed
from neurohire.vocabulary import InterviewKind, InterviewState

BEAT_EVERY = timedelta(seconds=5)
GAP = timedelta(seconds=12)  # two beats missed: the database was away, or the machine asleep
DEADLINE_TASK = "deadline"


def deadline(row: Interview) -> datetime | None:
    """When the time is up; None before the start."""
    if row.started_at is None:
        return None
    minutes = timedelta(minutes=row.minutes + row.extra_minutes)
    return row.started_at + minutes + timedelta(seconds=row.credited_seconds)


def schedule_deadline(db: Session, row: Interview) -> None:
    """A task that submits what was answered when the time is up (it looks at the deadline of then)."""
    due = deadline(row)
    if due is not None:
        db.add(Task(kind=DEADLINE_TASK, subject_id=row.id, due_at=due, created_at=clock.now()))


def beat(db: Session, holder: str) -> float:
    """Say that the server is alive; after a restart or a gap, give the lost seconds back. Returns them."""
    now = clock.now()
    row = db.get(Beat, "server", with_for_update=True)
    if row is None:
        db.add(Beat(name="server", holder=holder, at=now))
        return 0.0
    is_same = row.holder == holder
    last, row.at, row.holder = row.at, now, holder
    if now <= last or (is_same and now - last <= GAP):
        return 0.0
    _give_back(db, last, now)
    return (now - last).total_seconds()


def give_back(db: Session, row: Interview, seconds: int, **why: str) -> None:
    """Time that was not the candidate's: the deadline moves, and the journal says so.

    A live interview has no deadline: its planned end moves, and people end it.
    """
    row.credited_seconds += seconds
    journal.append(db, row.id, "system", "time_given_back", {"seconds": seconds, **why})
    if row.kind == InterviewKind.LIVE:
        if row.planned_end_at is not None:
            row.planned_end_at += timedelta(seconds=seconds)
    else:
        schedule_deadline(db, row)
    changed(db, row)


def _give_back(db: Session, since: datetime, until: datetime) -> None:
    running = db.scalars(
        select(Interview).where(
            col(Interview.state) == InterviewState.LIVE, col(Interview.started_at) < until
        )
    )
    for row in running:
        due = row.planned_end_at if row.kind == InterviewKind.LIVE else deadline(row)
        if row.started_at is None or due is None or due <= since:
            continue
        lost = int((until - max(since, row.started_at)).total_seconds()) + 1
        give_back(db, row, lost)
