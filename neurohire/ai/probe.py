"""One tiny real call that tells in one word whether a service works, or what is in its way."""

from __future__ import annotations

import io
import time
import wave
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from neurohire.ai.calls import ServiceCalls
from neurohire.ai.client import ModelClient
from neurohire.ai.failures import ModelFailed, Reason
from neurohire.ai.ledger import Ledger
from neurohire.ai.network import NotAllowedAddress
from neurohire.ai.prices import Usage
from neurohire.ai.service import Service

if TYPE_CHECKING:
    from openai import AsyncOpenAI

PROMPT = "test/1"
MOST_SECONDS = 20.0  # somebody waits for it
WORDS = "This is a test."
ANY_VOICE = "alloy"
RATE = 16_000


class Outcome(StrEnum):
    """Reason, as far as an admin can do something about it."""

    WORKS = "works"
    OFF = "off"
    WRONG_KEY = "wrong_key"
    NOT_KNOWN = "not_known"  # no such path or model there
    NOT_ACCEPTED = "not_accepted"
    UNREACHABLE = "unreachable"
    PRIVATE = "private"
    TOO_SLOW = "too_slow"
    BUSY = "busy"
    SERVER_ERROR = "server_error"
    OTHER_FORM = "other_form"
    OVER_BUDGET = "over_budget"


REASONS = {
    Reason.UNREACHABLE: Outcome.UNREACHABLE,
    Reason.TOO_SLOW: Outcome.TOO_SLOW,
    Reason.BUSY: Outcome.BUSY,
    Reason.SERVER_ERROR: Outcome.SERVER_ERROR,
    Reason.NOT_ACCEPTED: Outcome.NOT_ACCEPTED,
    Reason.OVER_BUDGET: Outcome.OVER_BUDGET,
    Reason.PAUSED: Outcome.UNREACHABLE,
}
STATUSES = {401: Outcome.WRONG_KEY, 403: Outcome.WRONG_KEY, 404: Outcome.NOT_KNOWN}


@dataclass(frozen=True)
class Probe:
    """What came of it."""

    outcome: Outcome
    milliseconds: int = 0


class _Word(BaseModel):
    word: str


async def probe(service: Service | None, ledger: Ledger, voice: str = "") -> Probe:
    """The call counts as any other does."""
    if service is None:
        return Probe(Outcome.OFF)
    service = replace(service, timeout=min(service.timeout, MOST_SECONDS))
    client = ModelClient(service, ledger)
    await client.prepare()
    began = time.monotonic()
    try:
        await _ask(client, voice or ANY_VOICE)
        outcome = Outcome.WORKS
    except ModelFailed as failure:
        outcome = _outcome(failure)
    finally:
        await client.close()
    return Probe(outcome, round((time.monotonic() - began) * 1000))


async def _ask(client: ModelClient, voice: str) -> None:
    if client.service.capability == "speech_out":
        await _speak(client, voice)
    elif client.service.capability == "speech_in":
        await _hear(client)
    else:
        await client.ask(
            _Word,
            [{"role": "user", "content": 'Answer with the word "ready" as JSON: {"word": "ready"}.'}],
            prompt=PROMPT,
            most_tokens=200,
        )


async def _speak(client: ServiceCalls, voice: str) -> None:
    most = Usage(characters=len(WORDS))

    async def work(openai: AsyncOpenAI) -> tuple[bytes, Usage | None]:
        answer = await openai.audio.speech.create(
            model=client.service.name, voice=voice, input=WORDS, response_format="mp3"
        )
        return answer.content, most

    await client.call(work, _sound, prompt=PROMPT, most=most)


async def _hear(client: ServiceCalls) -> None:
    most = Usage(seconds=1)

    async def work(openai: AsyncOpenAI) -> tuple[Any, Usage | None]:
        sent = ("test.wav", _silence(), "audio/wav")
        answer = await openai.audio.transcriptions.create(model=client.service.name, file=sent)
        return answer, most

    await client.call(work, _text, prompt=PROMPT, most=most)


def _sound(data: bytes) -> None:
    """Any sound will do, a page that asks to sign in will not."""
    if len(data) < 100 or data.lstrip()[:1] in (b"<", b"{"):
        raise ModelFailed(Reason.UNREADABLE)


def _text(answer: object) -> None:
    if not isinstance(getattr(answer, "text", None), str):
        raise ModelFailed(Reason.UNREADABLE)


def _silence() -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(bytes(2 * RATE))
    return made.getvalue()


def _outcome(failure: ModelFailed) -> Outcome:
    for error in _chain(failure):
        if isinstance(error, NotAllowedAddress):
            return Outcome.PRIVATE
        status = getattr(error, "status_code", None)
        if isinstance(status, int) and status in STATUSES:
            return STATUSES[status]
    return REASONS.get(failure.reason, Outcome.OTHER_FORM)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(20):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
