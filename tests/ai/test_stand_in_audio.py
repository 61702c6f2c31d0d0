"""The stand-in's speech and transcription, asked by the client that the app uses, over real HTTP."""

from __future__ import annotations

import io
import wave
from collections.abc import AsyncIterator

import httpx
import pytest
from openai import APIConnectionError, APIStatusError, AsyncOpenAI

from neurohire.stand_in import ear, voice
from neurohire.stand_in.behaviour import Fault, Step
from neurohire.stand_in.server import StandIn
from tests.ai.sounds import make_wav


@pytest.fixture
async def openai(stand_in: StandIn) -> AsyncIterator[AsyncOpenAI]:
    async with AsyncOpenAI(api_key="k-1", base_url=stand_in.url, max_retries=0, timeout=5) as client:
        yield client


async def speak(openai: AsyncOpenAI, text: str = "How are you?", voice: str = "alloy") -> bytes:
    answer = await openai.audio.speech.create(
        model="stand-in", input=text, voice=voice, response_format="wav"
    )
    return answer.content


def seconds_of(data: bytes) -> float:
    with wave.open(io.BytesIO(data)) as file:
        return len(file.readframes(10**8)) / (file.getsampwidth() * file.getframerate())


async def test_a_text_is_spoken_and_longer_texts_take_longer(stand_in: StandIn, openai: AsyncOpenAI):
    short, long = await speak(openai, "Yes."), await speak(openai, "How do you test a queue? " * 8)
    assert 0.1 < seconds_of(short) < seconds_of(long) / 3
    call = stand_in.behaviour.calls[0]
    assert (call.path, call.authorization) == ("/v1/audio/speech", "Bearer k-1")
    assert call.body == {"model": "stand-in", "input": "Yes.", "voice": "alloy", "response_format": "wav"}


async def test_voices_differ(openai: AsyncOpenAI):
    assert await speak(openai, voice="alloy") != await speak(openai, voice="nova")


async def test_without_espeak_a_tone_of_fitting_length(monkeypatch: pytest.MonkeyPatch, openai: AsyncOpenAI):
    monkeypatch.setattr(voice.shutil, "which", lambda _: None)
    assert seconds_of(await speak(openai, "x" * 100)) == pytest.approx(6.0)


@pytest.mark.parametrize(
    ("fault", "status"), [(Fault.BUSY, 429), (Fault.ERROR, 500), (Fault.WRONG_KEY, 401), (Fault.REFUSE, 400)]
)
async def test_both_routes_refuse_as_told(stand_in: StandIn, openai: AsyncOpenAI, fault: Fault, status: int):
    stand_in.behaviour.always = Step(fault=fault)
    with pytest.raises(APIStatusError) as spoken:
        await speak(openai)
    with pytest.raises(APIStatusError) as heard:
        await hear(openai)
    assert spoken.value.status_code == heard.value.status_code == status


@pytest.mark.parametrize(
    "fault", [Fault.EMPTY, Fault.NOT_AUDIO, Fault.WRONG_SHAPE, Fault.BROKEN_JSON, Fault.HTML]
)
async def test_speech_may_be_no_audio(stand_in: StandIn, openai: AsyncOpenAI, fault: Fault):
    stand_in.behaviour.always = Step(fault=fault)
    assert (await speak(openai))[:4] != b"RIFF"


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.DRIP])
async def test_both_routes_may_be_slow(stand_in: StandIn, fault: Fault):
    stand_in.behaviour.always = Step(fault=fault)
    async with AsyncOpenAI(api_key="k", base_url=stand_in.url, max_retries=0, timeout=0.1) as hasty:
        with pytest.raises(APIConnectionError):
            await speak(hasty)
        with pytest.raises(APIConnectionError):
            await hear(hasty)


async def test_an_answer_without_end_begins_like_audio(stand_in: StandIn):
    stand_in.behaviour.always = Step(fault=Fault.HUGE)
    sent = {"model": "m", "input": "x", "voice": "alloy"}
    url = f"{stand_in.url}/audio/speech"
    async with httpx.AsyncClient() as client, client.stream("POST", url, json=sent) as answer:
        got = b""
        async for part in answer.aiter_bytes():
            got += part
            if len(got) > 2**20:
                break
    assert got.startswith(b"RIFF") and answer.headers["content-type"] == "audio/wav"


async def hear(openai: AsyncOpenAI, audio: bytes | None = None) -> str:
    file = ("answer.webm", make_wav() if audio is None else audio, "audio/webm")
    return (await openai.audio.transcriptions.create(model="stand-in", file=file)).text


async def test_transcripts_come_in_the_order_of_the_script(stand_in: StandIn, openai: AsyncOpenAI):
    stand_in.behaviour.transcripts = ["I used a queue.", "Then I measured."]
    assert [await hear(openai) for _ in range(3)] == ["I used a queue.", "Then I measured.", ear.DEFAULT]
    call = stand_in.behaviour.calls[0]
    assert call.path == "/v1/audio/transcriptions" and call.body["model"] == "stand-in"
    assert call.body["file"] == {"name": "answer.webm", "bytes": len(make_wav())}


async def test_verbose_json_has_times_and_confidence(stand_in: StandIn, openai: AsyncOpenAI):
    stand_in.behaviour.transcripts = ["I used a queue. Then I measured it twice."]
    found = await openai.audio.transcriptions.create(
        model="stand-in",
        file=("a.wav", make_wav(4.0), "audio/wav"),
        response_format="verbose_json",
        language="de",
        prompt="queues",
    )
    assert (found.language, float(found.duration)) == ("de", 4.0)
    assert found.segments is not None
    first, second = found.segments
    assert first.text.strip() == "I used a queue." and (first.start, second.end) == (0.0, 4.0)
    assert first.end == second.start and first.avg_logprob < 0 < first.no_speech_prob < 0.1
    assert stand_in.behaviour.calls[0].body["prompt"] == "queues"


async def test_text_is_only_text(stand_in: StandIn, openai: AsyncOpenAI):
    stand_in.behaviour.transcripts = ["Grüße."]
    file = ("a.wav", make_wav(), "audio/wav")
    found = await openai.audio.transcriptions.create(model="m", file=file, response_format="text")
    assert str(found).strip() == "Grüße."


async def test_silence_has_no_words_unless_it_hallucinates(stand_in: StandIn, openai: AsyncOpenAI):
    silence = make_wav(2.0, loudness=0)
    assert await hear(openai, silence) == ""
    stand_in.behaviour.hallucinates = True
    assert await hear(openai, silence) == ear.INVENTED


@pytest.mark.parametrize("audio", [b"", b"no audio at all", b"<html></html>"])
async def test_what_is_no_audio_is_refused(openai: AsyncOpenAI, audio: bytes):
    with pytest.raises(APIStatusError) as refused:
        await hear(openai, audio)
    assert refused.value.status_code == 400


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b"--x--"),
        ("multipart/form-data; boundary=x", b"garbage"),
        ("", b""),
    ],
)
async def test_a_broken_form_is_refused(stand_in: StandIn, kind: str, body: bytes):
    async with httpx.AsyncClient() as client:
        url = f"{stand_in.url}/audio/transcriptions"
        answer = await client.post(url, content=body, headers={"content-type": kind})
    assert answer.status_code == 400 and stand_in.behaviour.at_once == 0


@pytest.mark.parametrize("fault", [Fault.BROKEN_JSON, Fault.WRONG_SHAPE, Fault.TRUNCATE, Fault.EMPTY])
async def test_a_transcript_may_be_no_transcript(stand_in: StandIn, fault: Fault):
    stand_in.behaviour.always = Step(fault=fault)
    form = {"model": "m", "response_format": "verbose_json"}
    async with httpx.AsyncClient() as client:
        files = {"file": ("a.wav", make_wav(), "audio/wav")}
        answer = await client.post(f"{stand_in.url}/audio/transcriptions", data=form, files=files)
    assert answer.status_code == 200
    if fault is Fault.BROKEN_JSON:
        with pytest.raises(ValueError):
            answer.json()
    else:
        assert answer.json().get("text") != ear.DEFAULT
