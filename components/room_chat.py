"""The chat of a live interview as one element: drawn and sent by the operation socket."""

from __future__ import annotations

from nicegui.element import Element

import components.es_modules  # noqa: F401
from components.texts import Texts
from neurohire.services.room_chat import LONGEST


class RoomChat(Element, component="room_chat.js"):
    """`viewer` is who sits here: {seat, id, name}; `texts` are in the interview's language."""

    def __init__(self, interview_id: str, viewer: dict[str, str], texts: Texts) -> None:
        super().__init__()
        self.props.update(
            {
                "interview-id": interview_id,
                "viewer": viewer,
                "texts": chat_words(texts),
                "longest": LONGEST,
            }
        )


def chat_words(texts: Texts) -> dict[str, str]:
    """Names in braces are filled in by the page."""
    _ = texts.say
    return {
        "title": _("Chat"),
        "lines": _("Chat messages"),
        "empty": _("No messages yet. What is written here is kept with the interview."),
        "write": _("Write a message"),
        "placeholder": _("Message to everybody here"),
        "to_team": _("Message to the team"),
        "help": _("Enter sends, Shift and Enter begins a line. `code` or ``` for code."),
        "send": _("Send"),
        "sending": _("Sending …"),
        "waits": _("Waits on this device until you are back online"),
        "not_sent": _("Not sent. {why}"),
        "again": _("Send again"),
        "discard": _("Throw away"),
        "earlier": _("Show earlier messages"),
        "loading": _("Loading …"),
        "new_one": _("1 new message"),
        "new_many": _("{count} new messages"),
        "new_here": _("New"),
        "you": _("You"),
        "team_only": _("Only the team"),
        "copy": _("Copy"),
        "copied": _("Copied"),
        "press_copy": _("Press Ctrl+C"),
        "link_to": _("Opens {host} in a new tab"),
        "left": _("{count} characters left"),
        "reads": _("You are watching, so you can read along but not write."),
        "closed": _("The chat is open while you are in the room."),
        "team_reads": _("The candidate is not in the room, so only the team reads this."),
        "key": _("Write in the chat"),
        "somebody": _("Somebody who was here"),
    }
