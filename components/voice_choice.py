"""The voice that speaks the questions: a known one or any name, and a sample of it in a language."""

from __future__ import annotations

from typing import Any

from nicegui.elements.mixins.value_element import ValueElement

from neurohire.services.voices import DEFAULT, VoiceChoiceView

NO_SERVICE = "No service speaks, so there is no voice to choose. {}"
EMBEDDED = "espeak-ng's voice reads the questions."
BROWSER = "Candidates' browsers read the questions with a voice of their own."


class VoiceChoice(ValueElement[str], component="voice_choice.js"):
    """A field of a form: `value` is the name (empty: the first known one), `error` stands under it."""

    LOOPBACK = False

    def __init__(self, view: VoiceChoiceView, *, value: str | None = None, language: str = "en") -> None:
        super().__init__(value=view.voice if value is None else value)
        self.show(view)
        self.props["language"] = language if language in view.languages else next(iter(view.languages), "")
        self.props["error"] = ""

    def show(self, view: VoiceChoiceView) -> None:
        """Other services are in force now."""
        instead = "" if view.service else NO_SERVICE.format(EMBEDDED if view.has_embedded else BROWSER)
        self.props.update(
            {
                "known": tuple(view.known),
                "fallback": DEFAULT,
                "languages": tuple(view.languages.items()),
                "instead": instead,
            }
        )

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
