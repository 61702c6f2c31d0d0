"""The resume in the room of a live interview as one element: pages as pictures, or the text that was read."""

from __future__ import annotations

from nicegui.element import Element

import components.es_modules  # noqa: F401
from components.resume_details import HIDDEN
from components.texts import Texts


class RoomResume(Element, component="room_resume.js"):
    """`viewer` is who sits here: {seat, id, name}; only interviewers are told of hidden text."""

    def __init__(self, interview_id: str, viewer: dict[str, str], texts: Texts) -> None:
        super().__init__()
        words = resume_words(texts)
        if viewer["seat"] != "candidate":
            words |= team_words()
        self.props.update({"interview-id": interview_id, "viewer": viewer, "texts": words})


def resume_words(texts: Texts) -> dict[str, str]:
    """Names in braces are filled in by the page."""
    _ = texts.say
    return {
        "title": _("Resume"),
        "none": _("There is no resume with this interview."),
        "loading": _("Loading …"),
        "reading": _("The resume is being read. It comes in a moment."),
        "unread": _("The resume can't be shown right now. Nothing is lost."),
        "again": _("Try again"),
        "page": _("Page {number} of {pages}"),
        "page_short": _("{number} of {pages}"),
        "pages": _("Pages of the resume"),
        "first_pages": _("The first {pages} of {total} pages are shown. The file has them all."),
        "smaller": _("Smaller"),
        "larger": _("Larger"),
        "fit": _("Fit the width"),
        "wide": _("Wider panel"),
        "as_text": _("As text"),
        "as_pages": _("As pages"),
        "download": _("Download"),
        "text_only": _("This is the text of the file. Download it to see it as it was made."),
        "no_text": _("No text could be read from this file."),
        "page_failed": _("This page can't be shown here. You can download the file instead."),
    }


def team_words() -> dict[str, str]:
    """Only for interviewers."""
    return {
        "closed": "In the room the resume is for the interviewers and the candidate.",
        "hidden_title": "Hidden text",
        "hidden_text": "Text that a reader would not see was found. It was left out of everything and "
        "changes nothing; here it is, word for word.",
        **{f"hidden_{reason}": words for reason, words in HIDDEN.items()},
        "hidden_where": "{reason}, page {page}",
    }
