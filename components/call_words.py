"""Every word of the call, for the elements that draw it."""

from __future__ import annotations

from components.texts import Texts


def call_words(texts: Texts) -> dict[str, str]:
    """Names in braces are filled in by the page."""
    return {**_around(texts), **_tiles(texts), **_bar(texts), **_faults(texts), **_fixes(texts)}


def _around(texts: Texts) -> dict[str, str]:
    _ = texts.say
    return {
        "title": _("Call"),
        "nobody": _("Nobody is in the call yet."),
        "is_in": _("{names} is in the call."),
        "are_in": _("{names} are in the call."),
        "join": _("Join the call"),
        "join_sound": _("Join without camera"),
        "join_listen": _("Watch and listen"),
        "observing": _("You observe: nobody sees or hears you, but everybody sees that you are in the call."),
        "recorded_join": _(
            "This call is recorded. By joining you agree that your voice and picture are recorded and kept "
            "with the report."
        ),
        "recorded_agreed": _("This call is recorded, and you agreed to be recorded."),
        "recorded_not": _("This call is recorded; you are not."),
        "recorded_others": _("This call is recorded; observers are not."),
        "joining": _("Joining …"),
        "alone": _("You are in the call. The others appear here when they join."),
        "elsewhere": _("The call goes on in your other tab."),
        "here_instead": _("Take the call here"),
        "full": _("Four people are in the call already. As soon as one leaves, you can join."),
        "not_inside": _("The call has ended for you."),
        "blocked": _("Your browser waits for a click before it plays the sound."),
        "unblock": _("Switch the sound on"),
        "joined": _("{name} joined the call"),
        "left": _("{name} left the call"),
        "shares": _("{name} shares a screen"),
        "stopped": _("{name} stopped sharing"),
        "dismiss": _("Close this hint"),
        "again": _("Try again"),
    }


def _tiles(texts: Texts) -> dict[str, str]:
    _ = texts.say
    return {
        "me": _("You"),
        "screen_of": _("Screen of {name}"),
        "my_screen": _("Your screen"),
        "camera_is_off": _("Camera off"),
        "muted": _("Microphone off"),
        "speaks": _("Speaks"),
        "connecting": _("Connecting …"),
        "reconnecting": _("Reconnecting …"),
        "good": _("Good connection"),
        "weak": _("Weak connection"),
        "poor": _("Poor connection"),
        "relayed": _("by a relay"),
        "enlarge": _("Show large: {name}"),
        "shrink": _("Back beside the editor"),
        "look": _("Look at the screen"),
        "pop_out": _("In a window of its own: {name}"),
        "full_screen": _("Full screen"),
        "full_screen_end": _("Leave full screen"),
        "hide": _("Hide the pictures"),
        "show": _("Show the pictures"),
        "hidden": _("The pictures are hidden; the sound goes on."),
    }


def _bar(texts: Texts) -> dict[str, str]:
    _ = texts.say
    return {
        "mute": _("Switch the microphone off"),
        "unmute": _("Switch the microphone on"),
        "mic": _("Microphone"),
        "camera_off": _("Switch the camera off"),
        "camera_on": _("Switch the camera on"),
        "camera": _("Camera"),
        "share": _("Share a screen"),
        "unshare": _("Stop sharing"),
        "share_word": _("Share"),
        "devices": _("Camera, microphone and speaker"),
        "speaker": _("Speaker"),
        "default": _("As the system has it"),
        "no_speaker": _("This browser uses the speaker that the system has chosen."),
        "layout": _("Arrange the pictures"),
        "layout_side": _("Side by side"),
        "layout_strip": _("One large, the others small"),
        "layout_focus": _("Screens large, over the editor"),
        "leave": _("Leave the call"),
        "close": _("Close"),
        "network": _("Can my network do this?"),
    }


def _faults(texts: Texts) -> dict[str, str]:
    _ = texts.say
    return {
        "no_camera": _("No camera: you are heard, not seen."),
        "no_microphone": _("No microphone: you are seen, not heard. The chat is there, too."),
        "only_hear": _(
            "No camera and no microphone: you see and hear the others, and can write in the chat."
        ),
        "camera_denied": _("The browser does not let this page use the camera."),
        "camera_denied_system": _("The system does not let the browser use the camera."),
        "camera_missing": _("There is no camera at this computer."),
        "camera_busy": _("The camera is taken by another program."),
        "camera_lost": _("The camera was unplugged or switched off."),
        "camera_insecure": _("Browsers give a camera only to pages with https."),
        "camera_unsupported": _("This browser has no way to a camera."),
        "microphone_denied": _("The browser does not let this page use the microphone."),
        "microphone_denied_system": _("The system does not let the browser use the microphone."),
        "microphone_missing": _("There is no microphone at this computer."),
        "microphone_busy": _("The microphone is taken by another program."),
        "microphone_lost": _("The microphone was unplugged or switched off."),
        "microphone_insecure": _("Browsers give a microphone only to pages with https."),
        "microphone_unsupported": _("This browser has no way to a microphone."),
        "screen_denied": _("The screen could not be shared."),
        "screen_denied_system": _("The system does not let the browser record the screen."),
        "screen_missing": _("There is no screen that could be shared."),
        "screen_busy": _("The screen could not be read. Please try another window."),
        "screen_unsupported": _("This browser cannot share a screen."),
        "screen_insecure": _("Browsers share a screen only with pages that have https."),
    }


def _fixes(texts: Texts) -> dict[str, str]:
    _ = texts.say
    return {
        "fix_denied_chromium": _(
            "Click the sign left of the address, allow camera and microphone, then press “Try again”."
        ),
        "fix_denied_firefox": _(
            "Click the crossed-out camera in the address bar, take the block away, then press “Try again”."
        ),
        "fix_denied_safari": _(
            "Choose Safari, Settings for this website, allow camera and microphone, then press “Try again”."
        ),
        "fix_busy_chromium": _(
            "Close calls in other tabs, browsers and programs, then press “Try again”, or choose another "
            "device below."
        ),
        "fix_busy_firefox": _(
            "Firefox cannot share it: close the other browser or program, then press “Try again”, or choose "
            "another device below."
        ),
        "fix_busy_safari": _(
            "Close FaceTime and other calls, then press “Try again”, or choose another device below."
        ),
        "fix_denied_system": _(
            "Allow the browser in the system's privacy settings, then press “Try again”; some systems want "
            "the browser started anew."
        ),
    }
