"""The words of the room and the waiting room; the candidate reads them in the interview's language."""

from __future__ import annotations

from components.texts import Texts


def waiting_words(texts: Texts) -> dict[str, str]:
    """All that the waiting room says."""
    say = texts.say
    return {
        "title_none": say("Ask to join when you are ready"),
        "title_requested": say("You have asked to join"),
        "title_denied": say("Not just yet"),
        "title_admitted": say("You are let in"),
        "ask": say("Ask to join"),
        "here": say("The interviewer is in the room."),
        "not_here": say("The interviewer is not in the room yet."),
    }


def frame_words(texts: Texts) -> dict[str, str]:
    """All that the frame of the room says."""
    say = texts.say
    return {"leave": say("Leave")}


def people_words(texts: Texts) -> dict[str, str]:
    """All that the list of people says; what only the team does is not translated."""
    say = texts.say
    return {"people": say("People"), "admit": "Admit", "deny": "Not now", "asks": "{name} asks to join"}
