"""The questions of a live interview: the interviewers' list, or the one that a candidate is shown."""

from __future__ import annotations

from nicegui.element import Element

import components.es_modules  # noqa: F401
from components.interview_words import TYPES
from components.pool_words import POOL_SOURCES
from components.texts import Texts


class RoomQuestions(Element, component="room_questions.js"):
    """`viewer` is who sits here: {seat, id, name}. Nothing of the questions passes through NiceGUI."""

    def __init__(self, interview_id: str, viewer: dict[str, str], texts: Texts) -> None:
        super().__init__()
        is_candidate = viewer["seat"] == "candidate"
        words = question_words(texts) if is_candidate else team_words()
        self.props.update({"interview-id": interview_id, "viewer": viewer, "texts": words})


def question_words(texts: Texts) -> dict[str, str]:
    """All that a candidate's page holds: what the team reads here is not even in its words."""
    _ = texts.say
    return {
        "title": _("Question"),
        "where": _("Question {number}"),
        "none_title": _("No question is shown right now"),
        "none_text": _("Your interviewer puts the question here when it is time for it."),
        "shown_new": _("A new question is shown"),
        "coding_help": _("Write your code in the editor. Everybody in the room sees it as you type."),
        "kind_technical": _("Technical question"),
        "kind_scenario": _("Scenario"),
        "kind_coding": _("Coding"),
        "kind_behavioural": _("About working with others"),
    }


def team_words() -> dict[str, str]:
    """For interviewers and observers."""
    return {
        "title": "Questions",
        "shown_to": "{name} sees this",
        "of_minutes": "{time} of about {minutes} min",
        "hide": "Done, hide it",
        "skip": "Skip it",
        "none_title": "No question is shown",
        "none_text": "{name} sees an empty panel.",
        "not_live": "Questions can be shown once {name} is in the room.",
        "next": "Show the next",
        "none_left": "All questions of the list were shown.",
        "empty": "There are no questions yet. Write one, or take one from the bank.",
        "list": "The list",
        "show": "Show it",
        "show_again": "Show again",
        "spent": "{time}",
        "planned": "about {minutes} min",
        "now": "now",
        "answered": "done",
        "skipped": "skipped",
        "rubric": "Rubric",
        "no_rubric": "No rubric: it is asked and not assessed by itself.",
        "follow_ups": "To ask when a point is not touched",
        "starter": "Opens in the editor",
        "fact": "From the resume",
        "write": "Write one",
        "bank": "From the bank",
        "own_label": "Your question",
        "own_help": "10 to 1,500 characters",
        "own_type": "Kind",
        "add": "Add to the list",
        "add_shown": "Add and show it",
        "search": "Search the questions",
        "all_kinds": "All kinds",
        "nothing": "No question fits. Try fewer words.",
        "is_here": "in the list",
        "has_rubric": "with rubric",
        "without_rubric": "without rubric",
        "cancel": "Cancel",
        "close": "Close",
        "sending": "Waits to be sent",
        "unread": "The list can't be read right now.",
        "again": "Try again",
        "watching": "You are watching: interviewers show and hide.",
        "anchors": "What the points mean",
        **{f"type_{kind.value}": words for kind, words in TYPES.items()},
        **{f"source_{source.value}": words[0] for source, words in POOL_SOURCES.items()},
    }
