"""The budget around one call: may it be made, and what did it come to. Transactions end before the call."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Protocol

from sqlmodel import Session

from neurohire.ai import budget, prices
from neurohire.ai.budget import Limits
from neurohire.ai.failures import ModelFailed, Reason
from neurohire.ai.prices import Price, Usage
from neurohire.ai.service import Service
from neurohire.database import Database
from neurohire.settings import Settings


@dataclass(frozen=True)
class Booked:
    """A call that may be made, at the price it was booked for."""

    id: str
    price: Price


class Ledger(Protocol):
    """Where calls are written down. `most` is what the call will use at most."""

    async def open(self, service: Service, interview_id: str | None, prompt: str, most: Usage) -> Booked: ...

    async def close(self, call: Booked, outcome: str, usage: Usage | None, began: float) -> None:
        """`usage` None: not known, the estimate stays; `Usage()`: nothing was used."""


class DatabaseLedger:
    """The app's: rows, with limits."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings

    async def open(self, service: Service, interview_id: str | None, prompt: str, most: Usage) -> Booked:
        price = prices.price_of(self._settings, service.capability)
        cost = prices.cost(price, most)
        asked = (service.capability, interview_id, service.name, prompt, most, cost)
        limits = limits_of(self._settings)
        if self._database.is_sqlite:  # one writer at a time: nobody can slip in between
            call, is_within = await self._database.transact(_reserve_and_confirm, limits, *asked)
        else:
            call = await self._database.transact(budget.reserve, *asked)
            is_within = await self._database.transact(budget.confirm, call, limits)
        if not is_within:
            raise ModelFailed(Reason.OVER_BUDGET)
        return Booked(call, price)

    async def close(self, call: Booked, outcome: str, usage: Usage | None, began: float) -> None:
        spent = round((time.monotonic() - began) * 1000)
        micros = prices.cost(call.price, usage or Usage())
        await self._database.transact(budget.settle, call.id, outcome, usage, micros, spent)


def _reserve_and_confirm(
    db: Session, limits: Limits, capability: str, interview_id: str | None, model: str, prompt: str,
    most: Usage, micros: int,
) -> tuple[str, bool]:  # fmt: skip
    call = budget.reserve(db, capability, interview_id, model, prompt, most, micros)
    return call, budget.confirm(db, call, limits)


class NoLedger:
    """For measuring on a file of one's own, where there is no database."""

    async def open(self, service: Service, interview_id: str | None, prompt: str, most: Usage) -> Booked:
        return Booked("", Price())

    async def close(self, call: Booked, outcome: str, usage: Usage | None, began: float) -> None:
        return None


def limits_of(settings: Settings) -> Limits:
    per_interview, per_month = settings.model_money_per_interview, settings.model_money_per_month
    return Limits(
        per_interview=settings.model_tokens_per_interview,
        per_month=settings.model_tokens_per_month,
        micros_per_interview=None if per_interview is None else prices.micros(per_interview),
        micros_per_month=None if per_month is None else prices.micros(per_month),
    )
