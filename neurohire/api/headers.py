"""The security headers of every answer, and the nonce that lets only our own scripts run."""

from __future__ import annotations

import re
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from neurohire.settings import Settings

SCRIPT = re.compile(rb"<script(?=[\s>])")
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PERMISSIONS = "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()"
SAME = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # same-origin, not no-referrer: that would make a form's Origin "null"
    "Permissions-Policy": PERMISSIONS,
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HSTS = "max-age=63072000"


def page_policy(scripts: str, sockets: str) -> str:
    """The content security policy of a page; `scripts` is what may run besides our own files."""
    return (
        f"default-src 'self'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; media-src 'self' blob:; worker-src 'self' blob:; font-src 'self' data:; "
        f"connect-src 'self' {sockets}; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
        "form-action 'self'"
    )


class PageHeaders:
    """Pure ASGI, inside gzip: it needs plain bytes. Templates find request.state.csp_nonce."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.is_production = settings.is_production
        address = urlsplit(settings.public_url)
        self.sockets = f"{'wss' if address.scheme == 'https' else 'ws'}://{address.netloc}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["csp_nonce"] = nonce
        await self.app(scope, receive, _Answer(self, scope["path"], nonce, send))

    def set(self, headers: MutableHeaders, path: str, nonce: str) -> None:
        """Fill in what the route has not set itself."""
        for name, value in SAME.items():
            headers.setdefault(name, value)
        if self.is_production:
            headers.setdefault("Strict-Transport-Security", HSTS)
        headers.setdefault("Content-Security-Policy", self.policy(headers, nonce))
        if "cache-control" not in headers and not path.startswith(("/assets/", "/_nicegui/")):
            headers["Cache-Control"] = "no-store"

    def policy(self, headers: MutableHeaders, nonce: str) -> str:
        kind = headers.get("content-type", "")
        if is_nicegui_page(headers):  # Vue compiles templates in the browser: unsafe-eval
            return page_policy(f"'nonce-{nonce}' 'unsafe-eval'", self.sockets)
        if kind.startswith("text/html"):
            return page_policy(f"'nonce-{nonce}'", self.sockets)
        if "javascript" in kind:  # a worker obeys the policy of its own file
            return page_policy("'wasm-unsafe-eval'", self.sockets)
        return NOTHING


class _Answer:
    """Sends an answer on with its headers; a NiceGUI page is held back until its scripts have the nonce."""

    def __init__(self, owner: PageHeaders, path: str, nonce: str, send: Send) -> None:
        self.owner, self.path, self.nonce, self.send = owner, path, nonce, send
        self.start: Message | None = None
        self.body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            self.owner.set(headers, self.path, self.nonce)
            message["headers"] = headers.raw
            if is_nicegui_page(headers):
                self.start = message
                return
        elif self.start is not None:
            self.body += message.get("body", b"")
            if message.get("more_body"):
                return
            await self._send_page(self.start)
            self.start = None
            return
        await self.send(message)

    async def _send_page(self, start: Message) -> None:
        body = SCRIPT.sub(b'<script nonce="' + self.nonce.encode() + b'"', bytes(self.body))
        MutableHeaders(raw=start["headers"])["Content-Length"] = str(len(body))
        await self.send(start)
        await self.send({"type": "http.response.body", "body": body})


def is_nicegui_page(headers: MutableHeaders) -> bool:
    return headers.get("x-nicegui-content") == "page"
