"""Settings: read once, checked, and a secret made when none is set."""

from __future__ import annotations

import os
import stat
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from neurohire.settings import Settings


@pytest.fixture(autouse=True)
def _alone(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("NEUROHIRE_")]:
        monkeypatch.delenv(name)


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path):
    first, second = (Settings(data_dir=tmp_path / "data").secret_key() for _ in range(2))
    assert first == second
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / "data" / "secret").stat().st_mode) == 0o600


def test_a_short_secret_is_refused_and_not_repeated_in_the_message():
    with pytest.raises(ValidationError) as caught:
        Settings(secret="kitten")
    assert "at least 32" in str(caught.value)


def test_an_empty_secret_counts_as_none(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NEUROHIRE_SECRET", "")
    assert Settings().secret is None


def test_a_secret_does_not_show_when_settings_are_printed():
    assert "topsecret" not in repr(Settings(secret="topsecret" * 8))


@pytest.mark.parametrize("address", ["interviews.example.org", "ftp://example.org", "javascript:alert(1)"])
def test_a_base_url_must_be_a_web_address(address: str):
    with pytest.raises(ValidationError):
        Settings(base_url=address)


@pytest.mark.parametrize(
    ("given", "url", "is_production"),
    [
        ({}, "http://localhost:8080", False),
        ({"port": 9000}, "http://localhost:9000", False),
        ({"base_url": "https://hr.example.org/"}, "https://hr.example.org", True),
        ({"tls_cert": "cert.pem", "tls_key": "key.pem"}, "https://localhost:8080", True),
    ],
)
def test_https_in_the_public_address_means_production(given: dict[str, str], url: str, is_production: bool):
    settings = Settings(**given)
    assert (settings.public_url, settings.is_production) == (url, is_production)


def test_sqlite_in_the_data_folder_is_the_default_and_a_set_address_wins(tmp_path: Path):
    assert Settings(data_dir=tmp_path).sqlalchemy_url == f"sqlite:///{tmp_path.resolve() / 'neurohire.db'}"
    assert Settings(database_url="mysql+pymysql://x/y").sqlalchemy_url == "mysql+pymysql://x/y"


def test_every_setting_says_what_it_is_for():
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_an_empty_amount_is_no_limit_and_nonsense_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NEUROHIRE_MODEL_MONEY_PER_MONTH", "")
    monkeypatch.setenv("NEUROHIRE_QUESTIONS_PRICE_IN", " ")
    monkeypatch.setenv("NEUROHIRE_MODEL_PRICE_OUT", "0.6")
    made = Settings()
    assert made.model_money_per_month is None and made.questions_price_in is None
    assert made.model_price_out == Decimal("0.6")
    for wrong in ("-1", "NaN", "Infinity", "a lot", "0.0000001", "1e30"):
        monkeypatch.setenv("NEUROHIRE_MODEL_PRICE_OUT", wrong)
        with pytest.raises(ValidationError):
            Settings()
