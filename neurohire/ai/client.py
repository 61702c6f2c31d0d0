"""One question to a model, answered in a given shape or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

from neurohire.ai.calls import ServiceCalls
from neurohire.ai.failures import ModelFailed, Reason
from neurohire.ai.prices import Usage

if TYPE_CHECKING:
    from openai import AsyncOpenAI

T = TypeVar("T", bound=BaseModel)
BYTES_A_TOKEN = 3  # for the estimate, on the safe side: English needs 4, languages without spaces about 3
LARGEST_CLAIM = 100_000_000  # tokens; a server that says more has not counted


class Message(TypedDict):
    role: Literal["system", "user"]
    content: str


class ModelClient(ServiceCalls):
    """Asks in either of OpenAI's interfaces."""

    async def ask(
        self,
        shape: type[T],
        messages: list[Message],
        *,
        prompt: str,
        most_tokens: int,
        interview_id: str | None = None,
        within: float | None = None,
    ) -> T:
        """The answer as `shape`; ModelFailed says why there is none. Never call it inside a transaction."""

        async def work(client: AsyncOpenAI) -> tuple[str, Usage | None]:
            if self.service.api == "responses":
                return await self._responses(client, shape, messages, most_tokens)
            return await self._chat(client, shape, messages, most_tokens)

        def read(text: str) -> T:
            return _read(shape, text)

        size = sum(len(message["content"].encode()) for message in messages)
        most = Usage(tokens_in=size // BYTES_A_TOKEN, tokens_out=most_tokens)
        return await self.call(work, read, prompt=prompt, most=most, interview_id=interview_id, within=within)

    async def _chat(
        self, client: AsyncOpenAI, shape: type[BaseModel], messages: list[Message], most_tokens: int
    ) -> tuple[str, Usage | None]:
        form: Any = {
            "type": "json_schema",
            "json_schema": {"name": "answer", "strict": True, "schema": shape.model_json_schema()},
        }
        given: Any = messages
        # OpenAI's newer models refuse the old name, many other servers do not know the new one
        host = urlsplit(self.service.base_url).hostname or ""
        limit: Any = {f"max{'_completion' if host.endswith('.openai.com') else ''}_tokens": most_tokens}
        answer = await client.chat.completions.create(
            model=self.service.name, messages=given, response_format=form, **limit
        )
        choice = answer.choices[0]
        if choice.finish_reason == "content_filter" or choice.message.refusal:
            raise ModelFailed(Reason.REFUSED)
        if choice.finish_reason == "length":
            raise ModelFailed(Reason.CUT_SHORT)
        return choice.message.content or "", _used(answer.usage)

    async def _responses(
        self, client: AsyncOpenAI, shape: type[BaseModel], messages: list[Message], most_tokens: int
    ) -> tuple[str, Usage | None]:
        form: Any = {
            "format": {
                "type": "json_schema", "name": "answer", "strict": True, "schema": shape.model_json_schema(),
            }
        }  # fmt: skip
        given: Any = messages
        answer = await client.responses.create(
            model=self.service.name, input=given, text=form, max_output_tokens=most_tokens, store=False
        )
        if answer.status == "incomplete":
            raise ModelFailed(Reason.CUT_SHORT)
        parts = [part for item in answer.output if item.type == "message" for part in item.content]
        if any(part.type == "refusal" for part in parts):
            raise ModelFailed(Reason.REFUSED)
        return answer.output_text, _used(answer.usage)


def _read(shape: type[T], text: str) -> T:
    try:
        return shape.model_validate_json(text)
    except ValidationError as error:
        raise ModelFailed(Reason.UNREADABLE) from error


def _used(usage: object) -> Usage | None:
    """What the server says it counted, in both interfaces' words; None when it makes no sense."""
    given = _count(usage, "prompt_tokens", "input_tokens")
    made = _count(usage, "completion_tokens", "output_tokens")
    total = _count(usage, "total_tokens")
    if given is None or made is None:
        return None if total is None else Usage(tokens_in=given or 0, tokens_out=max(0, total - (given or 0)))
    return Usage(tokens_in=given, tokens_out=max(made, (total or 0) - given))


def _count(usage: object, *names: str) -> int | None:
    for name in names:
        found = getattr(usage, name, None)
        if isinstance(found, int) and 0 <= found <= LARGEST_CLAIM:
            return found
    return None
