"""The editor of the live room: files as tabs over one shared document, drawn by its own code."""

from __future__ import annotations

from collections.abc import Mapping

from nicegui.element import Element

import components.es_modules  # noqa: F401
from components.texts import Texts


class RoomEditor(Element, component="room_editor.js"):
    """Nothing that is typed passes through NiceGUI; rights are checked where the operations arrive."""

    def __init__(self, interview_id: str, viewer: Mapping[str, str], texts: Texts) -> None:
        super().__init__()
        self.props.update(
            {"interview-id": interview_id, "viewer": dict(viewer), "texts": editor_words(texts)}
        )


def editor_words(texts: Texts) -> dict[str, str]:
    """All that the editor says; names in braces are filled in by the page."""
    return _file_words(texts) | _look_words(texts) | _state_words(texts)


def _file_words(texts: Texts) -> dict[str, str]:
    _ = texts.say
    return {
        "editor": _("Editor"),
        "files": _("Files"),
        "first_file": _("Code"),
        "add": _("Add a file"),
        "rename": _("Name of the file"),
        "rename_how": _("Double-click or F2 to rename"),
        "remove": _("Remove {name}"),
        "remove_title": _("Remove {name}?"),
        "remove_text": _(
            "It disappears for everybody. What was written in it is kept, and you can undo this."
        ),
        "remove_yes": _("Remove the file"),
        "keep": _("Keep it"),
        "removed": _("{name} was removed."),
        "undo": _("Undo"),
        "close": _("Close"),
        "key_next": _("Next file"),
        "key_previous": _("Previous file"),
    }


def _look_words(texts: Texts) -> dict[str, str]:
    _ = texts.say
    return {
        "language": _("Language"),
        "plain_text": _("Plain text"),
        "look": _("How the editor looks"),
        "size": _("Size of the letters"),
        "smaller": _("Smaller"),
        "larger": _("Larger"),
        "theme": _("Colours"),
        "theme_page": _("As the page"),
        "theme_light": _("Light"),
        "theme_dark": _("Dark"),
        "wrap": _("Wrap long lines"),
        "key_leave": _("Leave the editor (Tab indents in it)"),
    }


def _state_words(texts: Texts) -> dict[str, str]:
    """Who is there, what is saved, and what one may do."""
    _ = texts.say
    return {
        "here": _("In the document"),
        "you": _("(you)"),
        "saved": _("Saved"),
        "saved_at": _("Saved {time}"),
        "saving": _("Saving …"),
        "on_device": _("Offline. Your text is saved on this device."),
        "offline": _("Offline"),
        "read_only": _("You can read along here, not write."),
        "closed": _("This can be read, but not changed any more."),
        "blocked": _(
            "Copy and paste are switched off in this interview, as you read before it began. "
            "That you tried is noted, not what it was. Please type it. "
            "What you cut or copy in this editor, you can paste in it."
        ),
        "no_colours": _("Colours of the code come later. Type on."),
        "held_title": _("{name} is working alone"),
        "held_text": _("Focus time until {time}. What is written appears here afterwards, all of it."),
    }
