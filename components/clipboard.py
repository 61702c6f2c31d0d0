"""A button that copies a text which the server makes only when asked for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui.element import Element


class CopyAll(Element, component="clipboard.js"):
    """`offer(text)` puts it into the clipboard, or shows it to be copied by hand."""

    def __init__(self, label: str, on_ask: Callable[[], Awaitable[Any]]) -> None:
        super().__init__()
        self.props["label"] = label
        self.on("ask", on_ask)

    def offer(self, words: str) -> None:
        """The text to copy."""
        self.run_method("offer", words)

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        return [*super()._displayed_contents(only_visible=only_visible), self.props["label"]]
