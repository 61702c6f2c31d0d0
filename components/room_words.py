"""The words of the room and the waiting room; the candidate reads them in the interview's language."""

from __future__ import annotations

from components.texts import Texts

COMPLETE = {
    "complete": "Complete",
    "complete_title": "Complete the interview?",
    "complete_text": (
        "It ends for everybody now: the call closes, code and chat can't be changed any more, and the "
        "candidate can't come in again. Everything is kept for the report."
    ),
    "complete_no": "Go on talking",
    "complete_yes": "Complete the interview",
}


def frame_words(texts: Texts) -> dict[str, str]:
    """All that the frame of the room says; what only the team reads is not translated."""
    return _bar_words(texts) | _shut_words(texts) | COMPLETE


def _bar_words(texts: Texts) -> dict[str, str]:
    """The bars, the clock and the keys."""
    say = texts.say
    return {
        "skip": say("Skip to the middle of the room"),
        "leave": say("Leave"),
        "close": say("Close"),
        "left": say("Question, resume and notes"),
        "right": say("Call and chat"),
        "bar": say("Controls"),
        "begins": say("begins {time}"),
        "left_one": say("1 minute left"),
        "left_many": say("{number} minutes left"),
        "over_one": say("1 minute over time"),
        "over_many": say("{number} minutes over time"),
        "planned_at": say("Planned for"),
        "begun_at": say("Begun"),
        "ends_at": say("Planned end"),
        "five": say("Five minutes are left, until {time}. Nothing closes by itself."),
        "five_team": "Five minutes are left, until {time}. Nothing closes by itself. More time?",
        "extend": "More time",
        "plus": "+ {minutes} min",
        "extended": say("{minutes} more minutes: the planned end is now {time}."),
        "narrow": say(
            "This window is too narrow for the editor and the questions. You are seen and heard here, and "
            "can chat. For the rest open the same link on a computer, or make the window wider."
        ),
        "keys": say("Keys"),
        "keys_title": say("Keys of the room"),
        "keys_text": say("In the editor, Esc and then Tab leads out of it."),
        "to_centre": say("Go to the editor"),
        "to_right": say("Go to the call and the chat"),
    }


def _shut_words(texts: Texts) -> dict[str, str]:
    """Why this page of the room is closed."""
    say = texts.say
    return {
        "removed_title": "An interviewer closed your page of the room",
        "removed_text": (
            "You are not seen or heard there any more. You still see the interview's record. If it was a "
            "mistake, talk to the interviewers and come back."
        ),
        "no_right_title": say("This page of the room is closed"),
        "no_right_text": say("You can't be in this room now. What was saved before is kept."),
        "signed_out_title": "You were signed out",
        "signed_out_text": "Sign in again to come back to the room. What you typed is kept on this device.",
        "shut_leave": say("Leave the room"),
        "shut_again": say("Try to come back"),
    }


def people_words(texts: Texts) -> dict[str, str]:
    """All that the list of people says."""
    say = texts.say
    return {
        "people": say("People"),
        "people_here": say("People in the room: {count}"),
        "you": say("you"),
        "not_here": say("not here"),
        "seat_candidate": say("Candidate"),
        "seat_interviewer": say("Interviewer"),
        "seat_observer": say("Observes: reads and listens, changes nothing"),
        "observed": say("A colleague of the company observes. He or she sees what the interviewers see."),
        "observing": "You observe: everybody sees that you are here, and you change nothing.",
        "at_the_door": "In the waiting room",
        "asks": "{name} asks to join",
        "asked_now": "asked just now",
        "asked_one": "asked a minute ago",
        "asked_many": "asked {number} minutes ago",
        "gone_from_door": "the page is closed at the moment",
        "was_denied": "was told: not now. May ask again.",
        "prepares": "has not asked to join yet",
        "admit": "Let in",
        "admit_key": "Let the candidate in who asks",
        "deny": "Not now …",
        "put_back": "Put back",
        "remove": "Remove",
        "optional": "(optional)",
        "reason": "What {name} reads",
        "cancel": "Cancel",
        "deny_title": "Not let {name} in now?",
        "deny_text": "{name} stays in the waiting room, reads your words and may ask again after a minute.",
        "deny_yes": "Not now",
        "put_back_title": "Put {name} back into the waiting room?",
        "put_back_text": (
            "The call with {name} and the open documents close at once; nothing is lost. {name} can ask to "
            "join again at any time, and you let in."
        ),
        "put_back_yes": "Put back",
        "remove_title": "Remove {name} from the room?",
        "remove_candidate": (
            "The call with {name} and the open documents close at once; nothing is lost. {name} is in the "
            "waiting room, reads your words and may ask again after a minute."
        ),
        "remove_colleague": (
            "The room closes on {name}'s screen. The right to this interview stays: {name} still sees the "
            "record and can come back. To end that, take {name} off the interview's page."
        ),
        "remove_yes": "Remove",
    }


def waiting_words(texts: Texts) -> dict[str, str]:
    """All that the waiting room says."""
    return _door_words(texts) | _device_words(texts) | _fault_words(texts)


def _door_words(texts: Texts) -> dict[str, str]:
    """Where one stands, who is there, and what the appointment is."""
    say = texts.say
    return {
        "title_none": say("Ask to join when you are ready"),
        "lead_none": say("Take your time. Nobody sees or hears you here."),
        "title_requested": say("You have asked to join"),
        "lead_seen": say(
            "They see it and let you in. You need not do anything; this page goes on by itself."
        ),
        "lead_kept": say(
            "They see it as soon as they come. You need not do anything; this page goes on by itself."
        ),
        "title_denied": say("Not just yet"),
        "lead_denied": say("They can't let you in at this moment. It is nothing you did; please stay here."),
        "title_admitted": say("You are let in"),
        "lead_admitted": say("One moment, the room opens."),
        "title_back": say("You are back in the waiting room"),
        "lead_back": say("Nothing is lost. Ask to join when you are ready; nobody sees or hears you here."),
        "title_left": say("You have left the room"),
        "lead_left": say("The interview goes on. Nobody sees or hears you here. Come back when you like."),
        "title_early": say("It is a little early"),
        "lead_early": say("The door opens shortly before the time. You can stay here until it does."),
        "go_back": say("Go back to the room"),
        "ask": say("Ask to join"),
        "ask_again": say("Ask again"),
        "ask_in": say("Ask again in {seconds} s"),
        "here": say("An interviewer is in the room."),
        "not_here": say("No interviewer is in the room yet."),
        "when": say("When"),
        "own_clock": say("{time} on your clock"),
        "who": say("Who will be there"),
        "how_long": say("How long"),
        "network": say("Can my network do this?"),
    }


def _device_words(texts: Texts) -> dict[str, str]:
    """Camera, microphone and speaker before one goes in."""
    say = texts.say
    return {
        "devices": say("Your camera and microphone"),
        "devices_note": say(
            "Only you see this. What you set here is taken along into the room, where you can change it."
        ),
        "not_on_yet": say("Look at yourself and try your voice before you go in."),
        "turn_on": say("Turn on camera and microphone"),
        "no_picture": say("There is no picture. You can still join: you are heard."),
        "camera_is_off": say("Your camera is off."),
        "microphone": say("Microphone"),
        "camera": say("Camera"),
        "say_something": say("Say something: the bars should move."),
        "is_muted": say("Your microphone is off. You go in muted."),
        "no_sound": say("There is no microphone. You can still join: you hear, see, and can chat."),
        "level": say("Loudness of your voice"),
        "choose_video": say("Camera"),
        "choose_audio": say("Microphone"),
        "choose_speaker": say("Speaker"),
        "tone": say("Play a tone"),
        "retry": say("Try again"),
    }


def _fault_words(texts: Texts) -> dict[str, str]:
    """What a device lacks, and what to do in which browser."""
    say = texts.say
    return {
        "fault_video": say("We can't see you"),
        "fault_audio": say("We can't hear you"),
        "without_video": say("Without a camera you can join all the same."),
        "without_audio": say("Without a microphone you can join all the same and use the chat."),
        "fix_chromium": say(
            "The browser does not let us use it. Click the sign at the left end of the address, allow it "
            "there, then try again."
        ),
        "fix_firefox": say(
            "The browser does not let us use it. Click the crossed-out sign beside the address, take the "
            "block away, then try again."
        ),
        "fix_safari": say(
            "The browser does not let us use it. Choose Safari, Settings for this website, allow it there, "
            "then try again."
        ),
        "fix_denied_system": say("The system keeps the browser from it. Allow it in the system's settings."),
        "fix_missing": say("None was found. Plug one in, then try again."),
        "fix_lost": say("It went away. Plug it in again, then try again."),
        "fix_busy": say("Another program may be using it. Close that one, then try again."),
        "fix_insecure": say("This page needs https for that. Ask whoever invited you for an https address."),
        "fix_unsupported": say("This browser can't do that. A newer Chrome, Edge, Firefox or Safari can."),
    }
