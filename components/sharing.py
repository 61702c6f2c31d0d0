"""Who of the team sees this, and letting one more in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from components.fields import select_field
from components.people import Person
from components.pieces import button, card, line, stack, text


class Sharing:
    """A card with the people who see the thing and a choice of colleagues; `show` draws it anew."""

    def __init__(self, words: str, on_add: Callable[[str], Any]) -> None:
        self._on_add = on_add
        with card("Who sees this"):
            text(words, "muted small")
            self._place = stack()

    def show(self, people: Sequence[tuple[str, str]], choices: Mapping[str, str]) -> None:
        """`people` are (user id, name); `choices` the whole team by id."""
        self._place.clear()
        others = {key: name for key, name in choices.items() if key not in {key for key, _ in people}}
        with self._place:
            for _, name in people:
                Person(name, small=True)
            if not others:
                text("Everybody of the team who has an account is here already.", "muted small")
                return
            with line().classes("share-with"):
                self._chosen = select_field("Share with", others, search=True)
                button("Share", self._add).mark("share")

    async def _add(self) -> None:
        if self._chosen.value:
            await self._on_add(str(self._chosen.value))
