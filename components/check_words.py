"""Every word of the device check, for the element that draws it."""

from __future__ import annotations

from components.texts import Texts


def check_words(texts: Texts) -> dict[str, str]:
    """Names in braces are filled in by the page."""
    return {**_sound(texts), **_camera_and_line(texts), **_outcome(texts)}


def _sound(texts: Texts) -> dict[str, str]:
    _ = texts.say
    return {
        "title": _("Check your devices"),
        "lead": _(
            "You can do this days before. Whatever is missing here, you can still take the interview by "
            "typing."
        ),
        "mic": _("Microphone"),
        "mic_lead": _("Press the button and say something: the bars should move."),
        "mic_start": _("Test the microphone"),
        "mic_good": _("We can hear you."),
        "mic_quiet": _(
            "It is on, but silent so far. Say something, or choose another microphone in your system."
        ),
        "mic_none": _("You can type every answer instead."),
        "speaker": _("Speaker"),
        "speaker_lead": _("Questions are read aloud; the text is always shown too."),
        "speaker_start": _("Play a tone"),
        "speaker_ask": _("Did you hear it?"),
        "speaker_yes": _("Yes"),
        "speaker_no": _("No"),
        "speaker_good": _("You will hear the questions."),
        "speaker_none": _("Not to worry: every question is shown as text."),
    }


def _camera_and_line(texts: Texts) -> dict[str, str]:
    _ = texts.say
    return {
        "camera": _("Camera"),
        "camera_lead": _("Only for a small picture for yourself. Nothing is recorded or sent."),
        "camera_start": _("Show my picture"),
        "camera_stop": _("Turn it off"),
        "camera_good": _("Your camera works."),
        "camera_none": _("Nothing in the interview depends on it."),
        "line": _("Connection"),
        "line_wait": _("Measuring the way to the server"),
        "line_good": _("{time} ms to the server and back. That is good."),
        "line_slow": _(
            "{time} ms to the server and back. That is slow, but everything is saved on your device first."
        ),
        "line_none": _("The server does not answer right now. This page tries again by itself."),
        "browser": _("Browser"),
        "browser_good": _("Everything the interview needs is there."),
        "browser_lacks": _("It lacks: {parts}. What needs them is left out; typing works."),
        "browser_storage": _("room to keep your work on this device"),
        "browser_recording": _("recording"),
        "browser_voice": _("a voice of its own"),
        "level": _("Loudness of your voice"),
    }


def _outcome(texts: Texts) -> dict[str, str]:
    """What is in the way, what was chosen, what works."""
    _ = texts.say
    return {
        "fault_insecure": _("This page needs https for that. Ask whoever invited you for an https address."),
        "fault_unsupported": _("This browser can't do that."),
        "fault_denied": _("The browser does not let us use it. Allow it beside the address and try again."),
        "fault_missing": _("None was found on this device."),
        "fault_busy": _("Another program is using it. Close that one and try again."),
        "not_agreed_mic": _("You chose not to be recorded, so it is not needed."),
        "not_agreed_camera": _("You chose not to use it."),
        "change": _("Change my choices"),
        "go_on": _("Go to the interview"),
        "later": _("You can close this page and come back with your link."),
        "works": _("What works for you: {parts}."),
        "works_type": _("typing"),
        "works_speak": _("speaking"),
        "works_hear": _("hearing the questions"),
    }
