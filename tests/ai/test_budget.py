"""Tokens are counted on both databases, and what is spent stays spent."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlmodel import Session

from neurohire import clock
from neurohire.ai import budget
from neurohire.ai.failures import ModelFailed, Reason
from neurohire.ai.ledger import DatabaseLedger, limits_of
from neurohire.database import Database
from neurohire.models.model_calls import ModelCall
from neurohire.settings import Settings
from neurohire.stand_in.behaviour import Fault, Step
from neurohire.stand_in.server import StandIn
from neurohire.vocabulary import Role
from tests import people
from tests.ai.conftest import MakeClient


class Word(BaseModel):
    model_config = ConfigDict(extra="forbid")
    word: str


def interview(db: Session) -> str:
    actor = people.make_actor(db, "rita@example.org", Role.RECRUITER)
    return people.make_interview(db, actor, people.make_position(db, actor), "ana@example.org")


def calls(db: Session) -> list[ModelCall]:
    return list(db.scalars(select(ModelCall).order_by(ModelCall.at)))  # type: ignore[arg-type]


async def test_calls_are_counted_until_the_interview_has_used_its_share(
    database: Database, settings: Settings, stand_in: StandIn, make_client: MakeClient
):
    settings.model_tokens_per_interview = 1300
    client = make_client(DatabaseLedger(database, settings))
    one = await database.transact(interview)
    ask = {"prompt": "test/1", "most_tokens": 1000}
    message = [{"role": "user", "content": "Say a word."}]
    for _ in range(20):
        try:
            await client.ask(Word, message, interview_id=one, **ask)
        except ModelFailed as failed:
            assert failed.reason is Reason.OVER_BUDGET
            break
    else:
        pytest.fail("never over budget")
    rows = await database.read(calls)
    assert 1 <= len(rows) - 1 == len(stand_in.behaviour.calls)
    assert rows[-1].outcome == "over_budget" and rows[-1].tokens == 0
    assert sum(row.tokens for row in rows) <= 1300
    assert all(row.outcome == "done" and row.tokens > 0 for row in rows[:-1])
    await client.ask(Word, message, **ask)  # another purpose has its own share


async def test_of_many_at_once_none_slips_over_the_months_limit(
    database: Database, settings: Settings, make_client: MakeClient
):
    settings.model_tokens_per_month = 3 * 1010
    client = make_client(DatabaseLedger(database, settings))
    message = [{"role": "user", "content": "Say a word."}]
    work = [client.ask(Word, message, prompt="test/1", most_tokens=1000) for _ in range(8)]
    done = await asyncio.gather(*work, return_exceptions=True)
    assert all(isinstance(one, Word | ModelFailed) for one in done)
    meter = await database.read(budget.meter, limits_of(settings))
    assert meter.month <= meter.per_month and meter.calls == 8


async def test_last_months_tokens_do_not_count_and_failures_without_use_are_free(
    database: Database, settings: Settings, stand_in: StandIn, make_client: MakeClient
):
    client = make_client(DatabaseLedger(database, settings))
    stand_in.behaviour.script = [Step(fault=Fault.WRONG_KEY), Step(fault=Fault.BROKEN_JSON)]
    message = [{"role": "user", "content": "Say a word."}]
    for _ in range(2):
        with pytest.raises(ModelFailed):
            await client.ask(Word, message, prompt="test/1", most_tokens=100)
    rows = await database.read(calls)
    assert [(row.outcome, row.tokens > 0) for row in rows] == [("not_accepted", False), ("unreadable", True)]
    now = clock.now()
    clock.set_source(lambda: now + timedelta(days=32))
    try:
        assert (await database.read(budget.meter, limits_of(settings))).month == 0
    finally:
        clock.set_source(None)
