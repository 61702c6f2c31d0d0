"""The budget around one call: may it be made, and what did it come to. Transactions end before the call."""

from __future__ import annotations

import time
from typing import Protocol

from neurohire.ai import budget
from neurohire.ai.budget import Limits
from neurohire.ai.failures import ModelFailed, Reason
from neurohire.ai.service import Service
from neurohire.database import Database
from neurohire.settings import Settings


class Ledger(Protocol):
    """Where calls are written down."""

    async def open(self, service: Service, interview_id: str | None, prompt: str, estimate: int) -> str: ...

    async def close(self, call: str, outcome: str, tokens: int | None, began: float) -> None: ...


class DatabaseLedger:
    """The app's: rows, with limits."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._limits = limits_of(settings)

    async def open(self, service: Service, interview_id: str | None, prompt: str, estimate: int) -> str:
        call = await self._database.transact(
            budget.reserve, service.capability, interview_id, service.name, prompt, estimate
        )
        if not await self._database.transact(budget.confirm, call, self._limits):
            raise ModelFailed(Reason.OVER_BUDGET)
        return call

    async def close(self, call: str, outcome: str, tokens: int | None, began: float) -> None:
        spent = round((time.monotonic() - began) * 1000)
        await self._database.transact(budget.settle, call, outcome, tokens, spent)


class NoLedger:
    """For measuring on a file of one's own, where there is no database."""

    async def open(self, service: Service, interview_id: str | None, prompt: str, estimate: int) -> str:
        return ""

    async def close(self, call: str, outcome: str, tokens: int | None, began: float) -> None:
        return None


def limits_of(settings: Settings) -> Limits:
    return Limits(
        per_interview=settings.model_tokens_per_interview, per_month=settings.model_tokens_per_month
    )
