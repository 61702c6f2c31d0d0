"""A toast: what went well (or did not), for a few seconds, with undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from nicegui import context
from nicegui.element import Element

ICONS = {"good": "done", "attention": "warning", "bad": "error"}


class Toast(Element, component="toast.js"):
    """Shows itself in the shell's live region and removes itself."""

    def __init__(
        self, words: str, tone: str, seconds: float, undo: Callable[..., Any] | None, action: str
    ) -> None:
        with context.client.layout:
            super().__init__()
        self.props.update({"words": words, "tone": tone, "icon": ICONS[tone], "seconds": seconds})
        self.props["action"] = action if undo else ""
        self.on("gone", self.delete)
        if undo:
            self.on("undo", lambda _: undo())

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        return [
            *super()._displayed_contents(only_visible=only_visible),
            self.props["words"],
            self.props["action"],
        ]


def toast(
    words: str,
    *,
    tone: Literal["good", "attention", "bad"] = "good",
    undo: Callable[..., Any] | None = None,
    action: str = "Undo",
    seconds: float = 6,
) -> Toast:
    """Say it briefly; with `undo` a button calls it. It stays while the pointer or the focus is on it."""
    return Toast(words, tone, seconds, undo, action)
