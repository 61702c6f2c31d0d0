"""A service that speaks: text in, checked audio out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from neurohire.ai.calls import ServiceCalls
from neurohire.ai.failures import ModelFailed, Reason
from neurohire.ai.prices import Usage
from neurohire.speech.audio import media_type_of
from neurohire.speech.protocol import Spoken

if TYPE_CHECKING:
    from openai import AsyncOpenAI

PROMPT = "speech/1"
FORMAT = "mp3"  # small, and every browser plays it; a server may answer in another one


class ModelSpeaker(ServiceCalls):
    """Counts the characters of each call; the size of an answer is bounded on its way in."""

    def name_of(self, voice: str) -> str:
        """The same model elsewhere, or by another voice, sounds otherwise."""
        return f"{self.service.name}@{urlsplit(self.service.base_url).netloc}/{voice}"

    async def speak(self, text: str, voice: str, *, interview_id: str | None = None) -> Spoken:
        """The audio of the text; ModelFailed says why there is none."""
        most = Usage(characters=len(text))

        async def work(client: AsyncOpenAI) -> tuple[bytes, Usage | None]:
            kind: Any = FORMAT
            answer = await client.audio.speech.create(
                model=self.service.name, input=text, voice=voice, response_format=kind
            )
            return answer.content, most

        return await self.call(work, _read, prompt=PROMPT, most=most, interview_id=interview_id)


def _read(data: bytes) -> Spoken:
    media_type = media_type_of(data)
    if media_type is None:
        raise ModelFailed(Reason.UNREADABLE)
    return Spoken(data, media_type)
