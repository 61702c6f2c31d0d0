"""The signed cookie of a browser. What it opens is decided by the rows on the server, not by its age."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fastapi import FastAPI
from itsdangerous import SignatureExpired, TimestampSigner
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from neurohire.api.limits import NOT_PAGES

SET_BACK = timedelta(hours=1)


class SessionCookie(SessionMiddleware):
    """Starlette's, with two differences.

    Only pages and their forms set it: the late answer to a request for an icon or a file, asked before the
    log-in, would take the log-in away again. And a clock that was set back a little signs nobody out.
    """

    def __init__(self, app: ASGIApp, secret_key: str, **options: Any) -> None:
        super().__init__(app, secret_key, **options)
        self.signer = _Signer(secret_key)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_page = scope["type"] != "http" or not scope["path"].startswith(NOT_PAGES)
        await super().__call__(scope, receive, send if is_page else self._without_cookie(send))

    def _without_cookie(self, send: Send) -> Send:
        own = f"{self.session_cookie}=".encode()

        async def pass_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message.get("headers", ())
                message["headers"] = [
                    (name, value)
                    for name, value in headers
                    if name != b"set-cookie" or not value.startswith(own)
                ]
            await send(message)

        return pass_on


def install(app: FastAPI) -> None:
    """Takes the place of Starlette's. Afterwards, because NiceGUI looks for exactly that class."""
    app.user_middleware = [
        Middleware(SessionCookie, **one.kwargs) if one.cls == SessionMiddleware else one  # type: ignore
        for one in app.user_middleware
    ]


class _Signer(TimestampSigner):
    """Takes what was signed up to an hour ahead of the clock, which a time server may set back.

    A cookie that is refused is replaced by an empty one: a blink of the clock would end an interview's page.
    """

    def unsign(self, signed_value: Any, max_age: int | None = None, **_: Any) -> bytes:  # type: ignore[override]
        try:
            return super().unsign(signed_value, max_age)
        except SignatureExpired as error:
            now = self.timestamp_to_datetime(self.get_timestamp())
            if error.date_signed is None or not now < error.date_signed <= now + SET_BACK:
                raise
            return error.payload or b""
