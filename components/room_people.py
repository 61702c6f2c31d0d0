"""Who is in the room and who waits at its door; interviewers let in, put back and remove."""

from __future__ import annotations

from collections.abc import Mapping

from nicegui.element import Element

import components.es_modules  # noqa: F401
from components.room_words import people_words
from components.texts import Texts


class RoomPeople(Element, component="room_people.js"):
    """A button in the top bar with the list behind it, and a notice when somebody asks to join."""

    def __init__(self, interview_id: str, viewer: Mapping[str, str], texts: Texts) -> None:
        super().__init__()
        self.props.update(
            {"interview-id": interview_id, "viewer": dict(viewer), "texts": people_words(texts)}
        )
