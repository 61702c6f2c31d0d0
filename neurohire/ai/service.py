"""Which server answers for a capability: the common settings with the capability's own in front."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import SecretStr

from neurohire.settings import Settings

Capability = Literal["questions", "grading", "speech_out", "speech_in"]
CAPABILITIES: tuple[Capability, ...] = ("questions", "grading", "speech_out", "speech_in")
SPEECH: tuple[Capability, ...] = ("speech_out", "speech_in")


@dataclass(frozen=True)
class Service:
    """One model at one address."""

    capability: Capability
    base_url: str
    name: str
    key: SecretStr | None = None
    api: Literal["chat", "responses"] = "chat"
    timeout: float = 45.0
    allow_private: bool = False


def service_of(settings: Settings, capability: Capability) -> Service | None:
    """None: this capability has no model, its embedded twin does all of it."""
    own_url = str(getattr(settings, f"{capability}_base_url"))
    own_key: SecretStr | None = getattr(settings, f"{capability}_key")
    base_url = own_url or settings.model_base_url
    # the common name is a chat model's: it neither speaks nor listens
    common_name = "" if capability in SPEECH else settings.model_name
    name = str(getattr(settings, f"{capability}_name")) or common_name
    if not base_url or not name:
        return None
    # a key is for one server: the common one never goes to another address
    common_key = settings.model_key if base_url == settings.model_base_url else None
    timeout: float | None = getattr(settings, f"{capability}_timeout")
    return Service(
        capability=capability,
        base_url=base_url,
        name=name,
        key=own_key or common_key,
        api=settings.model_api,
        timeout=timeout or settings.model_timeout,
        allow_private=settings.model_allow_private,
    )
