"""The buttons of the call as one element: microphone, camera, share, devices, arrangement, leave."""

from __future__ import annotations

from collections.abc import Mapping

from nicegui.element import Element

import components.es_modules  # noqa: F401


class RoomCallBar(Element, component="room_call_bar.js"):
    """It is empty until the person has joined the call."""

    def __init__(
        self, interview_id: str, viewer: Mapping[str, str], texts: Mapping[str, str], network: str
    ) -> None:
        """`network`: address of the page that tells whether a network can do this."""
        super().__init__()
        self.props.update(
            {
                "interview-id": interview_id,
                "viewer": dict(viewer),
                "texts": dict(texts),
                "network": network,
            }
        )
