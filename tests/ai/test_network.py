"""Where a call may go: never to a place that the set-up did not allow."""

from __future__ import annotations

import asyncio

import httpx2
import pytest
from pydantic import SecretStr, ValidationError

from neurohire.ai.network import is_allowed, make_http
from neurohire.ai.service import SPEECH, service_of
from neurohire.settings import Settings
from neurohire.stand_in.server import StandIn

PRIVATE = ["127.0.0.1", "::1", "10.0.0.8", "192.168.1.4", "::ffff:127.0.0.1", "fd00::1"]
NEVER = ["169.254.169.254", "fe80::1", "0.0.0.0", "::", "224.0.0.1", "::ffff:169.254.169.254"]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_only_where_an_admin_allowed_them(address: str):
    assert not is_allowed(address, plain=False, allow_private=False)
    assert is_allowed(address, plain=True, allow_private=True)


@pytest.mark.parametrize("address", NEVER)
def test_some_addresses_never(address: str):
    assert not any(
        is_allowed(address, plain=p, allow_private=a) for p in (True, False) for a in (True, False)
    )


def test_public_addresses_only_by_https():
    assert is_allowed("93.184.216.34", plain=False, allow_private=False)
    assert not is_allowed("93.184.216.34", plain=True, allow_private=True)


async def test_the_address_that_is_connected_to_is_the_one_that_was_checked(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
):
    """A name that leads to a public address first and to this machine at the second look."""
    port = stand_in.server_address[1]
    looked: list[str] = []

    async def rebinding(_loop: object, host: str, *_: object, **__: object) -> list[object]:
        looked.append(host)
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", rebinding)
    async with make_http(5, plain=False, allow_private=False) as http:
        with pytest.raises(httpx2.ConnectError):
            await http.get(f"https://models.example.org:{port}/v1/models")
    assert looked == ["models.example.org"] and stand_in.behaviour.calls == []


@pytest.mark.parametrize(
    "address",
    [
        "http://models.example.org/v1",
        "ftp://models.example.org",
        "https://user:pass@models.example.org/v1",
        "https://models.example.org/v1?x=1",
        "models.example.org",
    ],
)
@pytest.mark.parametrize("name", ["model_base_url", "questions_base_url", "grading_base_url"])
def test_an_address_that_cannot_be_right_is_refused_at_the_start(settings: Settings, name: str, address: str):
    with pytest.raises(ValidationError):
        Settings(**{name: address})


def test_http_needs_the_word_of_an_admin(settings: Settings):
    assert Settings(
        model_allow_private=True, model_base_url="http://127.0.0.1:1/v1/"
    ).model_base_url.endswith("v1")


def test_settings_of_a_capability_go_before_the_common_ones_and_keys_stay_at_home(settings: Settings):
    common = {"model_base_url": "https://a.example/v1", "model_name": "big", "model_key": SecretStr("a-key")}
    both = Settings(**common, grading_name="small", grading_timeout=9)
    grading, questions = service_of(both, "grading"), service_of(both, "questions")
    assert grading and questions
    assert (grading.name, grading.timeout, questions.name, questions.timeout) == ("small", 9, "big", 45)
    assert grading.key == SecretStr("a-key")
    other = service_of(Settings(**common, grading_base_url="https://b.example/v1"), "grading")
    assert other and other.key is None
    assert "a-key" not in repr(both) and "a-key" not in repr(grading)


def test_without_address_or_name_there_is_no_model(settings: Settings):
    assert service_of(Settings(), "grading") is None
    assert service_of(Settings(model_base_url="https://a.example/v1"), "grading") is None
    assert (
        service_of(Settings(grading_base_url="https://a.example/v1", grading_name="x"), "questions") is None
    )


def test_speech_is_on_only_by_a_name_of_its_own():
    common = {"model_base_url": "https://a.example/v1", "model_key": "common", "model_name": "chat-model"}
    for capability in SPEECH:
        assert service_of(Settings(**common), capability) is None
        own = service_of(Settings(**common, **{f"{capability}_name": "tts-1"}), capability)
        assert own is not None and (own.name, own.base_url) == ("tts-1", "https://a.example/v1")
        assert own.key is not None and own.key.get_secret_value() == "common"
        other = {f"{capability}_name": "tts-1", f"{capability}_base_url": "https://b.example/v1"}
        elsewhere = service_of(Settings(**common, **other), capability)
        assert elsewhere is not None and elsewhere.key is None


@pytest.mark.parametrize("capability", SPEECH)
@pytest.mark.parametrize("url", ["http://speech.example/v1", "ftp://a.example", "https://a:b@c.example/v1"])
def test_the_address_of_speech_is_looked_at_alike(capability: str, url: str):
    with pytest.raises(ValueError):
        Settings(**{f"{capability}_base_url": url})
