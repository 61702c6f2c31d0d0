"""The pictures of the call as one element; the call itself belongs to the browser's module."""

from __future__ import annotations

from collections.abc import Mapping

from nicegui.element import Element

import components.es_modules  # noqa: F401


class RoomCall(Element, component="room_call.js"):
    """Tiles with names, who speaks and how the connection is; before that the way in."""

    def __init__(self, interview_id: str, viewer: Mapping[str, str], texts: Mapping[str, str]) -> None:
        super().__init__()
        self.props.update({"interview-id": interview_id, "viewer": dict(viewer), "texts": dict(texts)})
