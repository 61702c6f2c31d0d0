"""NiceGUI made safe and quiet: sockets tied to their cookie, failures shown without their text."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from nicegui import Client, core, storage, ui
from nicegui import app as nicegui_app

from components.layout import install_look
from components.toast import toast
from neurohire.auth.origins import own_origins
from neurohire.errors import DomainError
from neurohire.observability import REFUSED, note_incident
from neurohire.settings import Settings

EVENTS_PER_SECOND, EVENTS_BURST = 50.0, 200.0
MOST_REFUSED = 1000  # then the socket is closed
FAILED = "Something went wrong on our side. What you saved is safe. If you write to us, quote {}."


def keep_storage_in(data_dir: Path) -> None:
    """Call first: NiceGUI's own small files go to the data folder; the truth is never in them."""
    storage.Storage.path = data_dir.resolve() / "nicegui"


def attach(app: FastAPI, settings: Settings, handlers: Mapping[Any, Any]) -> None:
    """Mount NiceGUI under everything else; call it last. `handlers` answer failures as our own routes do."""
    nicegui_app.state.neurohire = app.state.neurohire  # request.app inside a page is NiceGUI's
    for kind, handler in handlers.items():
        nicegui_app.add_exception_handler(kind, handler)
    nicegui_app._exception_handlers[:] = [show_failure]
    install_look()
    ui.run_with(
        app,
        title="NeuroHire",
        reconnect_timeout=5,
        tailwind=False,
        gzip_middleware_factory=None,  # inside our headers it would hide the page from the nonce
        show_welcome_message=False,
    )
    guard_sockets(own_origins(settings))


def show_failure(error: Exception) -> None:
    """A button's handler failed: say the fixed sentence of a domain error, else an incident id."""
    words = error.message if isinstance(error, DomainError) else FAILED.format(note_incident(error))
    with suppress(RuntimeError):  # no page: a background task
        toast(words, tone="bad", seconds=12)


def guard_sockets(origins: list[str]) -> None:
    """A NiceGUI client id alone opens nothing: the socket needs the cookie session that got the page.

    create_app() runs many times in tests while `Client` stays, so the parts are wrapped once.
    """
    core.sio.eio.cors_allowed_origins = origins
    if Client.accept_handshake.__module__ == __name__:
        return
    handlers = core.sio.handlers["/"]
    _guard_handshake(handlers)
    buckets: dict[str, _Bucket] = {}
    for name in ("event", "javascript_response", "ack", "log"):
        handlers[name] = _guarded(handlers[name], buckets)
    forget = handlers["disconnect"]

    def disconnect(sid: str, *arguments: Any) -> Any:
        buckets.pop(sid, None)
        return forget(sid)

    handlers["disconnect"] = disconnect


def _guard_handshake(handlers: dict[str, Any]) -> None:
    accept_handshake, shake_hands = Client.accept_handshake, handlers["handshake"]

    def accept(self: Client, socket_id: str, tab_id: str, environ: dict[str, Any] | None) -> bool:
        session = ((environ or {}).get("asgi.scope") or {}).get("session") or {}
        if environ is not None and session.get("id") != self.request.session.get("id"):
            REFUSED.labels("page_socket").inc()
            return False
        return accept_handshake(self, socket_id, tab_id, environ)

    async def handshake(sid: str, message: Any = None, *_: Any) -> Any:
        try:
            return await shake_hands(sid, message)
        except (KeyError, TypeError, ValueError):
            return False

    Client.accept_handshake = accept  # type: ignore[method-assign]
    handlers["handshake"] = handshake


def _guarded(handler: Any, buckets: dict[str, _Bucket]) -> Any:
    def guarded(sid: str, message: Any = None, *_: Any) -> Any:
        if not buckets.setdefault(sid, _Bucket(sid)).take():
            return None
        if isinstance(message, dict) and message.get("client_id") in core.sio.rooms(sid):
            with suppress(KeyError, TypeError, ValueError):
                return handler(sid, message)
        return None

    return guarded


class _Bucket:
    """What one socket may still send; a socket that never stops is closed."""

    def __init__(self, sid: str) -> None:
        self.sid, self.tokens, self.filled, self.refused = sid, EVENTS_BURST, time.monotonic(), 0

    def take(self) -> bool:
        now = time.monotonic()
        self.tokens = min(EVENTS_BURST, self.tokens + (now - self.filled) * EVENTS_PER_SECOND)
        self.filled = now
        if self.tokens >= 1:
            self.tokens -= 1
            return True
        self.refused += 1
        if self.refused == MOST_REFUSED:
            REFUSED.labels("page_flood").inc()
            core.sio.start_background_task(core.sio.disconnect, self.sid)
        return False
