"""The meter: sums by capability and by month, the limit that is nearer, and who may see it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlmodel import Session

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import NotFound
from neurohire.models.model_calls import ModelCall
from neurohire.services import spending
from neurohire.settings import Settings
from neurohire.vocabulary import Role
from tests import people

NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fixed_clock() -> Iterator[None]:
    clock.set_source(lambda: NOW)
    yield
    clock.set_source(None)


@pytest.fixture
def ada(database: Database) -> Actor:
    return database.run(people.make_actor, "ada@example.org", Role.ADMIN)[0]


def call(db: Session, at: datetime, **values: object) -> None:
    given = {"capability": "grading", "model": "m", "prompt": "p", "outcome": "done", "tokens": 0, **values}
    db.add(ModelCall(at=at, **given))  # type: ignore[arg-type]


def test_sums_by_capability_and_month(database: Database, settings: Settings, ada: Actor):
    settings.model_price_in, settings.speech_in_price = Decimal(1), Decimal("0.01")

    def fill(db: Session) -> None:
        call(db, NOW, tokens=30, tokens_in=20, tokens_out=10, micros=50)
        call(db, NOW, tokens=3, tokens_in=3, micros=5, outcome="too_slow")
        call(db, NOW, outcome="over_budget")
        call(db, NOW, capability="speech_in", units=90, micros=15_000)
        call(db, datetime(2026, 2, 28, 23, 59, 59, 999_999, UTC), tokens=7, micros=1)
        call(db, datetime(2025, 4, 1, tzinfo=UTC), tokens=11)
        call(db, datetime(2025, 3, 31, 23, 59, tzinfo=UTC), tokens=1000)  # a year ago: off the chart
        call(db, datetime(2030, 1, 1, tzinfo=UTC), capability="questions", tokens=0)  # a wrong clock

    database.run(fill)
    meter = database.run(spending.meter, ada, settings)[0]
    assert (meter.tokens, meter.micros) == (33, 15_055)
    assert [(month.year, month.month) for month in meter.months] == [
        *((2025, month) for month in range(4, 13)), *((2026, month) for month in range(1, 4)),
    ]  # fmt: skip
    assert [month.tokens for month in meter.months] == [11, *[0] * 9, 7, 33]
    assert meter.months[-1].calls == 3
    uses = {use.capability: use for use in meter.capabilities}
    grading = uses["grading"]
    assert (grading.calls, grading.failed, grading.refused) == (2, 1, 1)
    assert (grading.tokens_in, grading.tokens_out, grading.micros) == (23, 10, 55)
    assert (uses["speech_in"].units, uses["speech_in"].has_price, uses["speech_out"].calls) == (90, True, 0)
    assert meter.unpriced == []


def test_the_limit_that_is_nearer_counts(database: Database, settings: Settings, ada: Actor):
    database.run(call, NOW, tokens=800, micros=990_000)
    settings.model_tokens_per_month = 1000
    assert database.run(spending.warning, ada, settings)[0] == pytest.approx(0.8)
    settings.model_money_per_month = Decimal("0.99")
    assert database.run(spending.warning, ada, settings)[0] == pytest.approx(1.0)
    settings.model_tokens_per_month, settings.model_money_per_month = 1001, Decimal(2)
    assert database.run(spending.warning, ada, settings)[0] is None
    settings.model_tokens_per_month, settings.model_money_per_month = 0, Decimal(0)
    assert database.run(spending.warning, ada, settings)[0] is None  # switched off on purpose


def test_only_admins_see_the_meter_and_only_who_may_see_an_interview_its_cost(
    database: Database, settings: Settings, ada: Actor
):
    settings.model_tokens_per_month = 10
    rita = database.run(people.make_actor, "rita@example.org", Role.RECRUITER)[0]
    other = database.run(people.make_actor, "other@example.org", Role.RECRUITER)[0]

    def fill(db: Session) -> str:
        one = people.make_interview(db, rita, people.make_position(db, rita), "kim@example.org")
        call(db, NOW, tokens=12_300, micros=40_000, interview_id=one)
        call(db, NOW, tokens=5)
        return one

    one = database.run(fill)[0]
    with pytest.raises(NotFound):
        database.run(spending.meter, rita, settings)
    assert database.run(spending.warning, rita, settings)[0] is None
    spent = database.run(spending.of_interview, rita, one, settings)[0]
    assert (spent.tokens, spent.micros, spent.currency) == (12_300, 40_000, "EUR")
    with pytest.raises(NotFound):
        database.run(spending.of_interview, other, one, settings)
