"""A link to hand on: the link, copy, open, and until when it works."""

from __future__ import annotations

from typing import Any

from nicegui.element import Element

from components.links import safe_href


class CopyLink(Element, component="copy_link.js"):
    """`expires` are the words under it ("works until Tue 24 Nov, 14:00 (Berlin)"); not `opens`: to copy."""

    def __init__(self, url: str, *, expires: str = "", label: str = "Link", opens: bool = True) -> None:
        super().__init__()
        self.props.update(
            {"url": url, "href": safe_href(url) if opens else "", "expires": expires, "label": label}
        )

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        shown = [self.props["url"], self.props["expires"], self.props["label"]]
        return [*super()._displayed_contents(only_visible=only_visible), *shown]
