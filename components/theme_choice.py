"""Light, dark or as the system says; and the button that signs out."""

from __future__ import annotations

from typing import Any

from nicegui.element import Element

from components.pieces import button


class ThemeChoice(Element, component="theme_choice.js"):
    """The choice is a cookie, so that the next first paint already has it."""

    def __init__(self, theme: str) -> None:
        super().__init__()
        self.props["theme"] = theme

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        return [*super()._displayed_contents(only_visible=only_visible), "Auto", "Light", "Dark"]


class SignOut(Element):
    """A form of its own: signing out is a POST, so that the cookie can change."""

    def __init__(self, csrf: str) -> None:
        super().__init__("form")
        self.props.update({"method": "post", "action": "/logout"})
        with self:
            hidden = Element("input")
            hidden.props.update({"type": "hidden", "name": "csrf", "value": csrf})
            button("Sign out", icon="sign-out", submit=True)
