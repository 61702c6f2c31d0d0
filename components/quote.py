"""Words a person really said or wrote, where they are from, and a jump to the place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui.element import Element

from components.links import safe_href


class Quote(Element, component="quote.js"):
    """`jump` is an anchor on this page ("#answer-3") or a callback."""

    def __init__(
        self, words: str, *, where: str = "", jump: str | Callable[..., Any] | None = None, code: bool = False
    ) -> None:
        super().__init__()
        href = safe_href(jump) if isinstance(jump, str) else ""
        self.props.update(
            {"words": words, "where": where, "href": href, "jumps": callable(jump), "code": code}
        )
        if callable(jump):
            self.on("jump", jump)

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        return [
            *super()._displayed_contents(only_visible=only_visible),
            self.props["words"],
            self.props["where"],
        ]
