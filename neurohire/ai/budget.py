"""Tokens by interview and by month: reserved before a call, put right after it."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import func, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.models.model_calls import ModelCall

OVER_BUDGET = "over_budget"


class Limits(BaseModel):
    """Most tokens of one interview and of one calendar month (UTC)."""

    per_interview: int
    per_month: int


class Meter(BaseModel):
    """What was used this month; calls under way count with their estimate."""

    month: int
    per_month: int
    calls: int
    failed: int
    since: datetime


def reserve(
    db: Session, capability: str, interview_id: str | None, model: str, prompt: str, tokens: int
) -> str:
    """Note a call that is about to be made; `confirm` it in a transaction of its own."""
    row = ModelCall(
        at=clock.now(),
        capability=capability,
        interview_id=interview_id,
        model=model,
        prompt=prompt,
        tokens=tokens,
    )
    db.add(row)
    db.flush()
    return row.id


def confirm(db: Session, call_id: str, limits: Limits) -> bool:
    """Whether the call may be made. Every reservation is committed by now, so no two slip through at once."""
    row = db.get(ModelCall, call_id)
    if row is None:
        return False
    used = _used(db, since=_month())
    if row.interview_id is not None and used <= limits.per_month:
        within = _used(db, interview_id=row.interview_id) <= limits.per_interview
    else:
        within = used <= limits.per_month
    if not within:
        row.tokens, row.outcome = 0, OVER_BUDGET
    return within


def settle(db: Session, call_id: str, outcome: str, tokens: int | None, milliseconds: int) -> None:
    """What the call came to; without a figure from the server the estimate stays."""
    row = db.get(ModelCall, call_id)
    if row is not None:
        row.outcome, row.milliseconds = outcome, milliseconds
        row.tokens = row.tokens if tokens is None else tokens


def meter(db: Session, limits: Limits) -> Meter:
    """For the page that shows what the model costs."""
    since = _month()
    calls = select(func.count()).select_from(ModelCall).where(col(ModelCall.at) >= since)
    failed = calls.where(col(ModelCall.outcome).not_in(("running", "done")))
    return Meter(
        month=_used(db, since=since),
        per_month=limits.per_month,
        calls=db.scalar(calls) or 0,
        failed=db.scalar(failed) or 0,
        since=since,
    )


def _month() -> datetime:
    return clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _used(db: Session, *, since: datetime | None = None, interview_id: str | None = None) -> int:
    query = select(func.coalesce(func.sum(col(ModelCall.tokens)), 0))
    if since is not None:
        query = query.where(col(ModelCall.at) >= since)
    if interview_id is not None:
        query = query.where(col(ModelCall.interview_id) == interview_id)
    return int(db.scalar(query) or 0)
