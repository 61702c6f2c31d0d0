"""The decision on an interview: whose it was and why, and the form for the next one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from nicegui import ui

from components.fields import area_field, select_field
from components.interview_words import OUTCOMES
from components.pieces import button, card, line, stack, text
from components.report_summary import decisions
from components.times import Zone
from components.toast import toast
from neurohire.services.reports import DecisionView
from neurohire.vocabulary import Outcome


class DecisionForm:
    """The form is made once and never drawn again: somebody may be writing a reason."""

    def __init__(
        self,
        zone: Zone,
        act: Callable[[Callable[[], Awaitable[None]]], Callable[[], Awaitable[None]]],
        decide: Callable[[Outcome, str], Awaitable[None]],
    ) -> None:
        self.zone, self._decide = zone, decide
        with card("Decision"):
            self.decided = stack()
            with ui.element("div").classes("decide no-print stack"):
                self.outcome = select_field(
                    "Decision",
                    {outcome: OUTCOMES[outcome][0] for outcome in Outcome},
                    check={"Please choose one.": lambda value: value is not None},
                ).without_auto_validation()
                self.reason = area_field(
                    "Reason",
                    rows=3,
                    limit=4000,
                    help="Your name stands with it. Earlier decisions stay to be seen.",
                    check={"Please give a reason.": lambda value: len((value or "").strip()) >= 3},
                ).without_auto_validation()
                with line():
                    button("Decide", act(self.decide), kind="primary").mark("decide")

    def show(self, made: Sequence[DecisionView]) -> None:
        """The decision that stands, then earlier ones."""
        self.decided.clear()
        with self.decided:
            decisions(made, self.zone)
            if not made:
                text("Nobody has decided yet. A decision has a name and a reason.", "muted")

    async def decide(self) -> None:
        """Store the decision of whoever is signed in."""
        if not all([self.outcome.validate(), self.reason.validate()]):
            return
        await self._decide(Outcome(self.outcome.value), str(self.reason.value))
        self.outcome.value, self.reason.value = None, ""
        self.outcome.error = self.reason.error = None
        toast("Your decision is kept")
