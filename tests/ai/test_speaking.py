"""Questions spoken by a service, through the route of the candidate's page, with every failure of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.models.interviews import InterviewQuestion
from neurohire.models.model_calls import ModelCall
from neurohire.services import conduct, speaking, tasks, voices
from neurohire.settings import Settings
from neurohire.speech import embedded
from neurohire.stand_in.behaviour import Fault, Step
from neurohire.stand_in.server import StandIn
from neurohire.state import AppState
from neurohire.vocabulary import Role
from tests import people
from tests.candidates import TEXTS, Invited, agree, enter, invite


@dataclass
class Candidate:
    """A browser in a running interview."""

    http: httpx.AsyncClient
    invited: Invited
    state: AppState

    async def hear(self, place: int = 0, follow_up: int = 0) -> httpx.Response:
        question = self.invited.question_ids[place]
        address = f"/api/v1/interviews/{self.invited.interview_id}/questions/{question}/speech"
        return await self.http.get(address, params={"follow_up": follow_up})

    async def database_has(self, *kinds: str) -> list[ModelCall]:
        return await self.state.database.read(calls, kinds)


@pytest.fixture
async def candidate(speech_settings: Settings, app: FastAPI, http: httpx.AsyncClient) -> Candidate:
    state: AppState = app.state.neurohire
    await stop_ahead(state)
    invited = await state.database.transact(invite)
    await enter(http, invited.token)
    await agree(http, invited.interview_id)

    def start(db: Session) -> None:
        _, grant = people.enter(db, invited.actor, invited.interview_id)
        conduct.start(db, grant)

    await state.database.transact(start)
    await enter(http, invited.token)
    return Candidate(http, invited, state)


async def stop_ahead(state: AppState) -> None:
    """Nothing is made ahead: what a test hears was made for it."""
    for task in state.jobs._running:
        task.cancel()
    await asyncio.gather(*state.jobs._running, return_exceptions=True)


def calls(db: Session, outcomes: tuple[str, ...] = ()) -> list[ModelCall]:
    rows = list(db.scalars(select(ModelCall).where(col(ModelCall.capability) == "speech_out")))
    return [row for row in rows if not outcomes or row.outcome in outcomes]


@pytest.fixture
def no_espeak(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    embedded.find_languages.cache_clear()
    monkeypatch.setattr(embedded, "find_program", lambda: None)
    yield
    embedded.find_languages.cache_clear()


async def test_the_question_is_spoken_by_the_service_once(candidate: Candidate, stand_in: StandIn):
    first = await candidate.hear()
    assert first.status_code == 200 and first.headers["content-type"] == "audio/wav"
    assert first.content[:4] == b"RIFF" and "max-age" in first.headers["cache-control"]
    again = await candidate.hear()
    assert again.content == first.content
    (call,) = stand_in.behaviour.calls
    assert call.body["input"] == TEXTS[0] and call.body["voice"] == voices.DEFAULT
    (row,) = await candidate.database_has("done")
    assert (row.units, row.tokens, row.interview_id) == (len(TEXTS[0]), 0, candidate.invited.interview_id)


async def test_many_at_once_make_one_call(candidate: Candidate, stand_in: StandIn):
    stand_in.behaviour.always = Step(delay=0.3)
    answers = await asyncio.gather(*(candidate.hear() for _ in range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1 and len(stand_in.behaviour.calls) == 1


FAULTS = [
    *(Fault.BUSY, Fault.ERROR, Fault.WRONG_KEY, Fault.REFUSE, Fault.TRUNCATE, Fault.BROKEN_JSON),
    *(Fault.WRONG_SHAPE, Fault.EMPTY, Fault.NO_CHOICES, Fault.HTML, Fault.HUGE, Fault.REDIRECT),
    Fault.NOT_AUDIO,
]


@pytest.mark.needs("espeak-ng")
@pytest.mark.parametrize("fault", FAULTS)
async def test_when_the_service_fails_the_embedded_voice_speaks(
    candidate: Candidate, stand_in: StandIn, fault: Fault
):
    stand_in.behaviour.always = Step(fault=fault)
    began = time.monotonic()
    answer = await candidate.hear()
    assert answer.status_code == 200 and answer.content[:4] == b"RIFF"
    assert answer.headers["cache-control"] == "no-store"  # the right voice may have it next time
    assert time.monotonic() - began < 8
    tried = len(stand_in.behaviour.calls)
    assert (await candidate.hear()).status_code == 200
    assert len(stand_in.behaviour.calls) == tried  # a moment later it is not asked in vain again


@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.WRONG_KEY, Fault.NOT_AUDIO])
async def test_without_any_voice_the_page_is_told_to_speak_itself(
    candidate: Candidate, stand_in: StandIn, no_espeak: None, fault: Fault
):
    stand_in.behaviour.always = Step(fault=fault)
    assert (await candidate.hear()).status_code == 204


@pytest.mark.needs("espeak-ng")
@pytest.mark.parametrize("fault", [Fault.HANG, Fault.DRIP])
async def test_nobody_waits_longer_than_8_seconds(candidate: Candidate, stand_in: StandIn, fault: Fault):
    stand_in.behaviour.always = Step(fault=fault)
    began = time.monotonic()
    answer = await candidate.hear()
    assert answer.status_code == 200 and time.monotonic() - began < 8


@pytest.mark.needs("espeak-ng")
async def test_what_came_too_late_is_there_the_next_time(
    candidate: Candidate, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(speaking, "FOR_SERVICE", 0.2)
    stand_in.behaviour.script = [Step(delay=0.6)]
    assert (await candidate.hear()).headers["cache-control"] == "no-store"
    async with asyncio.timeout(10):
        while (await candidate.hear()).headers["cache-control"] == "no-store":
            await asyncio.sleep(0.05)
    assert len(stand_in.behaviour.calls) == 1


async def test_an_address_that_became_private_is_not_spoken_to(
    candidate: Candidate, stand_in: StandIn, speech_settings: Settings, no_espeak: None
):
    service = candidate.state.models.speaker
    assert service is not None
    service.service = type(service.service)(**{**vars(service.service), "allow_private": False})
    assert (await candidate.hear()).status_code == 204 and stand_in.behaviour.calls == []


@pytest.mark.needs("espeak-ng")
async def test_spent_money_leaves_the_embedded_voice(
    candidate: Candidate, stand_in: StandIn, speech_settings: Settings
):
    speech_settings.speech_out_price = Decimal("1000")
    speech_settings.model_money_per_interview = Decimal("0.01")  # ten characters
    answer = await candidate.hear()
    assert answer.content[:4] == b"RIFF" and stand_in.behaviour.calls == []
    (row,) = await candidate.database_has()
    assert row.outcome == "over_budget" and row.micros == 0


def set_text(db: Session, question_id: str, text: str) -> None:
    row = db.get(InterviewQuestion, question_id)
    assert row is not None
    row.question = {**row.question, "text": text}


@pytest.mark.parametrize("text", ["", "   ", "<b></b>", "```\nprint(1)\n```", "?!"])
async def test_nothing_to_say_is_no_call(candidate: Candidate, stand_in: StandIn, text: str):
    await candidate.state.database.transact(set_text, candidate.invited.question_ids[0], text)
    assert (await candidate.hear()).status_code == 204 and stand_in.behaviour.calls == []


async def test_a_long_text_and_markup(candidate: Candidate, stand_in: StandIn):
    long = "Why is it slow? " * 93 + "Here."
    await candidate.state.database.transact(set_text, candidate.invited.question_ids[0], long)
    assert (await candidate.hear()).status_code == 200
    assert stand_in.behaviour.calls[0].body["input"] == long and len(long) > 1480
    marked = '<speak><audio src="https://a.example/x"/>Why <b>`is`</b> it slow?</speak>'
    await candidate.state.database.transact(set_text, candidate.invited.question_ids[0], marked)
    assert (await candidate.hear()).status_code == 200
    assert stand_in.behaviour.calls[1].body["input"] == "Why is it slow?"


async def test_a_full_disk_is_heard_all_the_same(candidate: Candidate, stand_in: StandIn):
    candidate.state.media.min_free = 10**18
    answer = await candidate.hear()
    assert answer.status_code == 200 and answer.content[:4] == b"RIFF"
    assert len(stand_in.behaviour.calls) == 1


async def test_a_file_that_is_gone_is_made_again(candidate: Candidate, stand_in: StandIn):
    await candidate.hear()
    for path in candidate.state.media.root.glob("??/*"):
        path.unlink()
    assert (await candidate.hear()).status_code == 200 and len(stand_in.behaviour.calls) == 2


async def test_another_voice_is_another_audio_and_the_old_one_stays(candidate: Candidate, stand_in: StandIn):
    old = (await candidate.hear()).content
    admin = await candidate.state.database.transact(people.make_actor, "ada@example.org", Role.ADMIN)
    await candidate.state.stored.save(admin, {voices.SETTING: "nova"}, {})
    new = (await candidate.hear()).content
    assert new != old and [call.body["voice"] for call in stand_in.behaviour.calls] == ["alloy", "nova"]
    seen = {voices.SETTING: (await candidate.state.stored.views(admin))[voices.SETTING].stamp}
    await candidate.state.stored.save(admin, {voices.SETTING: ""}, seen)
    assert (await candidate.hear()).content == old and len(stand_in.behaviour.calls) == 2


async def test_a_question_to_come_is_not_told(candidate: Candidate, stand_in: StandIn):
    assert (await candidate.hear(1)).status_code == 404
    assert (await candidate.hear(0, follow_up=1)).status_code == 404
    assert stand_in.behaviour.calls == []


async def test_the_page_that_had_to_wait_has_the_rest_made_ahead(candidate: Candidate):
    await candidate.hear()
    assert len(await candidate.state.database.read(waiting)) == 1
    await candidate.hear()
    assert len(await candidate.state.database.read(waiting)) == 1


def waiting(db: Session) -> list[str]:
    rows = db.scalars(select(tasks.Task).where(col(tasks.Task.kind) == tasks.SPEAK_TASK))
    return [row.subject_id for row in rows if row.done_at is None]


async def test_the_running_app_speaks_ahead_by_itself(
    speech_settings: Settings, app: FastAPI, stand_in: StandIn
):
    await app.state.neurohire.database.transact(invite)
    async with asyncio.timeout(20):
        while len(stand_in.behaviour.calls) < len(TEXTS) + 1:
            await asyncio.sleep(0.05)
    assert [call.body["input"] for call in stand_in.behaviour.calls][:3] == list(TEXTS)
