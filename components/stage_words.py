"""Every word of the interview, for the elements that draw it."""

from __future__ import annotations

from components.texts import Texts


def stage_words(texts: Texts) -> dict[str, str]:
    """Names in braces are filled in by the page."""
    parts = (_around, _end, _turn, _speaking, _spoken, _questions)
    return {name: words for part in parts for name, words in part(texts).items()}


def _around(texts: Texts) -> dict[str, str]:
    _ = texts.say
    return {
        "loading": _("Loading"),
        "close": _("Close"),
        "intro_title": _("Ready when you are"),
        "intro_one": _(
            "{total} questions, one at a time. Each is shown and read aloud; you can hear it again."
        ),
        "intro_done": _(
            "Answer by speaking, typing or in the code editor. A pause never ends your turn: you press "
            "“I'm done”."
        ),
        "intro_clock": _(
            "The clock starts now and runs on the server. Time lost by our fault is given back."
        ),
        "intro_back": _(
            "Everything is saved as you go. If something breaks, reload or open your link again: you "
            "come back to the same question."
        ),
        "start": _("Start the interview"),
        "check_again": _("Check my devices again"),
        "all_asked": _("All {total} questions done"),
        "where": _("Question {now} of {total}"),
        "time_left": _("{minutes} minutes left"),
        "time_one": _("1 minute left"),
        "time_last": _("Less than a minute left"),
        "given_back": _("The server was away. The lost {minutes} minutes were given back to you."),
        "given_back_seconds": _(
            "The server was away for a moment. The lost {seconds} seconds were given back to you."
        ),
        "extra_time": _("You were given more time."),
        "elsewhere_title": _("This interview was opened elsewhere"),
        "elsewhere_text": _(
            "It goes on in the tab or browser where it was opened last. Here you can only read. Your "
            "work is kept."
        ),
        "go_on_here": _("Go on here"),
        "signed_out_title": _("This page can't write any more"),
        "signed_out_text": _(
            "Please open your link again. What you wrote is kept on this device and on the server."
        ),
    }


def _end(texts: Texts) -> dict[str, str]:
    """Looking through, handing in, and an interview that does not go on."""
    _ = texts.say
    return {
        "review_title": _("That was the last question"),
        "review_text": _(
            "You answered {given} of {total} questions and left out {skipped}. Once submitted, nothing "
            "can be changed."
        ),
        "submit": _("Submit {count} answers"),
        "submit_one": _("Submit 1 answer"),
        "sending": _(
            "Your recording is still being sent: {count} pieces left. You can submit meanwhile; just "
            "keep this page open."
        ),
        "over_title": _("Your answers are in. Thank you."),
        "over_text": _("You will find a receipt and your own copy on the next page."),
        "over_time": _("The time is up, so everything you answered so far was submitted. Nothing is lost."),
        "keep_open": _("Please keep this page open: {count} pieces are still being sent."),
        "receipt": _("Go to your receipt"),
        "cancelled_title": _("This interview was cancelled"),
        "cancelled_text": _(
            "It does not go on. It is nothing you did; please ask if you would like to know more."
        ),
    }


def _turn(texts: Texts) -> dict[str, str]:
    _ = texts.say
    return {
        "kind_technical": _("Question"),
        "kind_scenario": _("A situation"),
        "kind_coding": _("A coding task"),
        "kind_behavioural": _("From your experience"),
        "follow_up": _("One more thing"),
        "replay": _("Read it aloud"),
        "stop_reading": _("Stop reading"),
        "voice_comes": _("The voice is coming …"),
        "how": _("How to answer"),
        "mode_speech": _("Speak"),
        "mode_text": _("Type"),
        "mode_code": _("Code"),
        "your_answer": _("Your answer"),
        "code_words": _("Anything to say about your code? (optional)"),
        "characters": _("{count} of {most} characters"),
        "language": _("Language"),
        "editor": _("Code editor"),
        "editor_help": _("Press Escape, then Tab, to leave the editor. The code is not run here."),
        "thinking_title": _("One moment, thinking about your answer"),
        "thinking_text": _(
            "Your answer is saved. What comes next is here within eight seconds, and this time is not taken "
            "from yours."
        ),
        "moment": _("Give me a moment"),
        "moment_title": _("Take your moment"),
        "moment_text": _("Nothing is recorded now. The clock runs on."),
        "moment_back": _("Go on"),
        "skip": _("Skip this question"),
        "done": _("I'm done"),
        "wait_offline": _("Saved on this device. It goes on by itself as soon as the connection is back."),
        "wait_code": _("Your code is being saved on the server, one moment."),
        "show_self": _("Show my picture"),
        "hide_self": _("Hide my picture"),
    }


def _speaking(texts: Texts) -> dict[str, str]:
    _ = texts.say
    return {
        "no_audio": _("You chose not to be recorded, so please type. You can change that choice."),
        "change_choices": _("Change my choices"),
        "rec_start": _("Start speaking"),
        "rec_again": _("Say more"),
        "rec_stop": _("Stop speaking"),
        "rec_asking": _("Waiting for the microphone"),
        "rec_stopping": _("Saving"),
        "level": _("Loudness of your voice"),
        "kept": _("{time} of your voice is kept."),
        "interrupted": _(
            "The page was reloaded while you spoke. What you said is kept; press “Say more” to go on."
        ),
        "gist": _("Your answer in short, in writing"),
        "gist_help": _(
            "No transcript is made here. People can listen to your voice; what you write is read as well."
        ),
        "gist_service": _(
            "What you say is written down once you stop, and you can correct it. You may add something in "
            "writing."
        ),
        "more_words": _("Anything to add in writing? (optional)"),
        "more_help": _("People and suggested scores read what was heard, as you corrected it, and this."),
        "fault_insecure": _("Recording needs https. You can type your answer."),
        "fault_unsupported": _("This browser can't record. You can type your answer."),
        "fault_denied": _(
            "The browser does not let us use the microphone. Allow it beside the address, or type your "
            "answer."
        ),
        "fault_missing": _("No microphone was found. You can type your answer."),
        "fault_busy": _("The microphone is used by another program. Close that one, or type your answer."),
        "fault_refused": _(
            "A part of your recording could not be kept by the server. Please add the answer in writing."
        ),
        "fault_lost": _("The microphone was unplugged. What you said is kept."),
    }


def _spoken(texts: Texts) -> dict[str, str]:
    """What was said, written down to be corrected."""
    _ = texts.say
    return {
        "spoken_wait": _("Writing down what you said …"),
        "spoken_delayed": _(
            "It takes longer than usual to write down what you said. Your voice is kept, you need not wait."
        ),
        "spoken_failed": _(
            "This recording could not be written down. Your voice is kept and people can listen to it; a few "
            "words in writing help."
        ),
        "spoken_none": _(
            "No words were found in this recording. It is kept. If you did speak, please add your answer in "
            "writing."
        ),
        "spoken_title": _("This is what was heard"),
        "spoken_help": _("Correct what is wrong; both versions are kept."),
        "spoken_by_browser": _(
            "Written down by your browser. Correct what is wrong; both versions are kept."
        ),
        "spoken_line": _("What you said at {time}"),
        "spoken_heard": _("Heard as: {words}"),
        "spoken_back": _("Take it back"),
        "look_through": _("Look through what was heard of your spoken answers"),
        "browser_off": _("Write down what I say in my browser"),
        "browser_on": _("My browser writes down what I say: switch off"),
        "browser_fault": _("Your browser could not write it down. Your voice is kept; please type instead."),
    }


def _questions(texts: Texts) -> dict[str, str]:
    """The dialogs: each has a title, a text, a way back and a way on."""
    _ = texts.say
    return {
        "skip_title": _("Skip this question?"),
        "skip_text": _("You can't come back to it. What you wrote or said so far is kept."),
        "skip_no": _("Stay here"),
        "skip_yes": _("Skip this question"),
        "empty_title": _("Nothing is written yet"),
        "empty_text": _("Go on to the next question with this answer left empty?"),
        "empty_no": _("Stay here"),
        "empty_yes": _("Leave it empty"),
        "voice_only_title": _("Add a few words in writing?"),
        "voice_only_text": _(
            "Your voice is kept and people can listen to it. No transcript is made here, so suggested "
            "scores see only what is written."
        ),
        "voice_only_tried": _(
            "Your voice is kept and people can listen to it. It could not be written down, so suggested "
            "scores see only what you write."
        ),
        "voice_only_no": _("Write a few words"),
        "voice_only_yes": _("Go on with my voice alone"),
        "browser_title": _("Let your browser write down what you say?"),
        "browser_text": _(
            "Some browsers send the sound to their maker for that, outside of this interview. It goes on "
            "while you record, until you switch it off. You can always type instead."
        ),
        "browser_no": _("No, I type"),
        "browser_yes": _("Yes, use my browser"),
        "submit_title": _("Submit your answers?"),
        "submit_no": _("Not yet"),
    }


def connection_words(texts: Texts) -> dict[str, str]:
    """The banner and the chip that say what is saved."""
    _ = texts.say
    return {
        "offline": _("Offline. Your work is saved on this device."),
        "offline_waiting": _("Offline. Your work is saved on this device ({count} changes waiting)."),
        "offline_one": _("Offline. Your work is saved on this device (1 change waiting)."),
        "back": _("Back online, all saved {time}"),
        "signed_out": _("Please open your link again. Your work is kept on this device."),
        "no_right": _("Please open your link again. Your work is kept on this device."),
        "replaced": _("This is open elsewhere. You can read here."),
        "take_over": _("Write here instead"),
        "stale": _("A new version is ready. Reload when it suits you."),
        "reload": _("Reload"),
        "saved": _("Saved"),
        "saved_at": _("Saved {time}"),
        "saving": _("Saving …"),
        "on_device": _("{count} on this device"),
    }
