"""The form of a live interview: whom, when (with what that means here and there), who, how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from nicegui import ui

from components.fields import number_field, select_field, text_field, tick_field
from components.pieces import card, note, text
from components.position_form import whole
from components.schedule_how import HowFields
from components.times import Zone, zone_named
from neurohire.errors import Rejected
from neurohire.services.clashes import LONGEST, Clash
from neurohire.services.local_times import TimeTwice, zone_names
from neurohire.services.schedule_form import (
    MOST_INTERVIEWERS,
    SHORTEST,
    ScheduleForm,
    TimeForm,
)

OWN_TITLE = ""
GAP, TWICE = "There is no such time that day", "This time comes twice"  # why and what to do stands below
FIELD_OF_CODE = {
    "bad_date": "date", "past": "date", "too_far": "date", "bad_time": "time", "time_gap": "time",
    "bad_zone": "zone", "bad_minutes": "minutes", "no_interviewers": "interviewers",
    "too_many_interviewers": "interviewers", "no_title": "title",
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
        with ui.element("div").classes("when-grid"):
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
        return TimeForm(**TimeFields.values(self))

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
        field = self.field_of(error.code)
        if field is None:
            return False
        is_gap = error.code == "time_gap"
        field.error = GAP if is_gap else error.message
        self.means.text = error.message if is_gap else self.means.text
        return True

    def field_of(self, code: str) -> Any:
        """The field that a refusal is about, or None."""
        return getattr(self, FIELD_OF_CODE.get(code, ""), None)

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
        on_position: Callable[[], Any],
    ) -> None:
        self.on_position = on_position
        with card("What for"):
            options = {**chosen_positions, OWN_TITLE: "Another title, without a position"}
            self.position = select_field(
                "Position", options, value=form.position_id, search=True, on_change=self._position_changed
            )
            self.title = text_field("Title", value=form.title, limit=120, placeholder="Backend Engineer")
        super().__init__(form, team, here, changed)
        with card("How"):
            self.how = HowFields(form)
        self._show_title()

    async def _position_changed(self) -> None:
        self._show_title()
        await self.on_position()

    def _show_title(self) -> None:
        self.title.parent_slot.parent.set_visibility(not self.position.value)  # type: ignore[union-attr]

    def values(self) -> dict[str, Any]:
        return {
            **super().values(),
            **self.how.form().model_dump(),
            "position_id": str(self.position.value or ""),
            "title": str(self.title.value or ""),
        }

    def clear_errors(self) -> None:
        super().clear_errors()
        self.title.error = None


def _zones(chosen: str, here: Zone) -> dict[str, str]:
    """Every zone, the viewer's and the chosen one first."""
    first = [name for name in dict.fromkeys((here.info.key, chosen, "UTC")) if name in zone_names()]
    return {
        name: name.replace("_", " ").replace("/", " / ") for name in dict.fromkeys([*first, *zone_names()])
    }
