"""Private notes, bookmarks and the scorecard of one person at a live interview: in room and report."""

from __future__ import annotations

from collections.abc import Mapping

from nicegui.element import Element

import components.es_modules  # noqa: F401
from neurohire.services.operations import MAX_TEXT


class RoomNotes(Element, component="room_notes.js"):
    """All goes by the operation line; `wide` (in the report) shows notes and scorecard at once."""

    def __init__(self, interview_id: str, viewer: Mapping[str, str], *, wide: bool = False) -> None:
        super().__init__()
        self.props.update(
            {"interview-id": interview_id, "viewer": dict(viewer), "wide": wide, "max-text": MAX_TEXT}
        )
