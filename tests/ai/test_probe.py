"""What "Test it" says about a service: a real call to the stand-in, and all that may be wrong."""

from __future__ import annotations

import pytest
from pydantic import SecretStr
from sqlalchemy import select
from sqlmodel import Session

from neurohire.ai.ledger import DatabaseLedger, NoLedger
from neurohire.ai.probe import Outcome, probe
from neurohire.ai.service import CAPABILITIES, Capability, Service
from neurohire.database import Database
from neurohire.models.model_calls import ModelCall
from neurohire.settings import Settings
from neurohire.stand_in.behaviour import Fault, Step
from neurohire.stand_in.server import StandIn
from tests.mariadb import free_port


def service(stand_in: StandIn, capability: Capability = "grading", **changed: object) -> Service:
    values = {"base_url": stand_in.url, "name": "m", "timeout": 10.0, "allow_private": True, **changed}
    return Service(capability=capability, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize("capability", CAPABILITIES)
async def test_each_works_with_a_real_call(stand_in: StandIn, capability: Capability):
    found = await probe(service(stand_in, capability, key=SecretStr("k-1")), NoLedger())
    assert (found.outcome, 0 < found.milliseconds < 10_000) == (Outcome.WORKS, True)
    assert [call.authorization for call in stand_in.behaviour.calls] == ["Bearer k-1"]


@pytest.mark.parametrize("api", ["responses", "chat"])
async def test_in_both_interfaces(stand_in: StandIn, api: str):
    assert (await probe(service(stand_in, api=api), NoLedger())).outcome is Outcome.WORKS


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (Fault.WRONG_KEY, Outcome.WRONG_KEY),
        (Fault.BUSY, Outcome.BUSY),
        (Fault.ERROR, Outcome.SERVER_ERROR),
        (Fault.BROKEN_JSON, Outcome.OTHER_FORM),
        (Fault.WRONG_SHAPE, Outcome.OTHER_FORM),
        (Fault.NO_CHOICES, Outcome.OTHER_FORM),
        (Fault.EMPTY, Outcome.OTHER_FORM),
        (Fault.HTML, Outcome.OTHER_FORM),
        (Fault.REFUSE, Outcome.OTHER_FORM),
    ],
)
async def test_what_is_wrong_is_told(stand_in: StandIn, fault: Fault, outcome: Outcome):
    stand_in.behaviour.always = Step(fault=fault)
    assert (await probe(service(stand_in), NoLedger())).outcome is outcome


@pytest.mark.parametrize("fault", [Fault.HTML, Fault.EMPTY, Fault.WRONG_KEY])
@pytest.mark.parametrize("capability", ["speech_out", "speech_in"])
async def test_speech_that_is_none_is_told(stand_in: StandIn, capability: Capability, fault: Fault):
    stand_in.behaviour.always = Step(fault=fault)
    expected = Outcome.WRONG_KEY if fault is Fault.WRONG_KEY else Outcome.OTHER_FORM
    if (capability, fault) == ("speech_in", Fault.EMPTY):
        expected = Outcome.WORKS  # silence was heard as silence
    assert (await probe(service(stand_in, capability), NoLedger())).outcome is expected


async def test_addresses_that_do_not_answer(stand_in: StandIn):
    nobody = f"http://127.0.0.1:{free_port()}/v1"
    assert (await probe(service(stand_in, base_url=nobody), NoLedger())).outcome is Outcome.UNREACHABLE
    private = await probe(service(stand_in, allow_private=False), NoLedger())
    assert private.outcome is Outcome.PRIVATE
    elsewhere = service(stand_in, base_url=stand_in.url.replace("/v1", "/v2"))
    assert (await probe(elsewhere, NoLedger())).outcome is Outcome.NOT_KNOWN
    stand_in.behaviour.always = Step(fault=Fault.HANG)
    slow = await probe(service(stand_in, timeout=1.0), NoLedger())
    assert slow.outcome is Outcome.TOO_SLOW


async def test_it_counts_and_a_spent_budget_says_so(
    stand_in: StandIn, database: Database, settings: Settings
):
    assert (await probe(None, NoLedger())).outcome is Outcome.OFF
    ledger = DatabaseLedger(database, settings)
    assert (await probe(service(stand_in), ledger)).outcome is Outcome.WORKS
    settings.model_tokens_per_month = 1
    assert (await probe(service(stand_in), ledger)).outcome is Outcome.OVER_BUDGET

    def calls(db: Session) -> list[str]:
        return sorted(row.outcome for row in db.scalars(select(ModelCall)) if row.prompt == "test/1")

    assert await database.read(calls) == ["done", "over_budget"]
