"""One question to a model, answered in a given shape or not at all."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from typing import TYPE_CHECKING, Any, Literal, TypedDict, TypeVar
from urllib.parse import urlsplit

import structlog
from pydantic import BaseModel, ValidationError

from neurohire.ai.failures import AWAY, FREE, ModelFailed, Reason
from neurohire.ai.ledger import Ledger
from neurohire.ai.prices import Usage
from neurohire.ai.service import Service
from neurohire.breaker import Breaker
from neurohire.errors import Unavailable

if TYPE_CHECKING:
    from openai import AsyncOpenAI

T = TypeVar("T", bound=BaseModel)
log = structlog.get_logger(__name__)
RETRIES = 2  # the client's own; nothing else tries again within a call
PAUSE_SECONDS = 15.0  # after it was found away
BYTES_A_TOKEN = 3  # for the estimate, on the safe side: English needs 4, languages without spaces about 3
LARGEST_CLAIM = 100_000_000  # tokens; a server that says more has not counted
NO_KEY = "none"  # the client wants one; servers without keys ignore it


class Message(TypedDict):
    role: Literal["system", "user"]
    content: str


class ModelClient:
    """Bounded in time, size, tries and tokens; after an outage one call at a time looks if it is over."""

    def __init__(
        self,
        service: Service,
        ledger: Ledger,
        *,
        pause: float = PAUSE_SECONDS,
        places: asyncio.Semaphore | None = None,
    ) -> None:
        self.service = service
        self._places = places or asyncio.Semaphore(4)
        self._ledger = ledger
        self._breaker = Breaker(pause, code="model_paused")
        self._openai: AsyncOpenAI | None = None
        self._making = asyncio.Lock()

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
        """The answer as `shape`; ModelFailed says why there is none. Never call it inside a transaction.

        `within` so many seconds, waiting for a place included.
        """
        until = time.monotonic() + within if within is not None else math.inf
        try:
            async with asyncio.timeout(within):
                await self._places.acquire()
        except TimeoutError as error:  # waiting for a place is not the server's slowness
            raise ModelFailed(Reason.NO_PLACE) from error
        try:
            return await self._ask(shape, messages, prompt, most_tokens, interview_id, until)
        finally:
            self._places.release()

    async def _ask(
        self,
        shape: type[T],
        messages: list[Message],
        prompt: str,
        most_tokens: int,
        interview_id: str | None,
        until: float,
    ) -> T:
        size = sum(len(message["content"].encode()) for message in messages)
        most = Usage(tokens_in=size // BYTES_A_TOKEN, tokens_out=most_tokens)
        call = await self._ledger.open(self.service, interview_id, prompt, most)
        began, outcome, usage = time.monotonic(), "stopped", None
        try:
            with self._breaker.call(_is_away):
                text, usage = await self._bounded(shape, messages, most_tokens, until)
            answer = _read(shape, text)
            outcome = "done"
            return answer
        except ModelFailed as failure:
            outcome = failure.reason.value
            usage = Usage() if failure.reason in FREE else usage
            log.warning("the model failed", capability=self.service.capability, reason=outcome)
            raise
        except Unavailable as error:  # the breaker: nothing was sent
            outcome, usage = Reason.PAUSED.value, Usage()
            raise ModelFailed(Reason.PAUSED) from error
        finally:
            await self._ledger.close(call, outcome, usage, began)

    async def close(self) -> None:
        if self._openai is not None:
            await self._openai.close()

    async def _bounded(
        self, shape: type[BaseModel], messages: list[Message], most_tokens: int, until: float
    ) -> tuple[str, Usage | None]:
        """Text and use. The limit is for all of it: connecting, the client's tries, a slow trickle."""
        await self._client()
        from openai import APIConnectionError, APIStatusError, APITimeoutError, OpenAIError

        try:
            async with asyncio.timeout(min(self.service.timeout, until - time.monotonic())):
                if self.service.api == "responses":
                    return await self._responses(shape, messages, most_tokens)
                return await self._chat(shape, messages, most_tokens)
        except (TimeoutError, APITimeoutError) as error:
            raise ModelFailed(Reason.TOO_SLOW) from error
        except APIConnectionError as error:
            raise ModelFailed(Reason.UNREACHABLE) from error
        except APIStatusError as error:
            raise ModelFailed(_of_status(error.status_code)) from error
        except (OpenAIError, ValueError, TypeError, AttributeError, LookupError) as error:
            # an answer in no known form ends anywhere inside the client
            raise ModelFailed(Reason.UNREADABLE) from error

    async def _chat(
        self, shape: type[BaseModel], messages: list[Message], most_tokens: int
    ) -> tuple[str, Usage | None]:
        form: Any = {
            "type": "json_schema",
            "json_schema": {"name": "answer", "strict": True, "schema": shape.model_json_schema()},
        }
        given: Any = messages
        # OpenAI's newer models refuse the old name, many other servers do not know the new one
        host = urlsplit(self.service.base_url).hostname or ""
        limit: Any = {f"max{'_completion' if host.endswith('.openai.com') else ''}_tokens": most_tokens}
        answer = await (await self._client()).chat.completions.create(
            model=self.service.name, messages=given, response_format=form, **limit
        )
        choice = answer.choices[0]
        if choice.finish_reason == "content_filter" or choice.message.refusal:
            raise ModelFailed(Reason.REFUSED)
        if choice.finish_reason == "length":
            raise ModelFailed(Reason.CUT_SHORT)
        return choice.message.content or "", _used(answer.usage)

    async def _responses(
        self, shape: type[BaseModel], messages: list[Message], most_tokens: int
    ) -> tuple[str, Usage | None]:
        form: Any = {
            "format": {
                "type": "json_schema", "name": "answer", "strict": True, "schema": shape.model_json_schema(),
            }
        }  # fmt: skip
        given: Any = messages
        answer = await (await self._client()).responses.create(
            model=self.service.name, input=given, text=form, max_output_tokens=most_tokens, store=False
        )
        if answer.status == "incomplete":
            raise ModelFailed(Reason.CUT_SHORT)
        parts = [part for item in answer.output if item.type == "message" for part in item.content]
        if any(part.type == "refusal" for part in parts):
            raise ModelFailed(Reason.REFUSED)
        return answer.output_text, _used(answer.usage)

    async def _client(self) -> AsyncOpenAI:
        """Made with the first call, and not on the loop: importing the package takes a second."""
        async with self._making:
            if self._openai is None:
                self._openai = await asyncio.to_thread(_make, self.service)
        return self._openai


def _make(service: Service) -> AsyncOpenAI:
    from openai import AsyncOpenAI

    from neurohire.ai.network import make_http

    logging.getLogger("httpx2").setLevel(logging.WARNING)  # a line for every request
    plain = urlsplit(service.base_url).scheme == "http"
    made = AsyncOpenAI(
        api_key=service.key.get_secret_value() if service.key else NO_KEY,
        base_url=service.base_url,
        max_retries=RETRIES,
        http_client=make_http(service.timeout, plain=plain, allow_private=service.allow_private),
    )
    made.organization = made.project = None  # not from other programs' environment
    return made


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


def _of_status(status: int) -> Reason:
    if status == 429:
        return Reason.BUSY
    if status == 408 or status == 409 or status >= 500:
        return Reason.SERVER_ERROR
    return Reason.NOT_ACCEPTED


def _is_away(error: BaseException) -> bool:
    return isinstance(error, ModelFailed) and error.reason in AWAY
