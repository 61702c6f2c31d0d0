"""What the addresses of outside services may look like; ValueError says what is wrong with one."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

ICE_ADDRESS = r":(?:[A-Za-z0-9.-]{1,253}|\[[0-9a-fA-F:.]{2,45}\])(?::\d{1,5})?(?:\?transport=(?:udp|tcp))?"
ICE_WORDS = "addresses look like turn:host:3478?transport=udp (or stun:host:3478), with commas between"


def check_model(value: str, *, may_be_private: bool) -> str:
    """Of a server that speaks the OpenAI protocol; without the last slash."""
    address = _split(value)
    if address is None or address.scheme not in ("http", "https") or "@" in address.netloc:
        raise ValueError("it must look like https://models.example.org/v1, without a password in it")
    if address.query or address.fragment:
        raise ValueError("it must end with the path, like /v1")
    if not may_be_private:
        if address.scheme == "http":
            raise ValueError(
                "it must be https; http to a private address needs NEUROHIRE_MODEL_ALLOW_PRIVATE=true"
            )
        if _is_private(address.hostname or ""):
            raise ValueError(
                "it is a private address; the environment must have NEUROHIRE_MODEL_ALLOW_PRIVATE=true"
            )
    return value.rstrip("/")


def check_ice(value: str, kind: str) -> None:
    """`kind` is stun or turn; several addresses have commas between."""
    for address in filter(None, map(str.strip, value.split(","))):
        if not re.fullmatch(f"{kind}s?{ICE_ADDRESS}", address):
            raise ValueError(f"NEUROHIRE_{kind.upper()}_URLS: {ICE_WORDS}")


def _split(value: str) -> SplitResult | None:
    """None: this is no address."""
    try:
        found = urlsplit(value)
        port_fits = found.port is None or found.port > 0
    except ValueError:
        return None
    is_plain = value.isprintable() and not set(value) & set(" \\<>\"'`{}|^")
    return found if found.hostname and port_fits and is_plain else None


def _is_private(host: str) -> bool:
    """As far as it can be told without asking for the name; the connection looks again."""
    try:
        return not ipaddress.ip_address(host.split("%")[0]).is_global
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
