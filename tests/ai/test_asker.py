"""Follow-ups by a model: they react to the answer, are repaired once, and take no longer than allowed."""

from __future__ import annotations

import asyncio
import json
import time

import pytest

from neurohire.ai.asker import FollowUpRequest, ModelAsker
from neurohire.ai.failures import ModelFailed, Reason
from neurohire.grading.protocol import AnswerPart, AnswerText
from neurohire.stand_in.behaviour import Fault, Step
from neurohire.stand_in.server import StandIn
from tests.ai.conftest import MakeClient
from tests.ai.test_grader import QUESTION

SAID = "I would add an index and then watch how long the nightly report takes."
GOOD = "You speak of the nightly report: how do you know that it is too slow?"


@pytest.fixture
def asker(make_client: MakeClient) -> ModelAsker:
    return ModelAsker(make_client(capability="questions"))


def request(text: str = SAID, mode: str = "text", **changed: object) -> FollowUpRequest:
    part = AnswerPart(key=f"{'code' if mode == 'code' else 'text'}-0", mode=mode, text=text)  # type: ignore[arg-type]
    values = {"interview_id": "i", "language": "en", "question": QUESTION, "known": [QUESTION.text]}
    return FollowUpRequest(**{**values, "answer": AnswerText(parts=[part]), **changed})  # type: ignore[arg-type]


def told(text: str, ask: bool = True) -> Step:
    return Step(text=json.dumps({"ask": ask, "text": text}))


async def test_it_reacts_to_a_word_of_the_answer(asker: ModelAsker, stand_in: StandIn) -> None:
    assert "nightly" in (await asker.ask(request(), 7) or "")
    assert (asker.model, asker.prompt) == ("stand-in", "follow-ups/1")
    system, about, said = stand_in.behaviour.calls[0].body["messages"]
    assert SAID in said["content"] and SAID not in about["content"] + system["content"]


async def test_it_reacts_to_the_candidates_own_code(asker: ModelAsker, stand_in: StandIn) -> None:
    code = "def most_frequent(words):\n    counted = Counter(words)\n    return counted[0]"
    found = await asker.ask(request(code, "code"), 7)
    assert found and "frequent" in found
    assert "counted = Counter" in stand_in.behaviour.calls[0].body["messages"][2]["content"]


async def test_a_second_one_is_another(asker: ModelAsker) -> None:
    first = await asker.ask(request(), 7)
    assert first
    second = await asker.ask(request(earlier=[first], known=[QUESTION.text, first]), 7)
    assert second and second != first


async def test_the_model_may_have_no_question(asker: ModelAsker, stand_in: StandIn) -> None:
    stand_in.behaviour.always = told("", ask=False)
    assert await asker.ask(request(), 7) is None
    assert len(stand_in.behaviour.calls) == 1


async def test_what_cannot_be_used_is_repaired_once(asker: ModelAsker, stand_in: StandIn) -> None:
    stand_in.behaviour.script = [told("Great answer! And what then?"), told(GOOD)]
    assert await asker.ask(request(), 7) == GOOD
    assert "judged" in stand_in.behaviour.calls[1].body["messages"][-1]["content"]
    stand_in.behaviour.script = [told("nothing"), told("nothing"), told(GOOD)]
    assert await asker.ask(request(), 7) is None


async def test_there_is_no_repair_without_time_for_it(asker: ModelAsker, stand_in: StandIn) -> None:
    stand_in.behaviour.script = [
        Step(text=told("nothing").text, delay=1.0),
        told(GOOD),
    ]
    assert await asker.ask(request(), 2) is None
    assert len(stand_in.behaviour.calls) == 1


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.DRIP, Fault.HUGE, Fault.BUSY, Fault.ERROR])
async def test_it_takes_no_longer_than_it_may(asker: ModelAsker, stand_in: StandIn, fault: Fault) -> None:
    stand_in.behaviour.always = Step(fault=fault)
    await asker._client._client()  # the first call of a process reads a large package: not measured here
    began = time.monotonic()
    with pytest.raises(ModelFailed):
        await asker.ask(request(), 2)
    assert time.monotonic() - began < 3


async def test_waiting_for_a_place_counts_and_says_nothing_about_the_server(
    make_client: MakeClient, stand_in: StandIn
) -> None:
    client = make_client(capability="questions")
    client._places = asyncio.Semaphore(1)
    asker = ModelAsker(client)
    await client._places.acquire()
    with pytest.raises(ModelFailed) as found:
        await asker.ask(request(), 1.6)
    assert found.value.reason is Reason.NO_PLACE and stand_in.behaviour.calls == []
    client._places.release()
    assert await asker.ask(request(), 7)
