"""Running code in the live room: buttons, input, output and test cases, drawn by its own code."""

from __future__ import annotations

from collections.abc import Mapping

from nicegui.element import Element

import components.es_modules  # noqa: F401
from components.texts import Texts


class RoomRunner(Element, component="room_runner.js"):
    """Stands under the room's editor. Programs run closed off in browsers, never on the server."""

    def __init__(self, interview_id: str, viewer: Mapping[str, str], texts: Texts) -> None:
        super().__init__()
        self.props.update(
            {"interview-id": interview_id, "viewer": dict(viewer), "texts": runner_words(texts)}
        )


def runner_words(texts: Texts) -> dict[str, str]:
    """All that the runner says; names in braces are filled in by the page."""
    return _buttons(texts) | _outcomes(texts)


def _buttons(texts: Texts) -> dict[str, str]:
    _ = texts.say
    return {
        "run_code": _("Run code"),
        "run": _("Run"),
        "run_key": _("Run this file (Ctrl+Enter)"),
        "run_file": _("Run this file"),
        "run_tests": _("Run tests"),
        "test_key": _("Run the question's tests (Ctrl+Shift+Enter)"),
        "stop": _("Stop"),
        "input": _("Input"),
        "has_input": _("There is input for the program"),
        "input_label": _("What the program reads, line by line"),
        "input_hint": _("Ana\n42"),
        "runs": _("Earlier runs"),
        "smaller": _("Make the output smaller"),
        "larger": _("Make the output larger"),
        "output": _("Output"),
        "none_yet": _("Nothing was run yet. Everybody in the room sees what a program prints."),
        "none": _("Nothing was run yet."),
        "running": _("Running …"),
        "starting": _("Starting …"),
        "getting_ready": _("Getting ready to run …"),
        "held": _("The candidate is working alone. Running goes on afterwards."),
        "not_run": _("{language} can be written here, but not run. Python and JavaScript can."),
        "in_browser": _("Run in {name}'s browser"),
        "in_yours": _("Run in your browser"),
        "you": _("you"),
        "seconds": _("{seconds} s"),
        "self_reported": _("self-reported"),
        "self_reported_why": _("This result was made in the candidate's browser and was not checked."),
    }


def _outcomes(texts: Texts) -> dict[str, str]:
    _ = texts.say
    return {
        "said_nothing": _("It ended without printing anything."),
        "cut": _("It printed more than is kept, so the rest is left out."),
        "error_too_long": _("Ended after 10 seconds. Is there a loop that never stops?"),
        "error_stopped": _("Stopped."),
        "error_failed": _("The program was ended: it did something that programs cannot do here."),
        "error_gone": _("The program is gone without an answer. Your code is safe; please run it again."),
        "error_unable": _(
            "Programs cannot run in this browser right now. Your code is safe; please try again."
        ),
        "error_busy": _("Another program is still running in this browser."),
        "hint_memory": _("It asked for more than 512 MB of memory."),
        "hint_too_deep": _("It called itself again and again without coming to an end."),
        "hint_no_more_input": _("It asked for more lines than there are in the input box."),
        "case": _("Test"),
        "expected": _("Expected"),
        "came": _("Came out"),
        "result": _("Result"),
        "hidden": _("hidden"),
        "program_with": _("The program with the input {input}"),
        "tests": _("{all} tests"),
        "passed": _("{number} of {all} passed"),
        "outcome_none": _("not run yet"),
        "outcome_passed": _("passed"),
        "outcome_different": _("different"),
        "outcome_error": _("error"),
        "outcome_too_long": _("took too long"),
        "outcome_no_function": _("no such function"),
        "outcome_not_run": _("not run"),
    }
