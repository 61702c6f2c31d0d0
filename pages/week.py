"""A week of live interviews as a calendar, in the viewer's zone; it follows what happens."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from fastapi import Request
from fastapi.responses import Response

from components.page import page
from components.pieces import line, link_button, link_tabs, page_header, stack, text
from components.times import DAYS, MONTHS
from components.week_calendar import WeekCalendar
from components.week_layout import Week, bounds, monday_of, week_of
from neurohire import clock
from neurohire.errors import NotFound
from neurohire.services import meetings
from pages.interviews import TABS
from pages.team import Desk

NEAR = timedelta(days=3700)  # beyond that there is nothing to look for


class Asked(NamedTuple):
    """What the address asks for."""

    monday: date
    mine: bool


def register() -> None:
    """The address of this page."""

    @page("/interviews/week")
    async def week(request: Request) -> Response | None:
        desk = Desk(request)
        if not desk.state.settings.live_interviews:
            raise NotFound()
        asked = asked_in(request, clock.now().astimezone(desk.zone.info).date())
        found = await desk.open(meetings.between, *bounds(asked.monday, desk.zone), mine=asked.mine)
        if found is None:
            return desk.to_login()
        with desk.page("Week", "interviews", width="wide"):
            _WeekPage(desk, asked, found)
        return None


def asked_in(request: Request, today: date) -> Asked:
    """The week and whose interviews; nonsense is this week."""
    given, mine = request.query_params.get("from", ""), request.query_params.get("mine", "") == "1"
    try:
        day = date.fromisoformat(given[:10]) if given else today
    except ValueError:
        day = today
    return Asked(monday_of(day if abs(day - today) < NEAR else today), mine)


def address(monday: date, *, mine: bool) -> str:
    return f"/interviews/week?from={monday.isoformat()}" + ("&mine=1" if mine else "")


class _WeekPage:
    """Head with the way to other weeks, and the calendar."""

    def __init__(self, desk: Desk, asked: Asked, found: list[meetings.Meeting]) -> None:
        self.desk, self.asked = desk, asked
        with page_header("Interviews", f"Live interviews, in the time of {desk.zone.name}."):
            link_button("Schedule live", "/interviews/new", kind="primary", icon="calendar")
        link_tabs(TABS, "Week", label="Ways to look at interviews")
        self._head()
        drawn = self._week(found)
        self.calendar = WeekCalendar(drawn, desk.zone)
        self.empty = stack()
        with self.empty:
            text("No live interviews this week.", "muted")
        self.empty.set_visibility(not drawn.blocks)
        desk.listen(("interviews",), self.changed)

    def _head(self) -> None:
        monday, mine = self.asked
        with line(ends=True).classes("week-bar"):
            text(_named(monday), tag="h2")
            with line():
                for label, is_on in (("All", False), ("Mine", True)):
                    chip = text(label, "filter-chip", tag="a")
                    chip.props["href"] = address(monday, mine=is_on)
                    if is_on == mine:
                        chip.props["aria-current"] = "true"
                week = timedelta(days=7)
                back = link_button("Previous", address(monday - week, mine=mine), icon="left").classes(
                    "week-step"
                )
                back.props["aria-label"] = "Previous week"
                link_button("Today", "/interviews/week" + ("?mine=1" if mine else ""))
                on = link_button("Next", address(monday + week, mine=mine), icon="right").classes("week-step")
                on.props["aria-label"] = "Next week"

    def _week(self, found: list[meetings.Meeting]) -> Week:
        return week_of(found, self.asked.monday, self.desk.zone, clock.now())

    async def changed(self, _events: object) -> None:
        """Something was scheduled, moved, begun or cancelled."""
        span = bounds(self.asked.monday, self.desk.zone)
        drawn = self._week(await self.desk.read(meetings.between, *span, mine=self.asked.mine))
        self.calendar.show(drawn)
        self.empty.set_visibility(not drawn.blocks)


def _named(monday: date) -> str:
    """'23 to 29 Nov 2026'."""
    sunday = monday + timedelta(days=6)
    first = f"{monday.day}" if monday.month == sunday.month else f"{monday.day} {MONTHS[monday.month - 1]}"
    first += f" {monday.year}" if monday.year != sunday.year else ""
    return f"{DAYS[0]} {first} to {DAYS[6]} {sunday.day} {MONTHS[sunday.month - 1]} {sunday.year}"
