"""The only reader of the environment: NEUROHIRE_* and .env, checked once at the start."""

from __future__ import annotations

import os
import re
import secrets
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from neurohire.addresses import check_ice, check_model

MIN_SECRET_BYTES = 32
Language = Literal[
    "en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "no", "fi", "cs", "et", "ca", "tr", "uk",
    "ru", "el", "ar", "he", "hi", "zh", "ja", "ko",
]  # fmt: skip
VOICE_NAME = re.compile(r"[^\W_][\w .:+/()&,-]{0,59}")
VOICE_WORDS = "a voice's name begins with a letter or digit and has at most 60 letters, digits or - _ . : + /"
AMOUNT: dict[str, Any] = {
    "ge": 0,
    "le": 1_000_000,
    "allow_inf_nan": False,
    "max_digits": 13,
    "decimal_places": 6,
}


class Settings(BaseSettings):
    """Every setting with its default; the README lists them all (a test compares)."""

    model_config = SettingsConfigDict(env_prefix="NEUROHIRE_", env_file=".env", extra="ignore")

    data_dir: Path = Field(Path("data"), description="Folder for the database, files and the made secret")
    database_url: str = Field("", description="SQLAlchemy URL; empty: SQLite in the data folder")
    secret: SecretStr | None = Field(
        None, description="At least 32 characters; empty: made in the data folder"
    )
    base_url: str = Field("", description="Address people type; https makes this a production set-up")
    host: str = Field("127.0.0.1", description="Address the server listens on")
    port: int = Field(8080, ge=1, le=65535, description="Port the server listens on")
    tls_cert: Path | None = Field(
        None, description="TLS certificate file, when the server itself speaks https"
    )
    tls_key: Path | None = Field(None, description="TLS key file")
    trusted_proxies: str = Field(
        "",
        description="Addresses of reverse proxies whose X-Forwarded-* is believed, with commas; empty: none",
    )
    organisation: str = Field("NeuroHire", max_length=80, description="Name candidates see")
    default_language: Language = Field(
        "en", description="Language of a new position until its description says another"
    )
    contact: str = Field("", max_length=200, description="Whom candidates write to (accommodation, problems)")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")

    max_resume_mb: int = Field(10, ge=1, le=50, description="Largest resume file, MiB")
    max_resumes: int = Field(200, ge=1, le=500, description="Files in one upload")
    max_description_chars: int = Field(100_000, ge=1000, description="Longest job description, characters")
    parse_memory_mb: int = Field(512, ge=128, description="Memory of one resume reading, MiB")
    parse_cpu_seconds: int = Field(10, ge=1, description="CPU time of one resume reading, seconds")
    parse_wall_seconds: int = Field(20, ge=1, description="Wall time of one resume reading, seconds")
    worker_processes: int = Field(2, ge=1, le=32, description="Processes that read resumes")
    clamd: str = Field("", description="clamd address (host:port or a socket path); empty: no virus scan")
    invitation_days: int = Field(14, ge=1, le=365, description="Days an invitation link works")
    live_interviews: bool = Field(
        True, description="false: no live interviews, only those that candidates take alone"
    )
    live_join_minutes: int = Field(
        15, ge=0, le=120, description="Minutes before its time from which a live interview can be joined"
    )
    live_end_hours: int = Field(
        4,
        ge=1,
        le=72,
        description="Hours after its planned end after which a live interview that nobody completed is ended",
    )
    stun_urls: str = Field(
        "", description="STUN servers of the call, like stun:stun.example.org:3478, with commas; empty: none"
    )
    turn_urls: str = Field(
        "",
        description="Relays of the call, like turn:turn.example.org:3478?transport=udp, with commas; "
        "empty: none",
    )
    turn_secret: SecretStr | None = Field(
        None, description="The relay's static-auth-secret (coturn); log-ins for it are made per person"
    )
    retention_days: int = Field(180, ge=1, le=3650, description="Days candidates are told their data is kept")
    login_tries: int = Field(5, ge=1, description="Log-in tries per account and address in 15 minutes")
    login_idle_minutes: int = Field(
        30, ge=1, description="A log-in ends after this long without use, minutes"
    )
    login_max_hours: int = Field(12, ge=1, description="A log-in ends after this long in any case, hours")
    requests_per_minute: int = Field(600, ge=10, description="Requests one address may make in a minute")
    socket_messages_per_second: int = Field(30, ge=1, description="Operations one page may send in a second")
    document_updates_per_second: int = Field(
        200, ge=1, description="Editor updates one page may send in a second"
    )
    min_free_mb: int = Field(100, ge=0, description="Free disk below which uploads are refused, MiB")

    # before every address: their check asks for it
    model_allow_private: bool = Field(
        False, description="true: the model's server may be on this machine or network, also over http"
    )
    model_base_url: str = Field(
        "", description="OpenAI-compatible server, like https://models.example.org/v1; empty: no model"
    )
    model_key: SecretStr | None = Field(None, description="Its key; empty: none is sent")
    model_name: str = Field("", max_length=60, description="Name of the model; empty: no model")
    model_api: Literal["chat", "responses"] = Field(
        "chat", description="chat: chat/completions, which most servers speak; or responses"
    )
    model_timeout: float = Field(45, ge=1, le=300, description="A model's answer takes at most this, seconds")
    model_parallel: int = Field(
        4, ge=1, le=32, description="Model calls at the same time; as many again while candidates wait"
    )
    model_tokens_per_interview: int = Field(
        200_000, ge=0, description="Model tokens one interview may use; 0: none"
    )
    model_tokens_per_month: int = Field(
        20_000_000, ge=0, description="Model tokens used in one month at most (UTC); 0: none"
    )
    model_money_per_interview: Decimal | None = Field(
        None, description="Money one interview may cost; empty: no limit; 0: none", **AMOUNT
    )
    model_money_per_month: Decimal | None = Field(
        None, description="Money spent in one month at most (UTC); empty: no limit; 0: none", **AMOUNT
    )
    currency: str = Field(
        "EUR", min_length=1, max_length=8, description="The currency of all prices, a word like EUR"
    )
    model_price_in: Decimal = Field(
        Decimal(0), description="Price of a million tokens that go in; 0: not known", **AMOUNT
    )
    model_price_out: Decimal = Field(
        Decimal(0), description="Price of a million tokens that come out; 0: not known", **AMOUNT
    )
    questions_price_in: Decimal | None = Field(None, description="Another price for questions only", **AMOUNT)
    questions_price_out: Decimal | None = Field(
        None, description="Another price for questions only", **AMOUNT
    )
    grading_price_in: Decimal | None = Field(None, description="Another price for grading only", **AMOUNT)
    grading_price_out: Decimal | None = Field(None, description="Another price for grading only", **AMOUNT)
    speech_out_price: Decimal = Field(
        Decimal(0), description="Price of a million characters spoken by a service; 0: not known", **AMOUNT
    )
    speech_in_price: Decimal = Field(
        Decimal(0), description="Price of a minute heard by a service; 0: not known", **AMOUNT
    )
    questions_base_url: str = Field("", description="Another server for questions only")
    questions_key: SecretStr | None = Field(None, description="Its key; the common one is not sent there")
    questions_name: str = Field("", max_length=60, description="Another model for questions only")
    questions_timeout: float | None = Field(
        None, ge=1, le=300, description="Another limit for questions only"
    )
    grading_base_url: str = Field("", description="Another server for grading only")
    grading_key: SecretStr | None = Field(None, description="Its key; the common one is not sent there")
    grading_name: str = Field("", max_length=60, description="Another model for grading only")
    grading_timeout: float | None = Field(None, ge=1, le=300, description="Another limit for grading only")
    speech_out_base_url: str = Field("", description="Another server for speaking questions only")
    speech_out_key: SecretStr | None = Field(None, description="Its key; the common one is not sent there")
    speech_out_name: str = Field(
        "", max_length=60, description="Model that speaks; empty: the embedded or the browser's own voice"
    )
    speech_out_timeout: float | None = Field(
        None, ge=1, le=300, description="Another limit for speaking ahead; a candidate waits 8 s at most"
    )
    speech_out_voice: str = Field(
        "", max_length=60, description="Voice of the questions; empty: the one chosen in the settings"
    )
    speech_in_base_url: str = Field("", description="Another server for transcripts only")
    speech_in_key: SecretStr | None = Field(None, description="Its key; the common one is not sent there")
    speech_in_name: str = Field(
        "", max_length=60, description="Model that transcribes; empty: no transcripts"
    )
    speech_in_timeout: float | None = Field(
        None, ge=1, le=300, description="Another limit for transcripts only"
    )
    browser_recognition: bool = Field(
        False,
        description="true: where no service transcribes, candidates may let their own browser write down "
        "what they say; some browsers send the sound to their maker",
    )

    @field_validator("base_url")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc):
            raise ValueError("NEUROHIRE_BASE_URL must look like https://interviews.example.org")
        return value.rstrip("/")

    @field_validator(
        "model_base_url",
        "questions_base_url",
        "grading_base_url",
        "speech_out_base_url",
        "speech_in_base_url",
    )
    @classmethod
    def _model_address(cls, value: str, info: ValidationInfo) -> str:
        if not value:
            return ""
        return check_model(value, may_be_private=bool(info.data.get("model_allow_private")))

    @field_validator("stun_urls", "turn_urls")
    @classmethod
    def _ice_addresses(cls, value: str, info: ValidationInfo) -> str:
        check_ice(value, str(info.field_name).removesuffix("_urls"))
        return value

    @field_validator("speech_out_voice")
    @classmethod
    def _name_of_a_voice(cls, value: str) -> str:
        if value and not VOICE_NAME.fullmatch(value):
            raise ValueError(VOICE_WORDS)
        return value

    @field_validator(
        "model_key", "questions_key", "grading_key", "speech_out_key", "speech_in_key", "turn_secret"
    )
    @classmethod
    def _no_empty_key(cls, value: SecretStr | None) -> SecretStr | None:
        return value if value is not None and value.get_secret_value().strip() else None

    @field_validator(
        *("model_money_per_interview", "model_money_per_month", "questions_price_in", "questions_price_out"),
        *("grading_price_in", "grading_price_out"),
        mode="before",
    )
    @classmethod
    def _empty_amount(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("secret")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value():
            return None
        if value is not None and len(value.get_secret_value().encode()) < MIN_SECRET_BYTES:
            raise ValueError(f"NEUROHIRE_SECRET must have at least {MIN_SECRET_BYTES} characters")
        return value

    @property
    def public_url(self) -> str:
        """The address in links: the set one, else localhost with the port."""
        scheme = "https" if self.tls_cert else "http"
        return self.base_url or f"{scheme}://localhost:{self.port}"

    @property
    def is_production(self) -> bool:
        """https in the public address: cookies are __Host- and Secure."""
        return self.public_url.startswith("https://")

    @property
    def sqlalchemy_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'neurohire.db'}"

    def secret_key(self) -> str:
        """The set secret, else one made once in the data folder (mode 0600)."""
        if self.secret is not None:
            return self.secret.get_secret_value()
        return _made_secret(self.data_dir / "secret")


def _made_secret(path: Path) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


@lru_cache
def get_settings() -> Settings:
    """The settings of this process."""
    return Settings()
