"""The candidate's sign that the camera is looked at, and the interviewers' quiet feed of what was noted."""

from __future__ import annotations

from collections.abc import Mapping

from nicegui.element import Element

import components.es_modules  # noqa: F401
from components.incident_words import BY_SOFTWARE, incident_names, likely_causes, told_words, watch_words
from components.texts import Texts

FEED = {
    "count_one": "1 incident",
    "count_many": "{count} incidents",
    "none": "Nothing was noted.",
    "since": "since {time}",
    "from_to": "{time}, {seconds} s",
    "causes": "Often it is this:",
    "mute": "Mute this kind",
    "mute_kind": "Mute: {name}",
    "unmute": "Show again: {name}",
    "muted": "Not counted here: {names}",
    "human": BY_SOFTWARE,
    "reliable": "How reliable is this?",
    "off": "The candidate did not agree to checks of the camera. Nothing is checked.",
    "feed": "What was noted",
    "evidence": "Picture of {time}",
}


class RoomChecks(Element, component="room_checks.js"):
    """One element for all seats: it shows and does what its seat may."""

    def __init__(self, interview_id: str, viewer: Mapping[str, str], texts: Texts) -> None:
        super().__init__()
        self.props.update(
            {
                "interview-id": interview_id,
                "viewer": dict(viewer),
                "texts": {
                    **watch_words(texts),
                    **FEED,
                    "names": incident_names(texts),
                    "may_be": likely_causes(),
                }
                if viewer["seat"] != "candidate"
                else {**watch_words(texts), "told": told_words(texts)},
            }
        )
