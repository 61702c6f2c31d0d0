"""Home: who waits at the door, what needs you, today, what comes, what came in last; it follows by itself."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import ui
from sqlmodel import Session

from components.data_table import DataTable
from components.interview_words import capped, several
from components.meeting_list import door_list, meeting_list
from components.meter import warning_words
from components.page import page
from components.pieces import card, empty_state, line, link_button, note, page_header, stack, text
from components.table import TablePage, TableQuery
from components.times import Zone, zone_named
from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.errors import NotFound
from neurohire.services import meetings, overview, reschedule_requests, room_operations, spending
from neurohire.services.meetings import Meeting
from neurohire.services.operations import Operation
from neurohire.services.overview import HomeView
from neurohire.services.reschedule_requests import OpenRequest
from neurohire.settings import Settings
from pages.interviews import COLUMNS, row_of
from pages.team import Desk

COMING, SHOWN = timedelta(days=60), 8


class Day(NamedTuple):
    """Live interviews as Home shows them."""

    door: list[Meeting]
    wishes: list[OpenRequest]
    today: list[Meeting]
    coming: list[Meeting]


class Shown(NamedTuple):
    """One read for the whole page."""

    view: HomeView
    share: float | None  # how near the month's limit of the services is (for admins)
    day: Day


def register() -> None:
    """The address of this page."""

    @page("/")
    async def home(request: Request) -> Response | None:
        desk = Desk(request)
        mine = request.query_params.get("whose", "mine") != "all"
        try:
            found = await desk.open(_read, desk.state.settings, desk.zone, mine)
        except NotFound:  # a candidate's account
            return RedirectResponse("/my", 303)
        if found is None:
            return desk.to_login()
        with desk.page("Home", "home"):
            _Home(desk, found, mine)
        return None


def _read(db: Session, actor: Actor, settings: Settings, zone: Zone, mine: bool) -> Shown:
    view, share = overview.home(db, actor), spending.warning(db, actor, settings)
    return Shown(view, share, read_day(db, actor, zone, mine) if settings.live_interviews else _NO_DAY)


def read_day(db: Session, actor: Actor, zone: Zone, mine: bool) -> Day:
    """Today as the viewer's clock has it."""
    here = clock.now().astimezone(zone.info)
    first, last = (
        datetime.combine(here.date() + timedelta(days=n), time(), zone.info).astimezone(UTC) for n in (0, 1)
    )
    found = meetings.between(db, actor, first, last + COMING, mine=mine)
    return Day(
        meetings.at_the_door(db, actor),
        reschedule_requests.waiting(db, actor),
        [one for one in found if one.scheduled_at < last],
        [one for one in found if one.scheduled_at >= last],
    )


class _Home:
    """The page; `changed` draws what has moved on."""

    def __init__(self, desk: Desk, shown: Shown, mine: bool) -> None:
        assert desk.actor is not None
        self.desk, self.mine, self.shown = desk, mine, shown
        self.head = page_header(f"Hello, {desk.actor.name}", _sentence(shown))
        with self.head:
            if desk.state.settings.live_interviews:
                link_button("Schedule live", "/interviews/new", icon="calendar")
            link_button("New position", "/positions/new", kind="primary", icon="add")
        if shown.share is not None:
            tone = "bad" if shown.share >= spending.SPENT else "attention"
            note(warning_words(shown.share), tone=tone)  # type: ignore[arg-type]
        self.top = stack("wide")
        self.recent: DataTable | None = None
        self.bottom = stack()
        self.draw()
        desk.listen(("interviews",), self.changed)

    async def changed(self, _events: object) -> None:
        """Somebody asked to join, was let in, handed in, or an interview was made or moved."""
        settings, zone = self.desk.state.settings, self.desk.zone
        shown = await self.desk.read(_read, settings, zone, self.mine)
        if shown != self.shown:
            self.shown = shown
            self.draw()

    def draw(self) -> None:
        self.head.props["sentence"] = _sentence(self.shown)
        self.top.clear()
        with self.top:
            self._top()
        rows = [row_of(row, self.desk.zone) for row in self.shown.view.recent]
        if self.recent is not None:
            self.recent.show(TablePage(rows, len(rows)))
        elif rows:
            with self.bottom:
                self._recent(rows)

    def _top(self) -> None:
        view, day = self.shown.view, self.shown.day
        if day.door:
            with card("Waiting now") as place:
                place.classes("is-door")
                door_list(day.door, self.desk.zone, self.desk.act(self.admit))
        if not view.positions and not view.recent:
            self._first_steps()
            return
        _needs_you(self.desk.zone, view, day.wishes)
        if self.desk.state.settings.live_interviews:
            self._days(day)

    def _first_steps(self) -> None:
        with card(plain=True):
            empty_state(
                "Start with a position",
                "Paste a job description, drop the resumes, and hand each candidate a link of their own.",
                action="Make your first position",
                href="/positions/new",
                picture="positions",
            )

    def _days(self, day: Day) -> None:
        with line(ends=True).classes("home-bar"):
            text("Live interviews", tag="h2")
            for label, address, is_on in (("Mine", "/", self.mine), ("All", "/?whose=all", not self.mine)):
                chip = text(label, "filter-chip", tag="a")
                chip.props["href"] = address
                if is_on:
                    chip.props["aria-current"] = "true"
            link_button("Week", "/interviews/week" + ("?mine=1" if self.mine else ""), icon="calendar")
        with ui.element("div").classes("home-two"):
            with card("Today"):
                _meetings(day.today, self.desk.zone, "No live interview today.", with_day=False)
            with card("Upcoming"):
                _meetings(day.coming[:SHOWN], self.desk.zone, "Nothing is planned for the coming weeks.")
                if len(day.coming) > SHOWN:
                    more = f"All {capped(len(day.coming))} upcoming"
                    whose = "&show=mine" if self.mine else ""
                    link_button(more, f"/interviews?show=coming{whose}", kind="quiet").classes("self-start")

    def _recent(self, rows: list[dict[str, object]]) -> None:
        with line(ends=True):
            text("Recent interviews", tag="h2")
            link_button("All interviews", "/interviews", kind="quiet")

        async def load(_: TableQuery) -> TablePage:
            found = (await self.desk.read(overview.home)).recent
            return TablePage([row_of(row, self.desk.zone) for row in found], len(found))

        first = TablePage(rows, len(rows))
        self.recent = DataTable(COLUMNS_HERE, load, label="Recent interviews", first=first)

    async def admit(self, interview_id: str) -> None:
        """As the room does it, with the same rules; then into the room."""
        operation = Operation(type="op", client_id=str(uuid.uuid4()), client_seq=1, kind="admit", body={})
        await self.desk.change(room_operations.apply_once, interview_id, operation)
        ui.navigate.to(f"/rooms/{interview_id}")


def _sentence(shown: Shown) -> str:
    view = shown.view
    parts = [f"{capped(view.live)} live now", f"{capped(view.invited)} invited"]
    parts.append(f"{capped(view.to_decide)} to decide")
    if shown.day.today:
        parts.insert(0, f"{several(len(shown.day.today), 'live interview')} today")
    return " · ".join(parts)


def _meetings(found: Sequence[Meeting], zone: Zone, nothing: str, *, with_day: bool = True) -> None:
    if found:
        meeting_list(found, zone, with_day=with_day)
    else:
        text(nothing, "muted")


def _needs_you(zone: Zone, view: HomeView, wishes: list[OpenRequest]) -> None:
    with card("Needs you"):
        if not view.to_decide and not view.waiting and not view.to_judge and not wishes:
            text("Nothing right now. Reports appear here as soon as candidates hand in.", "muted")
            return
        with ui.element("ul").classes("todo"):
            if view.to_judge:
                _unjudged(view)
            for wish in wishes:
                there = zone_named(wish.zone)
                when = there.beside(wish.scheduled_at, zone) if wish.scheduled_at else ""
                words = f"{wish.candidate_name} asks for another time"
                _todo(
                    "clock",
                    words,
                    f"{wish.title} · planned {when}",
                    "Answer",
                    f"/interviews/{wish.interview_id}",
                )
            if view.to_decide:
                words = "reports to decide" if view.to_decide != 1 else "report to decide"
                words = f"{capped(view.to_decide)} {words}"
                _todo("flag", words, _names(view), "Decide", "/interviews?show=decide")
            for waiting in view.waiting:
                needs = several(waiting.files, "file needs", "files need") + " an e-mail"
                href = f"/positions/{waiting.position_id}?show=needs_email"
                _todo("mail", needs, waiting.title, "Complete", href)


def _unjudged(view: HomeView) -> None:
    words = several(view.to_judge, "scorecard is", "scorecards are") + " still to come from you"
    names = [name for _, name in view.unjudged[:3]]
    more = view.to_judge - len(names)
    detail = ", ".join(names) + (f" and {more} more" if more > 0 else "")
    _todo("edit", words, detail, "Write it", f"/interviews/{view.unjudged[0][0]}/report")


def _names(view: HomeView) -> str:
    names = [row.candidate_name for row in view.reports[:3]]
    more = view.to_decide - len(names)
    return ", ".join(names) + (f" and {capped(more)} more" if more > 0 else "")


def _todo(picture: str, words: str, detail: str, action: str, href: str) -> None:
    with ui.element("li"):
        ui.element("span").classes(f"icon i-{picture}").props("aria-hidden=true")
        with ui.element("div").classes("todo-words"):
            text(words, tag="b")
            text(detail, "muted small truncate", tag="span")
        link_button(action, href)


_NO_DAY = Day([], [], [], [])
COLUMNS_HERE = tuple(replace(column, sortable=False) for column in COLUMNS if column.name != "expires")
