"""What the services have used: this month against its limits, by capability, by month, by interview."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import case, extract, func, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.ai import budget, prices
from neurohire.ai.ledger import limits_of
from neurohire.ai.service import CAPABILITIES, service_of
from neurohire.auth.actors import Actor
from neurohire.errors import NotFound
from neurohire.models.model_calls import ModelCall
from neurohire.services import access
from neurohire.settings import Settings

NEAR, SPENT = 0.8, 1.0  # of a limit of the month: when admins are told
MONTHS = 12


class CapabilityUse(BaseModel):
    """One of questions, grading, speech_out, speech_in in this month."""

    capability: str
    calls: int = 0
    failed: int = 0
    refused: int = 0  # not made, for the budget
    tokens_in: int = 0
    tokens_out: int = 0
    units: int = 0
    micros: int = 0
    has_price: bool = False
    is_on: bool = False


class MonthUse(BaseModel):
    """Sums of one calendar month (UTC)."""

    year: int
    month: int
    calls: int = 0
    tokens: int = 0
    micros: int = 0


class Meter(BaseModel):
    """Calls under way count with their estimate."""

    currency: str
    since: datetime
    tokens: int
    tokens_limit: int
    micros: int
    micros_limit: int | None
    capabilities: list[CapabilityUse]
    months: list[MonthUse]  # oldest first, this one last

    @property
    def share(self) -> float:
        """Of the limit that is nearer; 1 and more: spent."""
        return max(part(self.tokens, self.tokens_limit), part(self.micros, self.micros_limit))

    @property
    def calls(self) -> int:
        return sum(use.calls for use in self.capabilities)

    @property
    def unpriced(self) -> list[str]:
        """Capabilities that are in use without a price: their money is not counted."""
        return [use.capability for use in self.capabilities if (use.is_on or use.calls) and not use.has_price]


class Spent(BaseModel):
    """What one interview has used."""

    tokens: int
    micros: int
    currency: str


def meter(db: Session, actor: Actor, settings: Settings) -> Meter:
    """For admins."""
    if not actor.is_admin:
        raise NotFound()
    limits, months = limits_of(settings), _months(db)
    return Meter(
        currency=settings.currency,
        since=budget.month_start(),
        tokens=months[-1].tokens,
        tokens_limit=limits.per_month,
        micros=months[-1].micros,
        micros_limit=limits.micros_per_month,
        capabilities=_capabilities(db, settings),
        months=months,
    )


def warning(db: Session, actor: Actor, settings: Settings) -> float | None:
    """The share of a month's limit, once it is near; for the start page of admins."""
    if not actor.is_admin:
        return None
    limits, used = limits_of(settings), budget.used(db, since=budget.month_start())
    share = max(part(used.tokens, limits.per_month), part(used.micros, limits.micros_per_month))
    return share if share >= NEAR else None


def of_interview(db: Session, actor: Actor, interview_id: str, settings: Settings) -> Spent:
    """For whoever may see the interview."""
    access.interview(db, actor, interview_id)
    used = budget.used(db, interview_id=interview_id)
    return Spent(tokens=used.tokens, micros=used.micros, currency=settings.currency)


def part(used: int, limit: int | None) -> float:
    """How much of a limit is used; a limit of 0 switches off and is nothing to warn of."""
    return used / limit if limit else 0.0


def _capabilities(db: Session, settings: Settings) -> list[CapabilityUse]:
    found = {
        capability: CapabilityUse(
            capability=capability,
            has_price=prices.price_of(settings, capability).is_set,
            is_on=service_of(settings, capability) is not None,
        )
        for capability in CAPABILITIES
    }
    outcome = col(ModelCall.outcome)
    was_refused = outcome == budget.OVER_BUDGET
    has_failed = outcome.not_in(("running", "done", budget.OVER_BUDGET))
    rows = db.execute(
        select(
            col(ModelCall.capability),
            *(func.sum(case((test, 1), else_=0)) for test in (~was_refused, has_failed, was_refused)),
            *(
                func.sum(col(c))
                for c in (ModelCall.tokens_in, ModelCall.tokens_out, ModelCall.units, ModelCall.micros)
            ),
        )
        .where(col(ModelCall.at) >= budget.month_start())
        .group_by(col(ModelCall.capability))
    )
    names = ("calls", "failed", "refused", "tokens_in", "tokens_out", "units", "micros")
    for capability, *sums in rows:
        use = found.setdefault(capability, CapabilityUse(capability=capability))
        found[capability] = use.model_copy(
            update=dict(zip(names, (int(value) for value in sums), strict=True))
        )
    return list(found.values())


def _months(db: Session) -> list[MonthUse]:
    """The last twelve, empty ones too."""
    now = clock.now()
    numbers = [now.year * 12 + now.month - 1 - back for back in reversed(range(MONTHS))]
    months = {number: MonthUse(year=number // 12, month=number % 12 + 1) for number in numbers}
    first = budget.month_start().replace(year=numbers[0] // 12, month=numbers[0] % 12 + 1)
    year, month = (extract(name, col(ModelCall.at)) for name in ("year", "month"))
    rows = db.execute(
        select(
            year,
            month,
            func.sum(case((col(ModelCall.outcome) == budget.OVER_BUDGET, 0), else_=1)),
            func.sum(col(ModelCall.tokens)),
            func.sum(col(ModelCall.micros)),
        )
        .where(col(ModelCall.at) >= first)
        .group_by(year, month)
    )
    for found_year, found_month, calls, tokens, micros in rows:
        number = int(found_year) * 12 + int(found_month) - 1
        if number in months:  # a clock that was ahead wrote it
            months[number] = months[number].model_copy(
                update={"calls": int(calls), "tokens": int(tokens), "micros": int(micros)}
            )
    return list(months.values())
