"""A week of live interviews: days beside each other, hours down; a list below 700 px."""

from __future__ import annotations

from typing import Any

from nicegui.element import Element

from components.interview_words import STATES
from components.links import safe_href
from components.times import DAYS, MONTHS, Zone, zone_named
from components.week_layout import Block, Week
from neurohire.services.meetings import Meeting
from neurohire.vocabulary import Admission, InterviewState

OVER = (InterviewState.SUBMITTED, InterviewState.REVIEWED, InterviewState.TERMINATED)
GOING = (InterviewState.WAITING, InterviewState.LIVE)


class WeekCalendar(Element, component="week_calendar.js"):
    """Every block is a link; arrow keys go from one to the next. `show` draws another moment of it."""

    def __init__(self, week: Week, zone: Zone) -> None:
        super().__init__()
        self.zone = zone
        self.show(week)

    def show(self, week: Week) -> None:
        """Draw this week."""
        hours = range(week.first_hour, week.last_hour)
        today = week.now[0] if week.now else -1
        self.props["hours"] = tuple(f"{hour:02}:00" for hour in hours)
        self.props["days"] = tuple(
            (
                f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}",
                number == today,
                tuple(_packed(block, self.zone) for block in week.blocks if block.day == number),
            )
            for number, day in enumerate(week.days)
        )
        self.props["now"] = round(week.now[1], 2) if week.now else -1

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        shown = [
            word for day in self.props["days"] for word in (day[0], *(w for b in day[2] for w in b[1:5]))
        ]
        return [*super()._displayed_contents(only_visible=only_visible), *shown]


def meeting_href(of: Meeting) -> str:
    """Where a click leads: the room while it goes on, the report when it is over."""
    if of.state in GOING:
        return f"/rooms/{of.id}"
    return f"/interviews/{of.id}/report" if of.state in OVER else f"/interviews/{of.id}"


def meeting_state(of: Meeting) -> tuple[str, str]:
    """A word and a tone; who waits at the door is more than a state."""
    if of.admission is Admission.REQUESTED and of.state not in OVER:
        return "Waiting to be let in", "attention"
    word, tone = STATES[of.state]
    return ("Planned", "accent") if of.state is InterviewState.INVITED else (word, tone)


def _packed(block: Block, zone: Zone) -> tuple[Any, ...]:
    of = block.meeting
    word, tone = meeting_state(of)
    ends = of.ends_at.astimezone(zone.info)
    time = f"{of.scheduled_at.astimezone(zone.info):%H:%M}–{ends:%H:%M}"
    there = zone_named(of.zone).beside(of.scheduled_at, zone)
    width = 100 / block.lanes
    place = (block.top, block.height, block.lane * width, width)
    return (
        safe_href(meeting_href(of)),
        time,
        of.candidate_name,
        of.title,
        word,
        tone,
        tuple(round(n, 2) for n in place),
        f"{of.candidate_name}, {of.title}, {there}, {of.minutes} minutes, with {', '.join(of.interviewers)}",
    )
