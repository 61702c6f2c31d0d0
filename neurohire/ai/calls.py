"""Calls to one service, whatever they ask: bounded in time and tries, counted, paused after an outage."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

import structlog

from neurohire.ai.failures import AWAY, FREE, ModelFailed, Reason
from neurohire.ai.ledger import Booked, Ledger
from neurohire.ai.prices import Usage
from neurohire.ai.service import Service
from neurohire.breaker import Breaker
from neurohire.errors import Unavailable

if TYPE_CHECKING:
    from openai import AsyncOpenAI

Given = TypeVar("Given")
Read = TypeVar("Read")
log = structlog.get_logger(__name__)
RETRIES = 2  # the client's own; nothing else tries again within a call
PAUSE_SECONDS = 15.0  # after it was found away
NOTHING_SENT = Usage()
NO_KEY = "none"  # the client wants one; servers without keys ignore it


class ServiceCalls:
    """Bounded in time, size, tries and use; after an outage one call at a time looks if it is over."""

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
        self._under_way = 0
        self._is_retired = False

    async def call(
        self,
        work: Callable[[AsyncOpenAI], Awaitable[tuple[Given, Usage | None]]],
        read: Callable[[Given], Read],
        *,
        prompt: str,
        most: Usage,
        interview_id: str | None = None,
        within: float | None = None,
    ) -> Read:
        """What `read` makes of the answer; ModelFailed says why there is none.

        Never call it inside a transaction. `most` is what it will use at most.
        `within` so many seconds, waiting for a place included. A place is held for the call alone: what
        is written down about it keeps no other call waiting.
        """
        if self._is_retired:
            raise ModelFailed(Reason.REPLACED)
        until = math.inf if within is None else time.monotonic() + within
        self._under_way += 1
        try:
            booked = await self._ledger.open(self.service, interview_id, prompt, most)
            return await self._call(work, read, booked, until)
        finally:
            self._under_way -= 1
            await self._close_when_idle()

    @property
    def is_closed(self) -> bool:
        return self._is_retired and not self._under_way

    async def retire(self) -> None:
        """Calls under way end as they would; none begins any more."""
        self._is_retired = True
        await self._close_when_idle()

    async def prepare(self) -> None:
        """What takes time before the first call, so that it is not measured with it."""
        await self._client()

    async def close(self) -> None:
        made, self._openai = self._openai, None
        if made is not None:
            await made.close()

    async def _close_when_idle(self) -> None:
        if self.is_closed:
            await self.close()

    async def _call(
        self,
        work: Callable[[AsyncOpenAI], Awaitable[tuple[Given, Usage | None]]],
        read: Callable[[Given], Read],
        booked: Booked,
        until: float,
    ) -> Read:
        began, outcome = time.monotonic(), "stopped"
        usage: Usage | None = NOTHING_SENT
        try:
            async with _place(self._places, until):
                if self._is_retired:
                    raise ModelFailed(Reason.REPLACED)
                began, usage = time.monotonic(), None
                with self._breaker.call(_is_away):
                    given, usage = await self._bounded(work, until)
            answer = read(given)
            outcome = "done"
            return answer
        except ModelFailed as failure:
            outcome = failure.reason.value
            usage = NOTHING_SENT if failure.reason in FREE else usage
            log.warning("the model failed", capability=self.service.capability, reason=outcome)
            raise
        except Unavailable as error:  # the breaker: nothing was sent
            outcome, usage = Reason.PAUSED.value, NOTHING_SENT
            raise ModelFailed(Reason.PAUSED) from error
        finally:
            await self._ledger.close(booked, outcome, usage, began)

    async def _bounded(
        self, work: Callable[[AsyncOpenAI], Awaitable[tuple[Given, Usage | None]]], until: float
    ) -> tuple[Given, Usage | None]:
        """The limit is for all of it: connecting, the client's tries, a slow trickle."""
        client = await self._client()
        from openai import APIConnectionError, APIStatusError, APITimeoutError, OpenAIError

        try:
            async with asyncio.timeout(min(self.service.timeout, until - time.monotonic())):
                return await work(client)
        except (TimeoutError, APITimeoutError) as error:
            raise ModelFailed(Reason.TOO_SLOW) from error
        except APIConnectionError as error:
            raise ModelFailed(Reason.UNREACHABLE) from error
        except APIStatusError as error:
            raise ModelFailed(_of_status(error.status_code)) from error
        except (OpenAIError, ValueError, TypeError, AttributeError, LookupError) as error:
            # an answer in no known form ends anywhere inside the client
            raise ModelFailed(Reason.UNREADABLE) from error

    async def _client(self) -> AsyncOpenAI:
        """Made with the first call, and not on the loop: importing the package takes a second."""
        async with self._making:
            if self._openai is None:
                self._openai = await asyncio.to_thread(_make, self.service)
        return self._openai


@asynccontextmanager
async def _place(places: asyncio.Semaphore, until: float) -> AsyncIterator[None]:
    """Waiting for a place is not the server's slowness."""
    try:
        async with asyncio.timeout(None if math.isinf(until) else until - time.monotonic()):
            await places.acquire()
    except TimeoutError as error:
        raise ModelFailed(Reason.NO_PLACE) from error
    try:
        yield
    finally:
        places.release()


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


def _of_status(status: int) -> Reason:
    if status == 429:
        return Reason.BUSY
    if status == 408 or status == 409 or status >= 500:
        return Reason.SERVER_ERROR
    return Reason.NOT_ACCEPTED


def _is_away(error: BaseException) -> bool:
    return isinstance(error, ModelFailed) and error.reason in AWAY
