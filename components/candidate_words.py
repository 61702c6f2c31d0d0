"""What the candidate's static pages say: rules, choices, the receipt."""

from __future__ import annotations

from typing import NamedTuple

from components.texts import Texts
from neurohire.services.entrance import NEEDED, Landing
from neurohire.services.live_facts import LiveFacts
from neurohire.services.receipts import Receipt
from neurohire.vocabulary import DataKind, PolicyMode


class Choice(NamedTuple):
    """One kind of data to agree to."""

    kind: str
    label: str
    help: str
    is_needed: bool
    is_given: bool


def step_names(texts: Texts, *, is_live: bool = False) -> list[str]:
    """The way through the interview, as every page shows it."""
    _ = texts.say
    if is_live:
        return [_("About"), _("Choices"), _("Waiting room"), _("Interview"), _("Done")]
    return [_("About"), _("Choices"), _("Device check"), _("Interview"), _("Done")]


def shell_texts(texts: Texts) -> dict[str, str]:
    """The words of the shell round every page."""
    _ = texts.say
    return {
        "skip": _("Skip to content"),
        "step": _("Step {now} of {all}"),
        "problem": _("I have a problem"),
        "problem_title": _("Something is not working?"),
        "problem_text": _(
            "You can stop and come back; your work is kept. If the fault is ours, the time is given back."
        ),
        "problem_reload": _("Reload this page"),
        "problem_contact": _("Write to"),
        "close": _("Close"),
    }


def listed(texts: Texts, names: list[str], last: str = "") -> str:
    """'Ana, Bo and Cy', in the way of the language."""
    if len(names) < 2:
        return "".join(names)
    pattern = last or texts.say("{first} and {last}")
    return pattern.format(first=", ".join(names[:-1]), last=names[-1])


def policy_words(texts: Texts, about: Landing) -> list[str]:
    """The policy in plain words, with what is checked today."""
    _ = texts.say
    words = {
        PolicyMode.OBSERVE: _(
            "Observe: what happens is written down. Nothing ends by itself, and nobody is accused by a "
            "machine. A person may ask you about something."
        ),
        PolicyMode.WARN: _(
            "Observe and tell: what happens is written down, and if something looks unusual you are told at "
            "once. Nothing ends by itself."
        ),
    }
    words[PolicyMode.ENFORCE] = words[PolicyMode.WARN]  # no rule counts yet, so nobody is told that one does
    if about.is_camera_checked:
        checks = _(
            "Automatic checks in this interview, if you agree: software looks whether one person is in front "
            "of the camera. People decide what it means; nothing ends by itself. Your screen and other "
            "windows are not watched."
        )
        return [words[about.policy], checks]
    if about.live is not None:
        return [
            words[about.policy],
            _("Automatic checks in this interview: none. Only the people in it see you."),
        ]
    return [
        words[about.policy],
        _("Automatic checks in this interview: none. Your screen, window and camera are not watched."),
    ]


def voice_words(texts: Texts, about: Landing) -> str:
    """Who hears a recorded voice; a change of these words is a new version of the text (services.consent)."""
    _ = texts.say
    if about.heard_by:
        return _(
            "People can listen to it. It is also sent to a transcription service, {service}, which writes "
            "down what you say; you can correct every line. Without it you type your answers.",
            service=about.heard_by,
        )
    if about.may_use_browser:
        return _(
            "People can listen to it. If you press the button for it, your browser also writes down what you "
            "say; some browsers send the sound to their maker for that. Without it you type your answers."
        )
    return _("People can listen to it. Without it you type your answers.")


def scores_words(texts: Texts, about: Landing) -> str:
    """Who reads the answers; as above, a change of these words is a new version of the text."""
    _ = texts.say
    if about.read_by:
        return _(
            "Each with words of your own answer. A person decides in any case. For that a language model at "
            "{service} reads your answers; it may also ask you a follow-up question.",
            service=about.read_by,
        )
    return _("Each with words of your own answer. A person decides in any case.")


def consent_choices(texts: Texts, given: dict[DataKind, bool], about: Landing) -> list[Choice]:
    """One choice per kind of data; what was agreed to before is ticked, nothing else."""
    _ = texts.say
    if about.live is not None:
        keep = _(
            "The code and the chat of the interview, and what the people you talk with write down, with "
            "their times, so that those who hire can read it."
        )
        is_given = given.get(DataKind.ANSWERS, False)
        needed = Choice(DataKind.ANSWERS.value, _("Keep what is written"), keep, True, is_given)
        recording = recording_choices(texts, given) if about.live.is_recorded else []
        return [needed, *recording, *camera_check_choices(texts, given, about)]
    own = _("A small picture for yourself. It stays on your device; nothing is recorded or sent.")
    if about.is_camera_checked:
        own = _("A small picture for yourself; to show it, nothing is recorded or sent.")
    words = {
        DataKind.ANSWERS: (
            _("Keep my answers"),
            _("The text and code you write, with their times, so that people can read them."),
        ),
        DataKind.AUDIO: (
            _("Record my voice while I press Speak"),
            voice_words(texts, about),
        ),
        DataKind.CAMERA: (
            _("Show me my camera picture"),
            own,
        ),
        DataKind.SUGGESTED_SCORES: (
            _("Let software suggest scores"),
            scores_words(texts, about),
        ),
    }
    return [
        Choice(kind.value, label, help, kind in NEEDED, given.get(kind, False))
        for kind, (label, help) in words.items()
    ] + camera_check_choices(texts, given, about)


def camera_check_choices(texts: Texts, given: dict[DataKind, bool], about: Landing) -> list[Choice]:
    """One where checks are wished; changed words are a new version of the text (services.consent)."""
    _ = texts.say
    if not about.is_camera_checked:
        return []
    words = _(
        "Two pictures a second go to this server, which looks whether one person is in front of the camera "
        "and turned to the screen, and forgets them. If something lasts, the picture that shows it is kept "
        "for the people who hire; you see afterwards what was noted and can answer. Software decides nothing."
    )
    kind = DataKind.CAMERA_CHECKS
    label = _("Check my camera while we talk") if about.live else _("Check my camera during the interview")
    return [Choice(kind.value, label, words, False, given.get(kind, False))]


def recording_choices(texts: Texts, given: dict[DataKind, bool]) -> list[Choice]:
    """Of a live call; a change of these words is a new version of the text (services.consent)."""
    _ = texts.say
    words = {
        DataKind.AUDIO: (
            _("Record my voice in the call"),
            _("Your own browser records it, and it is kept with the report for the people who hire."),
        ),
        DataKind.CAMERA: (
            _("Record my camera picture in the call"),
            _("The same for your picture. Your screen is not recorded, and no software judges your face."),
        ),
    }
    return [
        Choice(kind.value, label, help, False, given.get(kind, False))
        for kind, (label, help) in words.items()
    ]


def receipt_words(texts: Texts, receipt: Receipt, about: Landing) -> tuple[str, str]:
    """(how it was handed in, what happens next)."""
    _ = texts.say
    how = {
        "time_up": _("The time was up, so everything you answered so far was handed in."),
        "policy": _("The interview was handed in by its rules, with everything you answered so far."),
    }.get(receipt.reason, _("Everything you wrote and said is kept."))
    next_words = _(
        "People at {company} read your answers and decide. You hear from them; you need not do anything.",
        company=about.organisation,
    )
    return how, next_words


def kept_words(texts: Texts, live: LiveFacts) -> str:
    """Of a live interview."""
    _ = texts.say
    if live.is_recorded and live.is_camera_checked:
        return _(
            "The code, the chat, what was written down, of the call what was recorded, and single pictures "
            "of what was noted."
        )
    if live.is_recorded:
        return _("The code, the chat, what was written down, and of the call what was recorded.")
    if live.is_camera_checked:
        return _("The code, the chat, what was written down, and single pictures of what was noted.")
    return _("The code, the chat and what was written down; of the call neither sound nor picture.")


def thanks_words(texts: Texts, about: Landing, seconds: int) -> tuple[str, str]:
    """(how long it took, what happens next) after a live interview."""
    _ = texts.say
    how = texts.count(
        "You talked for {number} minute.", "You talked for {number} minutes.", round(seconds / 60)
    )
    next_words = _(
        "The people you talked with write down how it went, and people at {company} decide. You hear from "
        "them; you need not do anything.",
        company=about.organisation,
    )
    return how if seconds >= 60 else "", next_words
