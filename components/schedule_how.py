"""How a live interview is held: programming languages, policy, recording, checks; until it begins."""

from __future__ import annotations

from nicegui import ui

from components.fields import select_field, tick_field
from components.interview_words import POLICIES
from components.pieces import text
from neurohire.services.schedule_form import CODE_LANGUAGES, HowForm
from neurohire.vocabulary import PolicyMode

NOTED = "Pasting and large inserts into the editor are noted; with Enforce, pasting is blocked."
CHECKED = (
    "If the candidate agrees, this server looks at two pictures of the camera a second, and notes when "
    "nobody, several people or nothing can be seen for a while. You read it in the room and on the report, "
    "where you say what it means: nothing follows by itself. With Warn or Enforce the candidate is told at "
    "once, in a calm line. Checks of the voice are not built yet."
)
RECORDED = (
    "Each person's own browser records camera and microphone, never the screen. The candidate may say no and "
    "is not kept out; interviewers agree by joining the call. You find the recordings on the report."
)


class HowFields:
    """The fields; `form()` reads them."""

    def __init__(self, form: HowForm) -> None:
        self.languages = select_field(
            "Programming languages", CODE_LANGUAGES, value=form.code_languages, several=True, search=True,
            help="What the editor offers; none: no code is written",
        )  # fmt: skip
        text("Policy", "field-label")
        with ui.element("div").classes("choices"):
            self.policy = ui.radio(
                {mode: f"{name}: {words}" for mode, (name, words) in POLICIES.items()}, value=form.policy
            )
            self.policy.props["aria-label"] = "What follows when something is noted"
        text(NOTED, "muted small")
        self.is_recorded = tick_field(
            "Record the call (the candidate is told now and asked before it begins)", value=form.is_recorded
        )
        text(RECORDED, "muted small")
        self.is_camera_checked = tick_field(
            "Check the candidate's camera (asked before it begins, too)", value=form.is_camera_checked
        )
        text(CHECKED, "muted small")

    def form(self) -> HowForm:
        return HowForm(
            code_languages=[str(name) for name in self.languages.value or []],
            policy=PolicyMode(self.policy.value or PolicyMode.OBSERVE),
            is_recorded=bool(self.is_recorded.value),
            is_camera_checked=bool(self.is_camera_checked.value),
        )
