"""A sample of a voice over HTTP: for admins, with the reason in words when there is none."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI

from neurohire.services import voices
from neurohire.settings import Settings
from neurohire.speech import embedded
from neurohire.speech.samples import SAMPLES
from neurohire.stand_in.behaviour import Fault, Step
from neurohire.stand_in.server import StandIn
from neurohire.vocabulary import Role
from tests import people
from tests.ai.conftest import speech_settings, stand_in
from tests.people import Bearer

__all__ = ["speech_settings", "stand_in"]
ADDRESS = "/api/v1/voices/sample"


@pytest.fixture(autouse=True)
def service_is_on(speech_settings: Settings) -> None:
    """Before the app is made."""


@pytest.fixture
async def admin(app: FastAPI) -> Bearer:
    return await people.bearer(app, "ada@example.org", Role.ADMIN)


async def ask(http: httpx.AsyncClient, who: Bearer, **form: str) -> httpx.Response:
    return await http.post(ADDRESS, json=form, headers=who.headers)


async def test_a_sample_by_the_service_costs_one_call(
    http: httpx.AsyncClient, admin: Bearer, stand_in: StandIn
):
    first = await ask(http, admin, voice="nova", language="de")
    assert first.status_code == 200 and first.headers["content-type"] == "audio/wav"
    assert (await ask(http, admin, voice="nova", language="de")).content == first.content
    (call,) = stand_in.behaviour.calls
    assert (call.body["input"], call.body["voice"]) == (SAMPLES["de"][1], "nova")


@pytest.mark.needs("espeak-ng")
async def test_the_embedded_voice_has_a_sample_too(http: httpx.AsyncClient, admin: Bearer, stand_in: StandIn):
    sample = await ask(http, admin, language="fr")
    assert sample.content[:4] == b"RIFF" and stand_in.behaviour.calls == []


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        (Fault.WRONG_KEY, "key"),
        (Fault.NOT_AUDIO, "no audio"),
        (Fault.BUSY, "busy"),
        (Fault.ERROR, "does not answer"),
    ],
)
async def test_why_there_is_none_is_said_in_words(
    http: httpx.AsyncClient, admin: Bearer, stand_in: StandIn, fault: Fault, word: str
):
    stand_in.behaviour.always = Step(fault=fault)
    answer = await ask(http, admin, voice="nova")
    assert answer.status_code == 503 and word in answer.json()["detail"]
    assert "127.0.0.1" not in answer.text and "as told" not in answer.text


@pytest.mark.parametrize("voice", ["<b>x</b>", "x" * 61, "../../etc", "a\nb", "\u202ealloy", "-x", "x" * 500])
async def test_no_name_of_a_voice_is_not_sent(
    http: httpx.AsyncClient, admin: Bearer, stand_in: StandIn, voice: str
):
    assert (await ask(http, admin, voice=voice)).status_code == 422 and stand_in.behaviour.calls == []
    with pytest.raises(ValueError):
        Settings(speech_out_voice=voice)


async def test_other_servers_names_are_names(http: httpx.AsyncClient, admin: Bearer):
    for voice in ("af_bella(2)+af_sky(1)", "en_US-lessac-medium", "Zofia", "クララ", "voice.onnx"):
        assert (await ask(http, admin, voice=voice)).status_code == 200, voice


async def test_an_unknown_language_is_english(http: httpx.AsyncClient, admin: Bearer, stand_in: StandIn):
    for language in ("xx", "", "../etc"):
        assert (await ask(http, admin, voice="nova", language=language)).status_code == 200
    assert [call.body["input"] for call in stand_in.behaviour.calls] == [SAMPLES["en"][1]]


async def test_not_as_often_as_one_likes(
    http: httpx.AsyncClient, admin: Bearer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("neurohire.api.speech.SAMPLES", "2/10 minute")
    codes = [(await ask(http, admin, voice="nova")).status_code for _ in range(3)]
    assert codes == [200, 200, 429]


async def test_without_any_voice_it_says_so(
    http: httpx.AsyncClient, admin: Bearer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(embedded, "find_program", lambda: None)
    answer = await ask(http, admin)
    assert answer.status_code == 503 and answer.json()["code"] == "no_sample"


def test_what_can_be_heard(settings: Settings):
    on = voices.offer(settings)
    assert on.service == "stand-in" and set(on.languages) == set(SAMPLES)
    settings.speech_out_name = ""
    off = voices.offer(settings)
    assert off.service == "" and off.voice == voices.DEFAULT
