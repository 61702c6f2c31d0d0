"""The stand-in over real HTTP, and clients that speak to it."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from neurohire.ai.client import ModelClient
from neurohire.ai.ledger import Ledger, NoLedger
from neurohire.ai.service import Service
from neurohire.settings import Settings
from neurohire.stand_in.behaviour import Behaviour
from neurohire.stand_in.server import StandIn

MakeClient = Callable[..., ModelClient]


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """A server on a free port; change `behaviour` at will."""
    server = StandIn(0, Behaviour())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
async def make_client(stand_in: StandIn) -> AsyncIterator[MakeClient]:
    made: list[ModelClient] = []

    def make(ledger: Ledger | None = None, *, pause: float = 0.0, **changed: object) -> ModelClient:
        values = {"capability": "grading", "base_url": stand_in.url, "name": "stand-in", "timeout": 10.0}
        service = Service(**{**values, "allow_private": True, **changed})  # type: ignore[arg-type]
        made.append(ModelClient(service, ledger or NoLedger(), pause=pause))
        return made[-1]

    yield make
    for client in made:
        await client.close()


@pytest.fixture
def model_settings(settings: Settings, stand_in: StandIn) -> Settings:
    """The process's settings with the stand-in as the model for everything."""
    settings.model_allow_private = True
    settings.model_base_url = stand_in.url
    settings.model_name = "stand-in"
    settings.model_timeout = 10
    return settings


@pytest.fixture
def speech_settings(settings: Settings, stand_in: StandIn) -> Settings:
    """Only speech out is on."""
    settings.model_allow_private = True
    settings.model_base_url = stand_in.url
    settings.speech_out_name = "stand-in"
    settings.speech_out_timeout = 10
    return settings
