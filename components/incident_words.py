"""What incidents are called, and what innocent cause each may have."""

from __future__ import annotations

from typing import NamedTuple

from components.pieces import Tone
from components.texts import Texts
from neurohire.services.incident_report import OwnChecks
from neurohire.services.incidents import MOST_WORDS, OwnIncident
from neurohire.vocabulary import IncidentKind, Judgement

BY_SOFTWARE = "Software noted this. Whether it means anything is for people to say."
NOT_SEEN = "The checks see only what the camera sends: while it was off, nothing was looked at."
JUDGEMENTS: dict[Judgement, tuple[str, Tone]] = {
    Judgement.OPEN: ("To look at", "accent"),
    Judgement.CONFIRMED: ("Confirmed", "attention"),
    Judgement.DISMISSED: ("Dismissed", "neutral"),
}


class NotedLine(NamedTuple):
    """One incident as the candidate reads and answers it."""

    one: OwnIncident
    name: str
    lasted: str
    words: str  # as they are kept, or as they were typed when they could not be kept
    error: str


class NotedCard(NamedTuple):
    """All of them; `nothing` is said in their place."""

    lines: list[NotedLine]
    nothing: str
    problem: str
    limit: int


def incident_names(texts: Texts) -> dict[str, str]:
    """By kind: what was seen, not what it may mean."""
    _ = texts.say
    return {
        IncidentKind.NO_FACE: _("Nobody in the picture"),
        IncidentKind.MULTIPLE_FACES: _("Several people in the picture"),
        IncidentKind.LOOKING_AWAY: _("Turned away from the screen"),
        IncidentKind.FACE_TOO_FAR: _("Far from the camera"),
        IncidentKind.IMAGE_BLURRED: _("Blurred picture"),
        IncidentKind.TOO_DARK: _("Too dark"),
        IncidentKind.CAMERA_COVERED: _("Camera covered"),
        IncidentKind.CAMERA_FROZEN: _("The picture stands still"),
        IncidentKind.FRAMES_MISSING: _("No pictures from the camera"),
    }


def watch_words(texts: Texts) -> dict[str, str]:
    """The candidate's sign: what the checks do now."""
    _ = texts.say
    return {
        "watched": _("Your camera is checked, as you agreed"),
        "not_watched": _("Your camera is not checked"),
        "no_checks": _("The checks are off on this server: nothing is checked."),
        "no_camera": _("Your camera is off: there is nothing to check."),
    }


def told_words(texts: Texts) -> dict[str, str]:
    """What a candidate reads at once where the policy is to tell: what is seen, and what helps."""
    _ = texts.say
    return {
        IncidentKind.NO_FACE: _("You are not in the picture. Please move until the camera sees you."),
        IncidentKind.MULTIPLE_FACES: _(
            "Several people are in the picture. If somebody came in, please ask for a quiet moment."
        ),
        IncidentKind.LOOKING_AWAY: _(
            "You are turned away from the screen. That is fine to think; it is noted when it lasts."
        ),
        IncidentKind.FACE_TOO_FAR: _("You are far from the camera. Please come a little nearer."),
        IncidentKind.IMAGE_BLURRED: _("Your picture is blurred. Wiping the lens often helps."),
        IncidentKind.TOO_DARK: _("It is too dark to see you. A lamp in front of you helps."),
        IncidentKind.CAMERA_COVERED: _("The camera is covered. Please look whether something is before it."),
        IncidentKind.CAMERA_FROZEN: _(
            "Your picture stands still. Another program may have taken the camera."
        ),
        IncidentKind.FRAMES_MISSING: _(
            "No pictures come from your camera. Please look whether it is plugged in and switched on."
        ),
        "people_decide": _("It is noted, and people decide what it means. Your interview goes on."),
    }


def likely_causes() -> dict[str, str]:
    """For the team, beside each incident."""
    return {
        IncidentKind.NO_FACE: "Leaning down, a drink, a camera that points too high; or a face in the dark.",
        IncidentKind.MULTIPLE_FACES: "Somebody walks by, or a portrait or a screen with a face is behind.",
        IncidentKind.LOOKING_AWAY: "A second screen, notes on paper; and most people look away to think.",
        IncidentKind.FACE_TOO_FAR: "Leaning back, or a wide camera.",
        IncidentKind.IMAGE_BLURRED: "A smeared lens, or a camera that looks for its focus.",
        IncidentKind.TOO_DARK: "Dusk, or a window behind the person.",
        IncidentKind.CAMERA_COVERED: "A slide before the lens, or a hand that adjusts the camera.",
        IncidentKind.CAMERA_FROZEN: "The camera or its driver hangs; another program has taken it.",
        IncidentKind.FRAMES_MISSING: "A busy computer, a tab put to sleep, a camera that was unplugged.",
    }


def noted_card(
    texts: Texts, checks: OwnChecks, typed: dict[str, str] | None = None, problem: str = ""
) -> NotedCard | None:
    """What the candidate reads after the interview; None: the camera was not checked."""
    _ = texts.say
    typed = typed or {}
    if not checks.incidents:
        if not checks.has_agreed:
            return None
        none = _("No picture of your camera was looked at, so nothing was checked.")
        return NotedCard([], _("Nothing was noted.") if checks.was_checked else none, "", MOST_WORDS)
    names = incident_names(texts)
    lines = [
        NotedLine(one, names[one.kind], _lasted(texts, one), words, _error(texts, words))
        for one in checks.incidents
        for words in [typed.get(one.id, one.comment)]
    ]
    return NotedCard(lines, "", problem, MOST_WORDS)


def _lasted(texts: Texts, one: OwnIncident) -> str:
    _, n_ = texts.say, texts.count
    if one.ended_at is None:
        return _("to the end")
    seconds = max(1, round((one.ended_at - one.began_at).total_seconds()))
    if seconds < 120:
        return n_("for {number} second", "for {number} seconds", seconds)
    return n_("for {number} minute", "for {number} minutes", round(seconds / 60))


def _error(texts: Texts, words: str) -> str:
    if len(words.replace("\r\n", "\n").strip()) <= MOST_WORDS:
        return ""
    _ = texts.say
    return _("Please use at most {number} characters.", number=MOST_WORDS)
