"""STUN and TURN servers of a call, off until set; log-ins for a relay are bound to a person and run out."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta
from typing import NotRequired, TypedDict

from neurohire import clock
from neurohire.settings import Settings

# renewed at every welcome, and asked for again by a page whose call outlives them
VALID = timedelta(minutes=10)
TO_TEST = timedelta(minutes=2)  # for the network check: long enough to try, no use for a call


class IceServer(TypedDict):
    """As RTCPeerConnection takes it."""

    urls: list[str]
    username: NotRequired[str]
    credential: NotRequired[str]


def listed(addresses: str) -> list[str]:
    """The addresses of a setting."""
    return [address for part in addresses.split(",") if (address := part.strip())]


def has_relay(settings: Settings) -> bool:
    """Addresses alone are no relay: nobody could log in there."""
    return bool(listed(settings.turn_urls)) and settings.turn_secret is not None


def for_person(settings: Settings, person: str, valid: timedelta = VALID) -> list[IceServer]:
    """What this person's browser may use now; empty when nothing is set."""
    servers: list[IceServer] = []
    if stun := listed(settings.stun_urls):
        servers.append({"urls": stun})
    if has_relay(settings) and settings.turn_secret is not None:
        username = f"{int((clock.now() + valid).timestamp())}:{person}"
        servers.append(
            {
                "urls": listed(settings.turn_urls),
                "username": username,
                "credential": _signed(settings.turn_secret.get_secret_value(), username),
            }
        )
    return servers


def _signed(secret: str, username: str) -> str:
    """As coturn's use-auth-secret computes it."""
    return base64.b64encode(hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()).decode()
