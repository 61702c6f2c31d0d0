"""Log-ins for a relay: none without a secret, bound to a person, and over soon."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr, ValidationError

from neurohire import clock
from neurohire.services import ice_servers
from neurohire.settings import Settings

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TURN = "turn:relay.example.org:3478?transport=udp, turns:relay.example.org:5349"


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    clock.set_source(lambda: NOON)
    yield
    clock.set_source(None)


def test_by_default_nobody_outside_is_asked(settings: Settings) -> None:
    assert ice_servers.for_person(settings, "user:1") == []
    assert not ice_servers.has_relay(settings)


def test_addresses_without_a_secret_are_no_relay(settings: Settings) -> None:
    given = settings.model_copy(update={"turn_urls": TURN, "stun_urls": "stun:stun.example.org"})
    assert ice_servers.for_person(given, "user:1") == [{"urls": ["stun:stun.example.org"]}]


def test_a_log_in_is_signed_for_one_person_and_ten_minutes(settings: Settings) -> None:
    given = settings.model_copy(update={"turn_urls": TURN, "turn_secret": SecretStr("known to coturn")})
    (server,) = ice_servers.for_person(given, "candidate:7")
    assert server["urls"] == ["turn:relay.example.org:3478?transport=udp", "turns:relay.example.org:5349"]
    ends, person = server["username"].split(":", 1)
    assert (int(ends), person) == (int((NOON + timedelta(minutes=10)).timestamp()), "candidate:7")
    signed = hmac.new(b"known to coturn", server["username"].encode(), hashlib.sha1).digest()
    assert server["credential"] == base64.b64encode(signed).decode()
    (other,) = ice_servers.for_person(given, "user:1", ice_servers.TO_TEST)
    assert other["credential"] != server["credential"]
    assert int(other["username"].split(":")[0]) == int((NOON + timedelta(minutes=2)).timestamp())


@pytest.mark.parametrize(
    "urls",
    [
        "relay.example.org",
        "http://relay.example.org",
        "turn:relay.example.org\r\nX: 1",
        "stun:a.example",
        "turn:",
    ],
)
def test_what_is_no_address_of_a_relay_is_refused_at_the_start(urls: str) -> None:
    with pytest.raises(ValidationError, match="addresses look like"):
        Settings(turn_urls=urls)


def test_an_empty_secret_counts_as_none() -> None:
    assert Settings(turn_secret="").turn_secret is None
