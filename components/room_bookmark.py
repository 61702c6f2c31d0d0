"""The bar's bookmark: one key keeps the moment for whoever pressed it."""

from __future__ import annotations

from collections.abc import Mapping

from nicegui.element import Element

import components.es_modules  # noqa: F401


class RoomBookmark(Element, component="room_bookmark.js"):
    """For the team only; it shares its notes with RoomNotes."""

    def __init__(self, interview_id: str, viewer: Mapping[str, str]) -> None:
        super().__init__()
        self.props.update({"interview-id": interview_id, "viewer": dict(viewer)})
