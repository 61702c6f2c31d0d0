"""The transcriber over real HTTP against the stand-in: times, faults, servers that know no times."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from neurohire.ai.failures import ModelFailed, Reason
from neurohire.ai.ledger import Booked, NoLedger
from neurohire.ai.prices import Usage
from neurohire.ai.service import Service
from neurohire.ai.transcriber import LONGEST_WITHOUT_TIMES, ServiceTranscriber
from neurohire.speech.protocol import NeedsShorter
from neurohire.stand_in.behaviour import Fault, Step
from neurohire.stand_in.server import StandIn
from tests.ai.sounds import make_wav

Make = Callable[..., ServiceTranscriber]
WHY = {
    Fault.BUSY: Reason.BUSY,
    Fault.ERROR: Reason.SERVER_ERROR,
    Fault.WRONG_KEY: Reason.NOT_ACCEPTED,
    Fault.HANG: Reason.TOO_SLOW,
    Fault.DRIP: Reason.TOO_SLOW,
    Fault.REFUSE: Reason.NOT_ACCEPTED,
    Fault.BROKEN_JSON: Reason.UNREADABLE,
    Fault.WRONG_SHAPE: Reason.UNREADABLE,
    Fault.NO_CHOICES: Reason.UNREADABLE,
    Fault.HTML: Reason.UNREADABLE,
    Fault.HUGE: Reason.UNREACHABLE,
    Fault.REDIRECT: Reason.NOT_ACCEPTED,
}


class _Noted(NoLedger):
    def __init__(self) -> None:
        self.closed: list[tuple[str, Usage | None]] = []

    async def close(self, call: Booked, outcome: str, usage: Usage | None, began: float) -> None:
        self.closed.append((outcome, usage))


@pytest.fixture
async def make(stand_in: StandIn) -> AsyncIterator[Make]:
    made: list[ServiceTranscriber] = []

    def build(**changed: object) -> ServiceTranscriber:
        values = {"capability": "speech_in", "base_url": stand_in.url, "name": "ear-1", "timeout": 10.0}
        service = Service(**{**values, "allow_private": True, **changed})  # type: ignore[arg-type]
        made.append(ServiceTranscriber(service, _Noted(), pause=0.0))
        return made[-1]

    yield build
    for transcriber in made:
        await transcriber.close()


async def test_words_with_times_and_confidence(make: Make, stand_in: StandIn):
    stand_in.behaviour.transcripts = ["We sharded it. Then joins broke."]
    transcriber = make()
    found = await transcriber.transcribe(make_wav(6), 6, "pt", "i")
    assert [segment.text.strip() for segment in found.segments] == ["We sharded it.", "Then joins broke."]
    assert found.segments[1].end == pytest.approx(6, abs=0.1)
    assert found.segments[0].confidence == pytest.approx(0.82, abs=0.01)
    assert found.service == "ear-1"
    call = stand_in.behaviour.calls[-1]
    assert (call.body["model"], call.body["language"]) == ("ear-1", "pt")
    assert call.body["response_format"] == "verbose_json"
    assert transcriber._ledger.closed == [("done", Usage(seconds=6))]  # type: ignore[attr-defined]


@pytest.mark.parametrize("fault", WHY)
async def test_every_fault_is_told_apart_and_gives_no_words(fault: Fault, make: Make, stand_in: StandIn):
    stand_in.behaviour.always = Step(fault)
    transcriber = make(timeout=1.5 if WHY[fault] is Reason.TOO_SLOW else 20.0)
    with pytest.raises(ModelFailed) as failure:
        await transcriber.transcribe(make_wav(1), 1, "en", "i")
    assert failure.value.reason is WHY[fault]
    assert transcriber.has_times


async def test_nothing_heard_is_no_failure(make: Make, stand_in: StandIn):
    stand_in.behaviour.always = Step(Fault.EMPTY)
    assert (await make().transcribe(make_wav(1), 1, "en", "i")).segments == ()


async def test_a_server_without_times_is_given_short_sounds(
    make: Make, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
):
    """It refuses verbose_json: asked again as json, and from then on in sounds that are one line each."""
    from neurohire.stand_in import ear

    known = ear.transcribed

    def without_times(fields: dict[str, str], *others: object) -> tuple[int, bytes, str]:
        if fields.get("response_format") == "verbose_json":
            return 400, b'{"error": {"message": "response_format is not known"}}', "application/json"
        return known(fields, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(ear, "transcribed", without_times)
    stand_in.behaviour.transcripts = ["Some words.", "A line."]
    transcriber = make()
    assert transcriber.longest > LONGEST_WITHOUT_TIMES
    with pytest.raises(NeedsShorter):
        await transcriber.transcribe(make_wav(60), 60, "en", "i")
    assert transcriber.longest == LONGEST_WITHOUT_TIMES
    found = await transcriber.transcribe(make_wav(20), 20, "en", "i")
    assert [(s.start, s.end, s.text, s.confidence) for s in found.segments] == [(0, 20, "A line.", None)]
    assert stand_in.behaviour.calls[-1].body["response_format"] == "json"
    assert len(stand_in.behaviour.calls) == 3


async def test_after_an_outage_one_call_looks_and_the_others_are_told(make: Make, stand_in: StandIn):
    stand_in.behaviour.always = Step(Fault.ERROR)
    transcriber = make()
    transcriber._breaker.pause = 60
    with pytest.raises(ModelFailed):
        await transcriber.transcribe(make_wav(1), 1, "en", "i")
    calls = len(stand_in.behaviour.calls)
    asked = (transcriber.transcribe(make_wav(1), 1, "en", "i") for _ in range(5))
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert [outcome.reason for outcome in outcomes] == [Reason.PAUSED] * 5  # type: ignore[union-attr]
    assert len(stand_in.behaviour.calls) == calls
