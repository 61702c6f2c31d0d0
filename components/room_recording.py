"""The mark of a recorded call, and the rest of one's own recording being sent."""

from __future__ import annotations

from collections.abc import Mapping

from nicegui.element import Element

import components.es_modules  # noqa: F401
from components.texts import Texts


class RoomRecording(Element, component="room_recording.js"):
    """In the room it records what this person agreed to; with `only_sends` it sends what is left of it."""

    def __init__(
        self, interview_id: str, viewer: Mapping[str, str], texts: Texts, *, only_sends: bool = False
    ) -> None:
        super().__init__()
        self.props.update(
            {
                "interview-id": interview_id,
                "viewer": dict(viewer),
                "texts": recording_words(texts),
                "only-sends": only_sends,
            }
        )


def recording_words(texts: Texts) -> dict[str, str]:
    """All that it says; names in braces are filled in by the page."""
    _ = texts.say
    return {
        "on": _("Recording"),
        "planned": _("The recording begins when the interview does."),
        "own_both": _("your voice and picture, as you agreed"),
        "own_sound": _("your voice, as you agreed; not your picture"),
        "own_picture": _("your picture, as you agreed; not your voice"),
        "own_none": _("the others; you are not recorded"),
        "his_none": _("{name} did not agree and is not recorded"),
        "his_sound": _("of {name} the voice only"),
        "his_picture": _("of {name} the picture only"),
        "fault_unsupported": _("This browser can't record: you are not recorded. The call goes on."),
        "fault_refused": _("Your recording is no longer taken by the server. The call goes on."),
        "fault_full": _("Your recording has stopped: the server has no room. The call goes on."),
        "sending": _("The rest of your recording is being sent …"),
    }
