"""The form of a live interview: whom, when (with what that means here and there), who, how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from nicegui import ui

from components.fields import number_field, select_field, text_field, tick_field
from components.interview_words import POLICIES
from components.pieces import card, note, text
from components.position_form import whole
from components.times import Zone, zone_named
from neurohire.errors import Rejected
from neurohire.services.clashes import LONGEST, Clash
from neurohire.services.local_times import TimeTwice, zone_names
from neurohire.services.schedule_form import (
    CODE_LANGUAGES,
    MOST_INTERVIEWERS,
    SHORTEST,
    ScheduleForm,
    TimeForm,
)
from neurohire.vocabulary import PolicyMode

OWN_TITLE = ""
GAP, TWICE = "There is no such time that day", "This time comes twice"  # why and what to do stands below
FIELD_OF_CODE = {
    "bad_date": "date", "past": "date", "too_far": "date", "bad_time": "time", "time_gap": "time",
    "bad_zone": "zone", "bad_minutes": "minutes", "no_interviewers": "interviewers",
    "too_many_interviewers": "interviewers", "no_name": "name", "bad_email": "email", "no_title": "title",
}  # fmt: skip


class TimeFields:
    """When and who: `form()` reads, `show()` tells what it leads to, `complain()` stands at its field."""

    def __init__(
        self, form: TimeForm, team: Mapping[str, str], here: Zone, changed: Callable[..., Any]
    ) -> None:
        self.here = here
        with card("When"):
            self._when(form, changed)
        with card("Who interviews"):
            self.interviewers = select_field(
                "Interviewers", team, value=form.interviewers, several=True, search=True, on_change=changed,
                help=f"1 to {MOST_INTERVIEWERS} of your team; they see this interview from now on",
            )  # fmt: skip
            self.clashes = ui.element("div").classes("stack")
            self.clashes.props["role"] = "status"
            self.is_clash_meant = tick_field("Schedule it all the same")
            self.is_clash_meant.set_visibility(False)

    def _when(self, form: TimeForm, changed: Callable[..., Any]) -> None:
        with ui.element("div").classes("grid counts"):
            self.date = text_field("Date", value=form.date, limit=20, on_change=changed)
            self.date.props["type"] = "date"
            self.time = text_field("Time", value=form.time, limit=20, on_change=changed)
            self.time.props["type"] = "time"
            self.minutes = number_field(
                "Duration", value=form.minutes, low=SHORTEST.total_seconds() // 60,
                high=LONGEST.total_seconds() // 60, suffix="minutes", on_change=changed,
            )  # fmt: skip
        self.zone = select_field(
            "Time zone", _zones(form.zone, self.here), value=form.zone, search=True, on_change=changed,
            help="Of the date and time above; type a city",
        )  # fmt: skip
        self.means = text("", "schedule-means")
        self.means.props["role"] = "status"
        self.which = ui.radio({}, on_change=changed)
        self.which.props["aria-label"] = "Which of the two"
        self.which.set_visibility(False)

    def values(self) -> dict[str, Any]:
        """What stands in the fields."""
        return {
            "date": str(self.date.value or ""),
            "time": str(self.time.value or ""),
            "zone": str(self.zone.value or ""),
            "which": self.which.value if self.which.visible else None,
            "minutes": whole(self.minutes.value),
            "interviewers": [str(user_id) for user_id in self.interviewers.value or []],
            "is_clash_meant": bool(self.is_clash_meant.value) and self.is_clash_meant.visible,
        }

    def form(self) -> TimeForm:
        return TimeForm(**self.values())

    @property
    def is_filled(self) -> bool:
        """Whether there is a time to say something about."""
        return bool(self.date.value and self.time.value and self.zone.value)

    def show(self, at: datetime, clashes: list[Clash]) -> None:
        """The instant in both zones, and who is taken then."""
        self.means.text = zone_named(str(self.zone.value)).beside(at, self.here)
        self.clashes.clear()
        self.is_clash_meant.set_visibility(bool(clashes))
        with self.clashes:
            for clash in clashes:
                about = f" with {clash.about}" if clash.about else ""
                ends = self.here.short(clash.ends_at).rsplit(" ", 1)[1]
                when = f"{self.here.short(clash.starts_at)} to {ends} ({self.here.name})"
                note(f"{clash.interviewer} has a live interview{about} then: {when}.", tone="attention")

    def ask_which(self, error: TimeTwice) -> None:
        """The time comes twice: both are offered, each with what it is in UTC."""
        words = [f"{at:%H:%M} (UTC)" for at in error.instants]
        chosen = self.which.value if self.which.visible else None
        options = {
            "first": f"The first, before the clocks are set back: {words[0]}",
            "second": f"The second, an hour later: {words[1]}",
        }
        self.which.set_options(options, value=chosen)
        self.which.set_visibility(True)
        self.time.error = TWICE
        self.means.text = error.message

    def complain(self, error: Rejected) -> bool:
        """Show the error under its field; False when it belongs to none."""
        if isinstance(error, TimeTwice):
            self.ask_which(error)
            return True
        field = getattr(self, FIELD_OF_CODE.get(error.code, ""), None)
        if field is None:
            return False
        is_gap = error.code == "time_gap"
        field.error = GAP if is_gap else error.message
        self.means.text = error.message if is_gap else self.means.text
        return True

    def clear_errors(self) -> None:
        self.means.text = ""
        for field in (self.date, self.time, self.zone, self.minutes, self.interviewers):
            field.error = None


class ScheduleFields(TimeFields):
    """The whole form of a new live interview."""

    def __init__(
        self,
        form: ScheduleForm,
        team: Mapping[str, str],
        chosen_positions: Mapping[str, str],
        here: Zone,
        changed: Callable[..., Any],
    ) -> None:
        with card("Candidate"), ui.element("div").classes("grid grid-two"):
            self.name = text_field("Name", value=form.candidate_name, limit=120)
            self.email = text_field(
                "E-mail", value=form.candidate_email, limit=254,
                help="If the address is known already, it is the same person",
            )  # fmt: skip
        with card("What for"):
            options = {**chosen_positions, OWN_TITLE: "Another title, without a position"}
            self.position = select_field(
                "Position", options, value=form.position_id, search=True, on_change=self._position_changed
            )
            self.title = text_field("Title", value=form.title, limit=120, placeholder="Backend Engineer")
            self.plans = tick_field(
                "Questions from the position's plan; you can change them afterwards",
                value=form.plans_questions,
            )
        super().__init__(form, team, here, changed)
        with card("How"):
            self._how(form)
        self._position_changed()

    def _how(self, form: ScheduleForm) -> None:
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

    def _position_changed(self) -> None:
        has_position = bool(self.position.value)
        self.title.parent_slot.parent.set_visibility(not has_position)  # type: ignore[union-attr]
        self.plans.set_visibility(has_position)

    def form(self) -> ScheduleForm:
        return ScheduleForm(
            **self.values(),
            candidate_name=str(self.name.value or ""),
            candidate_email=str(self.email.value or ""),
            position_id=str(self.position.value or ""),
            title=str(self.title.value or ""),
            plans_questions=bool(self.plans.value),
            code_languages=[str(name) for name in self.languages.value or []],
            policy=PolicyMode(self.policy.value or PolicyMode.OBSERVE),
            is_recorded=bool(self.is_recorded.value),
        )

    def clear_errors(self) -> None:
        super().clear_errors()
        for field in (self.name, self.email, self.title):
            field.error = None


def _zones(chosen: str, here: Zone) -> dict[str, str]:
    """Every zone, the viewer's and the chosen one first."""
    first = [name for name in dict.fromkeys((here.info.key, chosen, "UTC")) if name in zone_names()]
    return {
        name: name.replace("_", " ").replace("/", " / ") for name in dict.fromkeys([*first, *zone_names()])
    }
