"""Focus time in the bar of the live room: begin it, see that it runs, end it."""

from __future__ import annotations

from collections.abc import Mapping

from nicegui.element import Element

import components.es_modules  # noqa: F401
from components.texts import Texts


class RoomFocus(Element, component="room_focus.js"):
    """What watchers are not shown meanwhile is held back by the server, not here."""

    def __init__(self, interview_id: str, viewer: Mapping[str, str], texts: Texts) -> None:
        super().__init__()
        words = focus_words(texts)
        self.props.update({"interview-id": interview_id, "viewer": dict(viewer), "texts": words})


def focus_words(texts: Texts) -> dict[str, str]:
    """All that it says; names in braces are filled in by the page."""
    _ = texts.say
    return {
        "focus": _("Focus time"),
        "what_candidate": _(
            "Work on your own for a while. The others see only that you are working; what you wrote they "
            "see afterwards."
        ),
        "what_interviewer": _(
            "{name} works alone for a while. You see what was written afterwards, and how it came about."
        ),
        "minutes": _("{minutes} minutes"),
        "on_candidate": _("You are working unwatched"),
        "on_others": _("{name} is working alone"),
        "left": _("{time} left"),
        "end": _("End it"),
        "done": _("I’m done"),
        "ended_time": _("Focus time is over. Everybody sees the code again."),
        "ended_by": _("Focus time was ended: {reason}"),
        "ended": _("Focus time is over. Everybody sees the code again."),
        "end_title": _("End focus time?"),
        "end_text": _("{name} reads your reason, and you see the code at once."),
        "reason": _("Reason"),
        "go_on": _("Let it go on"),
        "end_yes": _("End focus time"),
        "close": _("Close"),
        "key": _("Focus time"),
    }
