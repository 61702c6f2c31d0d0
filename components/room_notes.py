"""Private notes, bookmarks and the scorecard of one person at a live interview: in room and report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nicegui.element import Element

import components.es_modules  # noqa: F401
from neurohire.services.operations import MAX_TEXT


class RoomNotes(Element, component="room_notes.js"):
    """All goes by the operation line; `wide` (in the report) shows notes and scorecard at once."""

    def __init__(
        self,
        interview_id: str,
        viewer: Mapping[str, str],
        *,
        wide: bool = False,
        on_moment: Callable[[str], Any] | None = None,
    ) -> None:
        """`on_moment` gets the time (ISO 8601) of a bookmark that was chosen to be looked at."""
        super().__init__()
        if on_moment:
            self.on("moment", lambda event: on_moment(str(event.args)[:40]))
        self.props.update(
            {
                "interview-id": interview_id,
                "viewer": dict(viewer),
                "wide": wide,
                "max-text": MAX_TEXT,
                "shows-moments": on_moment is not None,
            }
        )
