"""The candidate's waiting room: devices, who will be there, ask to join, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nicegui.element import Element

import components.es_modules  # noqa: F401


class RoomWaiting(Element, component="room_waiting.js"):
    """Draws itself from the operation socket; goes into the room by itself once the candidate is let in."""

    def __init__(
        self, interview_id: str, viewer: Mapping[str, str], texts: Mapping[str, str], ways: Mapping[str, str]
    ) -> None:
        super().__init__()
        self.props.update(
            {
                "interview-id": interview_id,
                "viewer": dict(viewer),
                "texts": dict(texts),
                "ways": dict(ways),
            }
        )

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        return [*super()._displayed_contents(only_visible=only_visible), *self.props["texts"].values()]
