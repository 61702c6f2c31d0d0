"""Which web addresses are ours: asked before a browser's cookie is believed (posts, sockets, NiceGUI)."""

from __future__ import annotations

from collections.abc import Mapping

from neurohire.settings import Settings


def own_origins(settings: Settings) -> list[str]:
    """The public address; without https also this machine's own names for it."""
    local = [f"http://{name}:{settings.port}" for name in ("localhost", "127.0.0.1", "[::1]")]
    return list(dict.fromkeys([settings.public_url, *([] if settings.is_production else local)]))


def is_foreign(headers: Mapping[str, str], settings: Settings) -> bool:
    """True when a browser says that another site sent this. No browser leaves both headers out of a post."""
    origin = headers.get("origin")
    if origin is not None:
        return origin not in own_origins(settings)
    return headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")


def is_own_socket(headers: Mapping[str, str], settings: Settings) -> bool:
    """For WebSocket handshakes: browsers always send Origin, and it must be ours."""
    return headers.get("origin") in own_origins(settings)
