"""The settings in force: the environment's, below them what an admin stored; one object for the process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, get_args
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError

from neurohire.settings import Settings

FIELDS = Settings.model_fields
SERVICES = tuple(name.removesuffix("_base_url") for name in FIELDS if name.endswith("_base_url"))
KEYS = tuple(f"{service}_key" for service in SERVICES)
# What may be changed while the app runs. Not here: where data lies, who may reach the server, the secret, the
# walls against floods and hostile files, and whether private addresses may be spoken to: whoever takes over
# an admin's browser must not be able to open those.
CHANGEABLE: tuple[str, ...] = (
    *(
        name
        for name in FIELDS
        if name.startswith(tuple(f"{service}_" for service in SERVICES)) and name != "model_allow_private"
    ),
    *("browser_recognition", "currency", "organisation", "contact", "default_language"),
    *("invitation_days", "retention_days"),
    *("max_resume_mb", "max_resumes", "max_description_chars", "min_free_mb"),
    *("login_idle_minutes", "login_max_hours"),
)
OTHER_ADDRESS = "It was entered for another address and is not sent to this one. Enter it anew."
NO_FIELD = "It does not fit the other settings any more."


@dataclass(frozen=True)
class StoredValue:
    """A plain value, and of a key the server it was entered for."""

    value: Any
    server: str = ""


class SettingsInForce:
    """Swaps all values of the settings object at once, so that everybody who holds it sees the new ones."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._given = settings.model_copy()
        self._is_changed = False

    def holder(self, name: str) -> str:
        """The setting in the environment that holds this one fast; empty: the page may change it."""
        if self._is_given(name):
            return name
        service = name.removesuffix("_base_url")
        if service not in SERVICES or service == name:
            return ""
        if self._is_given(f"{service}_key"):  # a key of the environment goes where the environment says
            return f"{service}_key"
        if service == "model":
            keys = (key for key in KEYS if self._is_given(key) and not self._is_given(_address_of(key)))
            return next(keys, "")
        return ""

    def with_stored(self, stored: Mapping[str, StoredValue]) -> tuple[Settings, dict[str, str]]:
        """The settings with these values where the environment is silent, and what was refused, and why."""
        free = {name: found for name, found in stored.items() if name in CHANGEABLE and not self.holder(name)}
        refused: dict[str, str] = {}
        while True:
            made, errors = self._made({name: found.value for name, found in free.items()})
            if made is None:
                fields = [name for name in errors if name in free]
                for name in fields or list(free):
                    refused[name] = errors.get(name, NO_FIELD)
                    del free[name]
                continue
            strangers = [key for key in KEYS if key in free and free[key].server != key_goes_to(made, key)]
            if not strangers:
                return made, refused
            for key in strangers:
                refused[key] = OTHER_ADDRESS
                del free[key]

    def put(self, stored: Mapping[str, StoredValue]) -> dict[str, str]:
        """Make them the settings in force; what was refused, and why."""
        if not stored and not self._is_changed:
            return {}
        made, refused = self.with_stored(stored)
        # one assignment: no other thread ever sees an address of before with a key of after
        object.__setattr__(self.settings, "__dict__", dict(made.__dict__))
        self._is_changed = True
        return refused

    def default(self, name: str) -> Any:
        return FIELDS[name].default

    def _is_given(self, name: str) -> bool:
        """An empty variable counts as none: compose files pass such ones on."""
        return name in self._given.model_fields_set and getattr(self._given, name, None) not in ("", None)

    def _made(self, values: Mapping[str, Any]) -> tuple[Settings | None, dict[str, str]]:
        given = {name: getattr(self._given, name) for name in FIELDS}
        try:
            return Settings(**(given | dict(values))), {}
        except ValidationError as error:
            return None, {str(part["loc"][0]) if part["loc"] else "": _words(part) for part in error.errors()}


def key_goes_to(settings: Settings, key: str) -> str:
    """Scheme, host and port of the server that this key is sent to."""
    address = urlsplit(getattr(settings, _address_of(key)) or settings.model_base_url)
    return f"{address.scheme}://{address.netloc.lower()}" if address.netloc else ""


def is_secret(name: str) -> bool:
    return SecretStr in get_args(FIELDS[name].annotation)


def _address_of(key: str) -> str:
    return f"{key.removesuffix('_key')}_base_url"


def _words(error: Any) -> str:
    """What the check says, in a sentence; never what was typed."""
    limits = error.get("ctx", {})
    kind = str(error["type"])
    if kind == "value_error":
        words = str(limits.get("error", NO_FIELD))
        return words[:1].upper() + words[1:] + ("" if words.endswith(".") else ".")
    for word, sentence in (
        ("greater_than_equal", "At least {ge}."),
        ("less_than_equal", "At most {le}."),
        ("string_too_long", "At most {max_length} characters."),
        ("string_too_short", "At least {min_length} characters."),
        ("literal_error", "Choose one of these: {expected}."),
    ):
        if kind == word:
            return sentence.format(**{name: _plain(value) for name, value in limits.items()})
    if kind.startswith("int"):
        return "Enter a whole number."
    if kind.startswith(("float", "decimal", "finite")):
        return "Enter a number that is not too large or too long."
    return NO_FIELD


def _plain(value: object) -> object:
    return int(value) if isinstance(value, float | Decimal) and value == int(value) else value
