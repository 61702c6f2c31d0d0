"""How a live interview is held: programming languages, policy, recording; changed until it begins."""

from __future__ import annotations

from nicegui import ui

from components.fields import select_field, tick_field
from components.interview_words import POLICIES, POLICY_LATER
from components.pieces import text
from neurohire.services.schedule_form import CODE_LANGUAGES, HowForm
from neurohire.vocabulary import PolicyMode

LATER = f"{POLICY_LATER} Nor is recording: the candidate learns what you plan, and nothing is recorded."


class HowFields:
    """Three fields; `values()` reads them."""

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
        self.is_recorded = tick_field(
            "Record the call (the candidate is told now and asked before it begins)", value=form.is_recorded
        )
        text(LATER, "muted small")

    def form(self) -> HowForm:
        return HowForm(
            code_languages=[str(name) for name in self.languages.value or []],
            policy=PolicyMode(self.policy.value or PolicyMode.OBSERVE),
            is_recorded=bool(self.is_recorded.value),
        )
