"""The head of a page: title, one sentence, a way back, and its actions; one element for all of it."""

from __future__ import annotations

from typing import Any

from nicegui.element import Element

from components.links import safe_href


class PageHeader(Element, component="page_header.js"):
    """The default slot takes the actions; the primary one stands last."""

    def __init__(self, title: str, sentence: str, back: tuple[str, str] | None) -> None:
        super().__init__()
        label, href = back or ("", "")
        self.props.update({"title": title, "sentence": sentence, "back": label, "href": safe_href(href)})

    def set_title(self, title: str) -> None:
        """Show another title."""
        self.props["title"] = title

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        shown = [self.props["title"], self.props["sentence"], self.props["back"]]
        return [*super()._displayed_contents(only_visible=only_visible), *shown]
