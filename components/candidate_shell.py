"""The candidate's shell: whose interview this is, which step, what is saved, and help. No navigation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nicegui.element import Element
from nicegui.slot import Slot

TEXTS: Mapping[str, str] = {
    "skip": "Skip to content",
    "step": "Step {now} of {all}",
    "problem": "I have a problem",
    "problem_title": "Something is not working?",
    "problem_text": (
        "You can stop and come back; your work is kept. If the fault is ours, the time is given back."
    ),
    "problem_reload": "Reload this page",
    "problem_contact": "Write to",
    "close": "Close",
}


class CandidateShell(Element, component="candidate_shell.js"):
    """Company, position, steps and help round the default slot; the slot `chip` shows what is saved."""

    def __init__(
        self,
        company: str,
        position: str,
        *,
        steps: Sequence[str] = (),
        step: int = 0,
        contact: str = "",
        wide: bool = False,
        texts: Mapping[str, str] = TEXTS,
    ) -> None:
        super().__init__()
        self.props.update(
            {
                "company": company,
                "position": position,
                "steps": tuple(steps),
                "step": step,
                "contact": contact,
                "wide": wide,
                "texts": dict(texts),
            }
        )
        self.chip: Slot = self.add_slot("chip")
        """`with shell.chip:` puts the saved-state chip (or the connection's) into the bar."""
        self.problem: Slot = self.add_slot("problem")
        """`with shell.problem:` puts more into the card that says what to do when something is wrong."""

    def set_step(self, step: int) -> None:
        """Show another step, counted from 1; 0 hides the steps."""
        self.props["step"] = step

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        shown = [
            self.props["company"],
            self.props["position"],
            *self.props["steps"],
            *self.props["texts"].values(),
        ]
        return [*super()._displayed_contents(only_visible=only_visible), *shown]
