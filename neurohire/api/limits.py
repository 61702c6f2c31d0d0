"""The walls before every route: too many requests from one address, and posts that another site sent."""

from __future__ import annotations

import time

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from neurohire.api.problems import MESSAGES, answer
from neurohire.auth.origins import is_foreign
from neurohire.observability import REFUSED, REQUEST_SECONDS, REQUESTS, SOCKETS
from neurohire.rate_limits import RateLimits, network_of
from neurohire.settings import Settings

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
FILES = ("/assets/", "/_nicegui/")
NOT_PAGES = (*FILES, "/_nicegui_ws/", "/api/", "/ws/", "/healthz", "/readyz", "/metrics", "/favicon.ico")
FILES_FACTOR = 10  # one page asks for some thirty files, which cost next to nothing
FOREIGN_MESSAGE = "This came from another address than this app's own. Please open {} and try again."


def client_address(scope: Scope) -> str:
    """Of the browser; uvicorn has put X-Forwarded-For here when it came from a trusted proxy."""
    client = scope.get("client")
    return network_of(client[0]) if client else "unknown"


class Limits:
    """Counts per address; inside the session middleware, so that it knows who has a log-in cookie."""

    def __init__(self, app: ASGIApp, settings: Settings, limits: RateLimits) -> None:
        self.app, self.limits = app, limits
        self.everything = f"{settings.requests_per_minute}/minute"
        self.files = f"{settings.requests_per_minute * FILES_FACTOR}/minute"
        # a page costs memory for a minute; with the default these are 20 in 4 s and 120 a minute
        self.anonymous_burst = f"{max(1, settings.requests_per_minute // 30)}/4 second"
        self.anonymous = f"{max(1, settings.requests_per_minute // 5)}/minute"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        reached = self._reached(scope)
        if reached is None:
            return await self.app(scope, receive, send)
        REFUSED.labels("too_many").inc()
        if scope["type"] == "websocket":
            return await send({"type": "websocket.close", "code": 4429})
        wait = str(self.limits.seconds_until_free(*reached))
        refusal = answer(HTTPConnection(scope), 429, *MESSAGES[429], headers={"Retry-After": wait})
        await refusal(scope, receive, send)

    def _reached(self, scope: Scope) -> tuple[str, str] | None:
        """The (key, limit) that is full."""
        for limit in self._limits_for(scope):
            key = f"{limit}:{client_address(scope)}"
            if not self.limits.hit(key, limit):
                return key, limit
        return None

    def _limits_for(self, scope: Scope) -> tuple[str, ...]:
        if scope["path"].startswith(FILES):
            return (self.files,)
        is_page = (
            scope["type"] == "http"
            and scope["method"] in ("GET", "HEAD")
            and not scope["path"].startswith(NOT_PAGES)
        )
        if is_page and not scope.get("session", {}).get("token"):
            return (self.anonymous_burst, self.anonymous, self.everything)
        return (self.everything,)


class ForeignRequests:
    """Refuses a changing request that another site made the browser send; a bearer token is no cookie."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in SAFE or not self._is_foreign(Headers(scope=scope)):
            return await self.app(scope, receive, send)
        REFUSED.labels("foreign_origin").inc()
        detail = FOREIGN_MESSAGE.format(self.settings.public_url)
        await answer(HTTPConnection(scope), 403, "foreign_origin", detail)(scope, receive, send)

    def _is_foreign(self, headers: Headers) -> bool:
        if headers.get("authorization", "").lower().startswith("bearer "):
            return False
        return is_foreign(headers, self.settings)


class Measured:
    """Counts answers and open sockets; no paths, they hold ids."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            with SOCKETS.track_inprogress():
                return await self.app(scope, receive, send)
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        began = time.perf_counter()

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                REQUEST_SECONDS.observe(time.perf_counter() - began)
                REQUESTS.labels(_known(scope["method"]), f"{message['status'] // 100}xx").inc()
            await send(message)

        await self.app(scope, receive, counted)


def _known(method: str) -> str:
    return method if method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS") else "other"
