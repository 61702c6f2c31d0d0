"""Settings as a form: only changes are saved, refusals stand under their fields, secrets never return."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from nicegui import ui
from nicegui.element import Element

from components.fields import select_field, text_field
from components.icons import icon
from components.pieces import button, card, line, text
from components.position_form import LANGUAGES
from components.settings_words import Words, field_words
from components.times import Zone
from components.voice_choice import VoiceChoice
from neurohire.services.setting_views import SettingView
from neurohire.services.voices import SETTING as VOICE

Views = Mapping[str, SettingView]
Save = Callable[[dict[str, Any], dict[str, str]], Awaitable[None]]


CHOICES = {"true": "On", "false": "Off"} | LANGUAGES


class Group(NamedTuple):
    """One card of fields."""

    title: str
    sentence: str
    names: Sequence[str]
    is_folded: bool = False  # until something in it is set


class SettingsForm:
    """`save` gets what was changed and the stamps of what was seen."""

    def __init__(self, views: Views, groups: Sequence[Group], save: Save, zone: Zone) -> None:
        self._zone, self._save = zone, save
        self._fields: dict[str, _Field] = {}
        self._frames: dict[str, Element] = {}
        for group in groups:
            shown = [views[name] for name in group.names if name in views]
            with _frame(group, shown) as frame:
                if group.sentence:
                    text(group.sentence, "muted")
                with ui.element("div").classes("settings-fields"):
                    for view in shown:
                        self._fields[view.name] = _Field(view, zone)
                        self._frames[view.name] = frame
        with line().classes("settings-save"):
            self._button = button("Save", self._on_save, kind="primary").mark("save-settings")

    @property
    def changes(self) -> dict[str, Any]:
        """What differs from what was read."""
        return {name: field.value for name, field in self._fields.items() if field.is_changed}

    def show(self, views: Views, *, keep_changes: bool = True) -> None:
        """What is there now; fields that are being changed keep what was typed."""
        for name, field in self._fields.items():
            field.show(views[name], keep=keep_changes and field.is_changed)

    def show_errors(self, errors: Mapping[str, str]) -> None:
        for name, field in self._fields.items():
            field.error = errors.get(name, "")
            if name in errors and self._frames[name].tag == "details":
                self._frames[name].props["open"] = True

    async def _on_save(self) -> None:
        self._button.set_busy(True)
        try:
            stamps = {name: field.view.stamp for name, field in self._fields.items()}
            changes = self.changes
            await self._save(changes, {name: stamps[name] for name in changes})
        finally:
            self._button.set_busy(False)


@contextmanager
def _frame(group: Group, shown: Sequence[SettingView]) -> Iterator[Element]:
    """A card; a folded one opens by its title."""
    if not group.is_folded:
        with card(group.title) as frame:
            yield frame
        return
    with ui.element("details").classes("card settings-fold") as fold:
        if any(view.stamp or view.holder or view.refused for view in shown):
            fold.props["open"] = True
        with ui.element("summary"):
            icon("right")
            text(group.title, tag="h2")
        yield fold


class _Field:
    """One setting: its control, what is in force, and who holds it."""

    def __init__(self, view: SettingView, zone: Zone) -> None:
        self.view, self._zone = view, zone
        self._is_removed = False
        words = field_words(view.name)
        with ui.element("div").classes("settings-field"):
            self._control = self._made(view, words)
            self._note = text("", "field-help settings-note")
            self._remove = None
            if view.is_secret:
                self._remove = button("Remove key", self._on_remove, kind="quiet")
                self._remove.props["aria-label"] = f"Remove {words.label.lower()}"
        self.show(view, keep=False)

    @property
    def value(self) -> Any:
        if self.view.is_secret and self._is_removed:
            return ""
        return self._control.value

    @property
    def is_changed(self) -> bool:
        if self.view.holder:
            return False
        if self.view.is_secret:
            return self._is_removed or bool(self._control.value)
        return (self._control.value or "") != _typed(self.view)

    @property
    def error(self) -> str:
        return self._control.error or ""

    @error.setter
    def error(self, words: str) -> None:
        self._control.error = words or None

    def show(self, view: SettingView, *, keep: bool) -> None:
        self.view = view
        if not keep:
            self._is_removed = False
            self._control.value = "" if view.is_secret else _typed(view)
            self.error = view.refused
        self._control.props.set_bool("readonly", bool(view.holder))
        if isinstance(self._control, VoiceChoice):
            self._control.refresh()
        if view.choices:
            self._control.set_enabled(not view.holder)
        self._note.set_text(self._said())
        self._note.set_visibility(bool(self._note.text))
        if view.is_secret:
            self._control.props["placeholder"] = "" if view.holder else _placeholder(view)
            if self._remove is not None:
                self._remove.set_visibility(not view.holder and bool(view.stamp) and not self._is_removed)

    def _made(self, view: SettingView, words: Words) -> Any:
        if view.choices:
            options = {choice: CHOICES.get(choice, choice) for choice in view.choices}
            return select_field(words.label, options, value=_typed(view), help=words.help)
        if view.name == VOICE:
            return VoiceChoice(value=_typed(view))
        control = text_field(
            words.label, help=_help(view, words), limit=view.most or 1000, password=view.is_secret
        )
        control.props["autocomplete"] = "new-password" if view.is_secret else "off"
        if isinstance(view.value, int | float) or view.low is not None:
            control.props["inputmode"] = "decimal"
        return control

    def _said(self) -> str:
        if self.view.holder:
            return f"Set by the environment: {self.view.holder}"
        if self._is_removed:
            return "It is removed when you save."
        if self.view.changed_at is None:
            return ""
        who = f" by {self.view.changed_by}" if self.view.changed_by else ""
        return f"Set {self._zone.short(self.view.changed_at)}{who}"

    def _on_remove(self) -> None:
        self._is_removed = True
        self.show(self.view, keep=True)


def _typed(view: SettingView) -> str:
    """The value as people type it."""
    if view.value is None:
        return ""
    if isinstance(view.value, bool):
        return str(view.value).lower()
    return f"{view.value:.10g}" if isinstance(view.value, float) else str(view.value)


def _placeholder(view: SettingView) -> str:
    return "Set. Type another to replace it" if view.stamp and not view.refused else ""


def _help(view: SettingView, words: Words) -> str:
    """The words, the bounds, and what an empty field means."""
    parts = [words.help] if words.help else []
    if view.low is not None and view.high is not None and view.high < 1_000_000:
        parts.append(f"{view.low:g} to {view.high:g}")
    if view.default not in (None, "") and not view.choices and "mpty" not in words.help:
        default = f"{view.default:,}" if isinstance(view.default, int) else view.default
        default = f"{view.default:g}" if isinstance(view.default, float) else default
        parts.append(f"empty: {default}")
    joined = "; ".join(parts)
    return joined[:1].upper() + joined[1:]
