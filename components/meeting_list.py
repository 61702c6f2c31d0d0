"""Live interviews one below the other: when in both zones, with whom, where it stands, and the way in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from nicegui import ui

from components.pieces import button, line, link_button, stack, status_chip, text
from components.times import Zone, zone_named
from components.week_calendar import GOING, meeting_href, meeting_state
from neurohire.services.meetings import Meeting

Admit = Callable[[str], Awaitable[None]]


def meeting_list(meetings: Sequence[Meeting], here: Zone, *, with_day: bool = True) -> None:
    """Each row opens the interview; `with_day` False where the heading says the day."""
    with ui.element("ul").classes("meetings"):
        for of in meetings:
            with ui.element("li"):
                _row(of, here, with_day)


def door_list(meetings: Sequence[Meeting], here: Zone, admit: Admit) -> None:
    """Who waits to be let in, since when; an interviewer lets in from here."""
    with ui.element("ul").classes("meetings"):
        for of in meetings:
            with ui.element("li").classes("is-waiting"):
                _door(of, here, admit)


def _row(of: Meeting, here: Zone, with_day: bool) -> None:
    there, word_tone = zone_named(of.zone), meeting_state(of)
    words = here.beside(of.scheduled_at, there)
    with ui.element("div").classes("meeting-when"):
        day, clock = here.short(of.scheduled_at).rsplit(", ", 1)
        text(clock, tag="b")
        text(day if with_day else f"{of.minutes} minutes", "muted small", tag="span")
    with stack("tight").classes("meeting-who"):
        name = text(of.candidate_name, "cell-open", tag="a")
        name.props["href"] = meeting_href(of)
        people = f" · with {', '.join(of.interviewers)}" if of.interviewers else ""
        text(f"{of.title}{people}", "muted small")
        if words != here.full(of.scheduled_at):
            text(words, "muted small")
    status_chip(word_tone[0], word_tone[1], moving=of.state in GOING)  # type: ignore[arg-type]


def _door(of: Meeting, here: Zone, admit: Admit) -> None:
    async def let_in() -> None:
        await admit(of.id)

    ui.element("span").classes("icon i-user").props("aria-hidden=true")
    with stack("tight").classes("meeting-who"):
        text(f"{of.candidate_name} is waiting to be let in", tag="b")
        since = f" · asked at {here.short(of.admission_at).rsplit(', ', 1)[1]}" if of.admission_at else ""
        text(f"{of.title} · planned {here.full(of.scheduled_at)}{since}", "muted small")
    with line():
        if of.is_mine:
            button("Admit and join", let_in, kind="primary").mark(f"admit-{of.id}")
        link_button("Open the room", f"/rooms/{of.id}")
