"""Tokens and money by interview and by month: reserved before a call, put right after it."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import func, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.ai.prices import Usage
from neurohire.models.model_calls import ModelCall

OVER_BUDGET = "over_budget"


class Limits(BaseModel):
    """Most tokens and money (millionths; None: no limit) of one interview and one calendar month (UTC)."""

    per_interview: int
    per_month: int
    micros_per_interview: int | None = None
    micros_per_month: int | None = None


class Used(BaseModel):
    """Sums over some calls; those under way count with their estimate."""

    tokens: int
    micros: int


def reserve(
    db: Session, capability: str, interview_id: str | None, model: str, prompt: str, most: Usage, micros: int
) -> str:
    """Note a call that is about to be made; `confirm` it in a transaction of its own."""
    row = ModelCall(
        at=clock.now(),
        capability=capability,
        interview_id=interview_id,
        model=model,
        prompt=prompt,
        tokens=most.tokens,
        tokens_in=most.tokens_in,
        tokens_out=most.tokens_out,
        units=most.units,
        micros=micros,
    )
    db.add(row)
    db.flush()
    return row.id


def confirm(db: Session, call_id: str, limits: Limits) -> bool:
    """Whether the call may be made. Every reservation is committed by now, so no two slip through at once."""
    row = db.get(ModelCall, call_id)
    if row is None:
        return False
    tokens = (limits.per_month, limits.per_interview) if row.tokens else (None, None)  # sound has none
    within = _within(used(db, since=month_start()), tokens[0], limits.micros_per_month)
    if within and row.interview_id is not None:
        share = used(db, interview_id=row.interview_id)
        within = _within(share, tokens[1], limits.micros_per_interview)
    if not within:
        _write(row, Usage(), 0)
        row.outcome = OVER_BUDGET
    return within


def settle(
    db: Session, call_id: str, outcome: str, usage: Usage | None, micros: int, milliseconds: int
) -> None:
    """What the call came to; without a figure from the server the estimate stays."""
    row = db.get(ModelCall, call_id)
    if row is not None:
        row.outcome, row.milliseconds = outcome, milliseconds
        if usage is not None:
            _write(row, usage, micros)


def used(db: Session, *, since: datetime | None = None, interview_id: str | None = None) -> Used:
    query = select(
        func.coalesce(func.sum(col(ModelCall.tokens)), 0), func.coalesce(func.sum(col(ModelCall.micros)), 0)
    )
    if since is not None:
        query = query.where(col(ModelCall.at) >= since)
    if interview_id is not None:
        query = query.where(col(ModelCall.interview_id) == interview_id)
    tokens, micros = db.execute(query).one()
    return Used(tokens=int(tokens), micros=int(micros))


def month_start() -> datetime:
    return clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _within(so_far: Used, tokens: int | None, micros: int | None) -> bool:
    """A money limit of 0 allows nothing, also where no price is known."""
    return (tokens is None or so_far.tokens <= tokens) and (micros is None or 0 < micros >= so_far.micros)


def _write(row: ModelCall, usage: Usage, micros: int) -> None:
    row.tokens, row.tokens_in, row.tokens_out = usage.tokens, usage.tokens_in, usage.tokens_out
    row.units, row.micros = usage.units, micros
