"""When a live interview is and who interviews, as its page and the page that made it say it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from components.pieces import button, card, facts, line, link_button, note, text
from components.times import Zone, zone_named
from neurohire.services.schedule import Appointment


def appointment_card(
    of: Appointment,
    here: Zone,
    *,
    is_cancelled: bool,
    can_move: bool,
    on_how: Callable[[], Any] | None = None,
    room: bool = False,
) -> None:
    """Both zones, the people, the calendar files, and the way to move it."""
    there = zone_named(of.zone)
    with card("When and who"):
        text(there.beside(of.scheduled_at, here), "schedule-means")
        if of.moved_from and not is_cancelled:
            note(f"It was moved. Before: {there.beside(of.moved_from, here)}.")
        pairs = [("Duration", f"{of.minutes} minutes"), ("Interviewers", _names(of))]
        pairs.append(("Programming", ", ".join(of.code_languages) or "No code is written"))
        pairs.append(
            (
                "Recording",
                "The call is recorded of those who agree" if of.is_recorded else "The call is not recorded",
            )
        )
        checked = "Checked, if the candidate agrees" if of.is_camera_checked else "Not checked"
        pairs.append(("Camera", checked))
        facts(pairs)
        if is_cancelled:
            text("The calendar files now take it out of a calendar; send the candidate his.", "muted")
        if room:
            with line():
                link_button("Open the room", f"/rooms/{of.interview_id}", kind="primary", icon="camera")
            text("You can go in at any time, also before the candidate, and look round.", "muted small")
        calendar_links(of.interview_id)
        if can_move and of.can_be_moved:
            with line():
                link_button(
                    "Move it or change people", f"/interviews/{of.interview_id}/schedule", icon="edit"
                )
                if on_how:
                    words = "Change languages, policy, recording, checks"
                    button(words, on_how, kind="quiet", icon="sliders").mark("change-how")


def calendar_links(interview_id: str) -> None:
    """The two files: one to send, one for the team's own calendars."""
    base = f"/api/v1/interviews/{interview_id}/calendar.ics"
    with line():
        link_button("Calendar file for the candidate", f"{base}?for=candidate", icon="calendar")
        link_button("For your own calendar", base, icon="download")


def _names(of: Appointment) -> str:
    return ", ".join(name for _, name in of.interviewers)
