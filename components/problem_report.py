"""What a candidate says is wrong: kept in the interview's journal, for the people who read it."""

from __future__ import annotations

from nicegui.element import Element

import components.es_modules  # noqa: F401
from components.texts import Texts


class ProblemReport(Element, component="problem_report.js"):
    """A few words and a button, for the shell's card."""

    def __init__(self, interview_id: str, texts: Texts) -> None:
        super().__init__()
        _ = texts.say
        words = {
            "label": _("What is wrong?"),
            "send": _("Write it down"),
            "sent": _("Written down with the time, for the people who read your interview."),
        }
        self.props.update({"interview-id": interview_id, "texts": words})
