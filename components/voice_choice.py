"""The voice that speaks the questions: a known one or any name, and a sample of it in a language."""

from __future__ import annotations

from typing import Any

from nicegui.elements.mixins.value_element import ValueElement

from neurohire.services.voices import DEFAULT, KNOWN, offer
from neurohire.settings import get_settings

EMBEDDED = "As long as no service speaks, espeak-ng reads the questions: that is the voice you hear here."
BROWSER = "As long as no service speaks, candidates' browsers read the questions with voices of their own."


class VoiceChoice(ValueElement[str], component="voice_choice.js"):
    """A field of a form: `value` is the name (empty: the first known one), `error` stands under it."""

    LOOPBACK = False

    def __init__(self, *, value: str = "", language: str = "en") -> None:
        super().__init__(value=value)
        self.props.update({"known": KNOWN, "fallback": DEFAULT, "error": ""})
        self.refresh()
        spoken = [code for code, _ in self.props["languages"]]
        self.props["language"] = language if language in spoken else (spoken[0] if spoken else "")

    def refresh(self) -> None:
        """Other services may be in force now."""
        found = offer(get_settings())
        instead = EMBEDDED if found.has_embedded else BROWSER
        self.props["instead"] = "" if found.service else instead
        self.props["languages"] = tuple(found.languages.items())

    @property
    def error(self) -> str | None:
        return self.props["error"] or None

    @error.setter
    def error(self, words: str | None) -> None:
        self.props["error"] = words or ""

    def _event_args_to_value(self, e: Any) -> str:
        return str(e.args or "")[:200]

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        shown = ["Voice", self.value, self.props["instead"], self.props["error"], *self.props["known"]]
        return [*super()._displayed_contents(only_visible=only_visible), *shown]
