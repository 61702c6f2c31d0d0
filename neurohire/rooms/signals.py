"""What a page may say about a call: the form and size of each message."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Nonce = Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
StreamId = Annotated[str, Field(max_length=80)]
SDP_CHARS = 40_000  # four people with a screen each: about 12,000


class Signal(BaseModel):
    """Nothing but the fields that are named, of the type that is named."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Media(Signal):
    """What others show at a person's picture."""

    microphone: bool = False
    camera: bool = False
    screen: bool = False


class Join(Signal):
    """Come in, or come back with the same `session` after a lost line."""

    session: Nonce
    media: Media = Media()


class Leave(Signal):
    """Hang up."""


class Description(Signal):
    """An offer or answer. `pair` names the connection: what comes late for an older one is ignored."""

    pair: Nonce
    sdp: str = Field(max_length=SDP_CHARS)
    kinds: dict[StreamId, Literal["camera", "screen"]] = Field(max_length=8)


class IceCandidate(Signal):
    """RTCIceCandidateInit."""

    candidate: str = Field(max_length=600)
    sdpMid: str | None = Field(None, max_length=32)
    sdpMLineIndex: int | None = Field(None, ge=0, le=256)
    usernameFragment: str | None = Field(None, max_length=256)


class Found(Signal):
    """One way to reach the sender."""

    pair: Nonce
    candidate: IceCandidate


class ToSomebody(BaseModel):
    """Who is meant; a person's journal name."""

    to: str = Field(min_length=1, max_length=80)


BODIES: dict[str, type[Signal]] = {
    "call_join": Join,
    "call_leave": Leave,
    "media_state": Media,
    "sdp_offer": Description,
    "sdp_answer": Description,
    "ice_candidate": Found,
}


class Kind(BaseModel):
    kind: Literal["call_join", "call_leave", "media_state", "sdp_offer", "sdp_answer", "ice_candidate"]


def read(message: dict[str, Any]) -> tuple[str, Signal]:
    """Kind and body of a message; raises pydantic's ValidationError for anything else."""
    named = message.get("kind")
    # a model for this one field costs as much as the rest
    is_known = isinstance(named, str) and named in BODIES
    kind: str = named if is_known else Kind.model_validate(message).kind  # type: ignore[assignment]
    body = BODIES[kind].model_validate(message.get("body", {}))
    if isinstance(body, Description | Found):
        ToSomebody.model_validate(message)
    return kind, body
