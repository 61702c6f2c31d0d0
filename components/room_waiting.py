"""The candidate's waiting room: devices, who will be there, ask to join, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nicegui.element import Element

import components.es_modules  # noqa: F401
from components.room_words import waiting_words
from components.stage_words import connection_words
from components.texts import Texts


class RoomWaiting(Element, component="room_waiting.js"):
    """Draws itself from the operation socket; goes into the room by itself once the candidate is let in.

    `about`: at, zone, agreed, people, duration. `has_left`: he went out himself and is not led back.
    """

    def __init__(
        self,
        interview_id: str,
        viewer: Mapping[str, str],
        texts: Texts,
        ways: Mapping[str, str],
        about: Mapping[str, str],
        *,
        has_left: bool = False,
    ) -> None:
        super().__init__()
        self.props.update(
            {
                "interview-id": interview_id,
                "viewer": dict(viewer),
                "texts": waiting_words(texts),
                "connection-texts": connection_words(texts),
                "ways": dict(ways),
                "about": dict(about),
                "has-left": has_left,
            }
        )

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        shown = [*self.props["texts"].values(), *self.props["about"].values()]
        return [*super()._displayed_contents(only_visible=only_visible), *shown]
