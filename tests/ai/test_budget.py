"""Tokens are counted on both databases, and what is spent stays spent."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlmodel import Session

from neurohire import clock
from neurohire.ai import budget
from neurohire.ai.client import _used
from neurohire.ai.failures import ModelFailed, Reason
from neurohire.ai.ledger import DatabaseLedger
from neurohire.ai.prices import MICROS, Price, Usage, cost
from neurohire.ai.service import Service
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


def month(db: Session) -> budget.Used:
    return budget.used(db, since=budget.month_start())


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
    assert (await database.read(month)).tokens <= settings.model_tokens_per_month
    assert len(await database.read(calls)) == 8


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
        assert await database.read(month) == budget.Used(tokens=0, micros=0)
    finally:
        clock.set_source(None)


def test_money_is_counted_in_whole_millionths_and_rounded_up():
    price = Price(tokens_in=Decimal("0.15"), tokens_out=Decimal("0.6"))
    assert cost(price, Usage(tokens_in=1_000_000, tokens_out=1_000_000)) == 750_000
    assert cost(price, Usage(tokens_in=1)) == 1  # never for nothing
    assert sum(cost(price, Usage(tokens_in=2, tokens_out=1)) for _ in range(1000)) == 1000
    assert cost(Price(minute=Decimal("0.006")), Usage(seconds=90)) == 9_000
    assert cost(Price(characters=Decimal(15)), Usage(characters=1000)) == 15_000
    assert cost(Price(), Usage(tokens_in=10**8, tokens_out=10**8)) == 0


def test_what_a_server_claims_to_have_counted_is_believed_within_reason():
    chat = SimpleNamespace(prompt_tokens=10, completion_tokens=5, total_tokens=15)
    assert _used(chat) == Usage(tokens_in=10, tokens_out=5)
    assert _used(SimpleNamespace(input_tokens=7, output_tokens=3)) == Usage(tokens_in=7, tokens_out=3)
    assert _used(SimpleNamespace(total_tokens=9)) == Usage(tokens_out=9)
    for wrong in (None, SimpleNamespace(total_tokens=-1), SimpleNamespace(total_tokens=10**30)):
        assert _used(wrong) is None


async def test_money_is_reserved_before_the_call_and_put_right_after_it(
    database: Database, settings: Settings, stand_in: StandIn, make_client: MakeClient
):
    settings.grading_price_in, settings.model_price_out = Decimal(2), Decimal(4)
    settings.model_money_per_interview = Decimal("0.005")  # a call is reserved with 4000 millionths and more
    client = make_client(DatabaseLedger(database, settings))
    one = await database.transact(interview)
    message = [{"role": "user", "content": "Say a word."}]
    for _ in range(50):
        try:
            await client.ask(Word, message, prompt="test/1", most_tokens=1000, interview_id=one)
        except ModelFailed as failed:
            assert failed.reason is Reason.OVER_BUDGET
            break
    else:
        pytest.fail("never over budget")
    rows = await database.read(calls)
    assert len(rows) > 2 and len(rows) - 1 == len(stand_in.behaviour.calls)
    for row in rows[:-1]:
        assert row.tokens == row.tokens_in + row.tokens_out and row.tokens_in > 0 < row.tokens_out
        assert row.micros == 2 * row.tokens_in + 4 * row.tokens_out
    assert rows[-1].micros == 0
    assert sum(row.micros for row in rows) <= 5000


async def test_of_many_at_once_none_slips_over_the_months_money(
    database: Database, settings: Settings, make_client: MakeClient
):
    settings.model_price_out = Decimal(1)
    settings.model_money_per_month = Decimal("0.003")
    client = make_client(DatabaseLedger(database, settings))
    message = [{"role": "user", "content": "Say a word."}]
    work = [client.ask(Word, message, prompt="test/1", most_tokens=1000) for _ in range(8)]
    done = await asyncio.gather(*work, return_exceptions=True)
    assert all(isinstance(one, Word | ModelFailed) for one in done)
    assert any(isinstance(one, ModelFailed) for one in done)
    assert (await database.read(month)).micros <= 3000


async def test_no_money_at_all_means_no_call_even_without_a_price(
    database: Database, settings: Settings, stand_in: StandIn, make_client: MakeClient
):
    settings.model_money_per_month = Decimal(0)
    client = make_client(DatabaseLedger(database, settings))
    with pytest.raises(ModelFailed) as failed:
        await client.ask(Word, [{"role": "user", "content": "Hi"}], prompt="test/1", most_tokens=10)
    assert failed.value.reason is Reason.OVER_BUDGET and not stand_in.behaviour.calls


async def test_speech_is_counted_in_its_own_units(database: Database, settings: Settings):
    settings.speech_out_price, settings.speech_in_price = Decimal(15), Decimal("0.006")
    settings.model_tokens_per_month = 0  # of tokens; speech has none
    ledger = DatabaseLedger(database, settings)
    for capability, most in (("speech_out", Usage(characters=200)), ("speech_in", Usage(seconds=60))):
        service = Service(capability=capability, base_url="", name="voice")  # type: ignore[arg-type]
        await ledger.close(await ledger.open(service, None, "", most), "done", None, 0.0)
    rows = await database.read(calls)
    assert [(row.units, row.micros, row.tokens) for row in rows] == [
        (200, 3000, 0),
        (60, MICROS * 6 // 1000, 0),
    ]
