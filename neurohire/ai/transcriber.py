"""Speech in by a service: a sound becomes words with times, or none at all. OpenAI's audio.transcriptions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, Field, FiniteFloat, ValidationError

from neurohire.ai.calls import ServiceCalls
from neurohire.ai.failures import ModelFailed, Reason
from neurohire.ai.prices import Usage
from neurohire.speech.protocol import NeedsShorter, Segment, Transcript

if TYPE_CHECKING:
    from openai import AsyncOpenAI

PROMPT = "transcribe/1"
LONGEST = 110.0  # seconds a call: fits the limit of time on slow servers, far below OpenAI's 25 MB
LONGEST_WITHOUT_TIMES = 30.0  # then each call is one line with its time
WITH_TIMES, WITHOUT_TIMES = "verbose_json", "json"
MOST_SEGMENTS = 2_000
MOST_TEXT = 20_000  # characters of one answer: two minutes have some 2,000


class _Segment(BaseModel):
    start: Annotated[FiniteFloat, Field(ge=0)]
    end: Annotated[FiniteFloat, Field(ge=0)]
    text: Annotated[str, Field(max_length=MOST_TEXT)]
    avg_logprob: FiniteFloat | None = None
    no_speech_prob: FiniteFloat | None = None


class _Answer(BaseModel):
    text: Annotated[str, Field(max_length=MOST_TEXT)]
    segments: Annotated[list[_Segment], Field(max_length=MOST_SEGMENTS)] | None = None


class ServiceTranscriber(ServiceCalls):
    """Asks for times; a server that refuses them is given short sounds, so that lines still have times."""

    has_times = True

    @property
    def name(self) -> str:
        return self.service.name

    @property
    def longest(self) -> float:
        return LONGEST if self.has_times else LONGEST_WITHOUT_TIMES

    async def transcribe(self, sound: bytes, seconds: float, language: str, interview_id: str) -> Transcript:
        """See the protocol; the language is a hint."""

        async def work(client: AsyncOpenAI) -> tuple[str, Usage | None]:
            # the time is what is paid for, whatever the server counts
            return await self._asked(client, sound, language), Usage(seconds=math.ceil(seconds))

        most = Usage(seconds=math.ceil(seconds))
        answer = await self.call(work, _read, prompt=PROMPT, most=most, interview_id=interview_id)
        if answer.segments is not None:
            return Transcript(tuple(map(_segment, answer.segments)), self.name)
        self.has_times = False
        if seconds > LONGEST_WITHOUT_TIMES + 1:
            raise NeedsShorter()
        return Transcript((Segment(0.0, seconds, answer.text),), self.name)

    async def _asked(self, client: AsyncOpenAI, sound: bytes, language: str) -> str:
        from openai import BadRequestError, UnprocessableEntityError

        if self.has_times:
            try:
                return await self._sent(client, sound, language, WITH_TIMES)
            except (BadRequestError, UnprocessableEntityError):
                pass  # some servers know no times; if it is something else, the second answer says so
        return await self._sent(client, sound, language, WITHOUT_TIMES)

    async def _sent(self, client: AsyncOpenAI, sound: bytes, language: str, form: str) -> str:
        more: dict[str, Any] = {"timestamp_granularities": ["segment"]} if form == WITH_TIMES else {}
        if language.isalpha():
            more["language"] = language.lower()
        sent: Any = client.audio.transcriptions.with_raw_response
        answer = await sent.create(
            model=self.service.name,
            file=("answer.wav", sound, "audio/wav"),
            response_format=form,
            temperature=0,
            **more,
        )
        return str(answer.text)


def _read(text: str) -> _Answer:
    try:
        return _Answer.model_validate_json(text)
    except ValidationError as error:
        raise ModelFailed(Reason.UNREADABLE) from error


def _segment(found: _Segment) -> Segment:
    sure = None if found.avg_logprob is None else min(1.0, math.exp(min(0.0, found.avg_logprob)))
    silent = None if found.no_speech_prob is None else min(1.0, max(0.0, found.no_speech_prob))
    return Segment(found.start, found.end, found.text, sure, silent)
