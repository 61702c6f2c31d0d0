"""The client against every way in which a server may fail, over real HTTP."""

from __future__ import annotations

import asyncio
import time

import pytest
import structlog
from pydantic import BaseModel, ConfigDict, SecretStr

from neurohire.ai.client import Message, ModelClient
from neurohire.ai.failures import ModelFailed, Reason
from neurohire.ai.ledger import Booked, NoLedger
from neurohire.ai.prices import Usage
from neurohire.stand_in.behaviour import Fault, Step
from neurohire.stand_in.server import StandIn
from tests.ai.conftest import MakeClient


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str
    lines: list[str]


ASKED: list[Message] = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Go on."}]


async def ask(client: ModelClient) -> Shape:
    return await client.ask(Shape, ASKED, prompt="test/1", most_tokens=500)


@pytest.mark.parametrize("api", ["chat", "responses"])
async def test_an_answer_comes_in_the_shape_asked_for(stand_in: StandIn, make_client: MakeClient, api: str):
    found = await ask(make_client(api=api, key=SecretStr("k-123")))
    assert len(found.title) > 10 and len(found.lines) == 1
    call = stand_in.behaviour.calls[0]
    assert call.authorization == "Bearer k-123"
    form = call.body["response_format"]["json_schema"] if api == "chat" else call.body["text"]["format"]
    assert form["strict"] is True and form["schema"]["additionalProperties"] is False


@pytest.mark.parametrize("api", ["chat", "responses"])
@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.BUSY, Reason.BUSY),
        (Fault.ERROR, Reason.SERVER_ERROR),
        (Fault.WRONG_KEY, Reason.NOT_ACCEPTED),
        (Fault.REFUSE, Reason.REFUSED),
        (Fault.TRUNCATE, Reason.CUT_SHORT),
        (Fault.BROKEN_JSON, Reason.UNREADABLE),
        (Fault.WRONG_SHAPE, Reason.UNREADABLE),
        (Fault.EMPTY, Reason.UNREADABLE),
        (Fault.NO_CHOICES, Reason.UNREADABLE),
        (Fault.HTML, Reason.UNREADABLE),
        (Fault.REDIRECT, Reason.NOT_ACCEPTED),
    ],
)
async def test_every_failure_has_its_reason(
    stand_in: StandIn, make_client: MakeClient, api: str, fault: Fault, reason: Reason
):
    stand_in.behaviour.always = Step(fault=fault)
    with pytest.raises(ModelFailed) as failed:
        await ask(make_client(api=api))
    assert failed.value.reason is reason
    tries = 3 if fault in (Fault.BUSY, Fault.ERROR) else 1
    assert len(stand_in.behaviour.calls) == tries


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.DRIP])
async def test_the_limit_is_for_all_of_it(stand_in: StandIn, make_client: MakeClient, fault: Fault):
    stand_in.behaviour.always = Step(fault=fault)
    began = time.monotonic()
    with pytest.raises(ModelFailed) as failed:
        await ask(make_client(timeout=1.0))
    assert failed.value.reason is Reason.TOO_SLOW
    assert time.monotonic() - began < 3


async def test_an_answer_without_end_is_cut_off(stand_in: StandIn, make_client: MakeClient):
    stand_in.behaviour.always = Step(fault=Fault.HUGE)
    with pytest.raises(ModelFailed) as failed:
        await ask(make_client())
    assert failed.value.reason in (Reason.UNREACHABLE, Reason.UNREADABLE)


async def test_two_failures_are_tried_over_by_the_client(stand_in: StandIn, make_client: MakeClient):
    stand_in.behaviour.script = [Step(fault=Fault.BUSY), Step(fault=Fault.ERROR)]
    await ask(make_client())
    assert [call.retry for call in stand_in.behaviour.calls] == ["0", "1", "2"]


async def test_nobody_there(make_client: MakeClient):
    with pytest.raises(ModelFailed) as failed:
        await ask(make_client(base_url="http://127.0.0.1:9/v1"))
    assert failed.value.reason is Reason.UNREACHABLE


async def test_after_an_outage_calls_are_not_even_sent_until_the_pause_is_over(
    stand_in: StandIn, make_client: MakeClient
):
    client = make_client(pause=0.5)
    stand_in.behaviour.script = [Step(fault=Fault.ERROR)] * 3
    with pytest.raises(ModelFailed):
        await ask(client)
    sent = len(stand_in.behaviour.calls)
    with pytest.raises(ModelFailed) as paused:
        await ask(client)
    assert paused.value.reason is Reason.PAUSED and len(stand_in.behaviour.calls) == sent
    until = time.monotonic() + 0.6
    while time.monotonic() < until:
        pass
    await ask(client)


async def test_what_cannot_be_used_is_no_outage(stand_in: StandIn, make_client: MakeClient):
    client = make_client(pause=60)
    stand_in.behaviour.script = [Step(fault=Fault.BROKEN_JSON)]
    with pytest.raises(ModelFailed):
        await ask(client)
    await ask(client)


async def test_no_key_and_no_text_gets_into_the_log(stand_in: StandIn, make_client: MakeClient):
    stand_in.behaviour.always = Step(fault=Fault.WRONG_KEY)
    with structlog.testing.capture_logs() as logs, pytest.raises(ModelFailed) as failed:
        await ask(make_client(key=SecretStr("k-secret")))
    assert logs and "k-secret" not in str(logs) and "Be brief" not in str(logs)
    assert "k-secret" not in failed.value.message


class SlowLedger(NoLedger):
    """Writes nothing down about a call before so many have come to the server."""

    def __init__(self, stand_in: StandIn, calls: int) -> None:
        self.stand_in, self.calls = stand_in, calls
        self.outcomes: list[tuple[str, Usage | None]] = []

    async def close(self, call: Booked, outcome: str, usage: Usage | None, began: float) -> None:
        async with asyncio.timeout(10):
            while len(self.stand_in.behaviour.calls) < self.calls:
                await asyncio.sleep(0.01)
        self.outcomes.append((outcome, usage))


async def test_a_place_is_held_for_the_call_alone(stand_in: StandIn, make_client: MakeClient):
    client = make_client(SlowLedger(stand_in, 2))
    client._places = asyncio.Semaphore(1)
    await asyncio.gather(ask(client), ask(client))
    assert len(stand_in.behaviour.calls) == 2


async def test_who_was_stopped_while_waiting_has_used_nothing(stand_in: StandIn, make_client: MakeClient):
    ledger = SlowLedger(stand_in, 0)
    client = make_client(ledger)
    client._places = asyncio.Semaphore(0)
    waiting = asyncio.create_task(ask(client))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert ledger.outcomes == [("stopped", Usage())]
