"""A person as shown anywhere: initials, name, role."""

from __future__ import annotations

from typing import Any

from nicegui.element import Element


def initials(name: str) -> str:
    """One or two letters that stand for the name."""
    words = [word for word in name.split() if word[:1].isalpha()]
    if not words:
        return name.strip()[:1].upper() or "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


class Person(Element, component="people.js"):
    """Initials, name and what the person is here."""

    def __init__(self, name: str, role: str = "", *, small: bool = False) -> None:
        super().__init__()
        self.props.update({"name": name, "role": role, "initials": initials(name), "small": small})

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        return [
            *super()._displayed_contents(only_visible=only_visible),
            self.props["name"],
            self.props["role"],
        ]
