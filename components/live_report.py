"""The parts of a live interview's report: summary, timeline, questions with time, chat, bookmarks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from nicegui import ui

from components.interview_words import TYPES, several
from components.pieces import card, facts, line, status_chip, tag, text
from components.recommendation_words import RECOMMENDATIONS
from components.timeline_lane import Lane, Mark, TimelineLanes
from components.times import Zone, zone_named
from neurohire.services.live_record import Happened, LiveRecord, Said
from neurohire.services.live_reports import LiveReport, ShownQuestion
from neurohire.services.reports import Report

FIRST = 40  # lines of chat shown at once


def lasted(seconds: float) -> str:
    """'48 min', '1 h 5 min', '40 s'."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    hours, minutes = divmod(round(whole / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def live_summary(report: Report, live: LiveReport, zone: Zone) -> None:
    """Who, when, how long, and what the interviewers recommend."""
    with card("Summary"):
        _recommended(live)
        facts(_facts(report, live, zone))


def _recommended(live: LiveReport) -> None:
    cards = live.scorecards.cards
    if not cards:
        return
    with line():
        for view in cards:
            word, tone = RECOMMENDATIONS[view.card.recommendation]
            status_chip(f"{view.name}: {word}", tone)


def _facts(report: Report, live: LiveReport, zone: Zone) -> list[tuple[str, str]]:
    detail = report.interview
    there = zone_named(live.zone)
    pairs = [
        ("Candidate", f"{detail.candidate_name} {detail.candidate_email}".strip()),
        ("Interviewers", ", ".join(live.interviewers)),
        ("Planned", f"{zone.beside(live.scheduled_at, there)}, {detail.minutes} minutes"),
    ]
    if live.started_at:
        pairs.append(("Begun", zone.beside(live.started_at, there)))
    if live.ended_at:
        by = f", completed by {live.ended_by}" if live.ended_by else ""
        by = " (nobody completed it: ended by itself later)" if live.was_left_open else by
        length = f" after {lasted(live.seconds)}" if live.seconds else ""
        pairs.append(("Ended", f"{zone.beside(live.ended_at, there)}{length}{by}"))
    words = several(len(live.questions), "question was shown", "questions were shown")
    rest = f", {live.not_shown} of the list were not" if live.not_shown else ""
    pairs.append(("Questions", words + rest))
    newest = {c.data_kind.replace("_", " "): c.is_given for c in report.consents}
    given = [kind for kind, is_given in newest.items() if is_given]
    refused = [kind for kind, is_given in newest.items() if not is_given]
    if report.consents:
        words = ", ".join(given) or "none"
        pairs.append(("Agreed to", words + (f" (not to {', '.join(refused)})" if refused else "")))
    return pairs


def live_timeline(
    live: LiveReport, zone: Zone, noted: Sequence[Lane] = (), on_pick: Callable[[str], Any] | None = None
) -> None:
    """Lanes to look at, the same as a list to read; `noted` is of the checks, which have their own card."""
    if not live.timeline:
        return
    with card("Timeline"):
        lanes = [
            Lane(one.name, [Mark(mark.place, mark.start, mark.end, mark.words) for mark in one.marks])
            for one in [*live.timeline, *([live.bookmarks] if live.bookmarks else [])]
        ]
        lanes += noted
        TimelineLanes(lanes, seconds=max(live.seconds, 60), jumps=True, on_pick=on_pick).mark("timeline")
        with ui.element("details").classes("more"):
            text("Who came, who was let in, and the clock", tag="summary")
            with ui.element("ol").classes("happened"):
                for one in sorted([*live.record.door, *_focus(live.record)], key=lambda found: found.at):
                    _happened(one, zone)


def _focus(record: LiveRecord) -> list[Happened]:
    return [
        Happened(
            seq=one.seq,
            at=one.at,
            name="",
            words=f"focus time for {lasted((one.until - one.at).total_seconds())}",
            reason=one.reason,
        )
        for one in record.focus
    ]


def _happened(one: Happened, zone: Zone) -> None:
    with ui.element("li") as row:
        row.props["id"] = f"happened-{one.seq}"
        text(clock(zone, one.at), "number muted", tag="span")
        words = f"{one.name} {one.words}" if one.name else one.words.capitalize()
        text(words + (f": {one.reason}" if one.reason else ""), tag="span")


def live_questions(questions: Sequence[ShownQuestion]) -> None:
    """What the candidate was asked, and how long each took."""
    with card("Questions shown"):
        if not questions:
            text("No question of the list was shown.", "muted")
        longest = max((one.seconds for one in questions), default=0)
        for one in questions:
            with ui.element("article").classes("asked stack stack-tight") as row:
                row.props["id"] = f"question-{one.number}"
                with line(ends=True):
                    with line():
                        text(f"Question {one.number}", tag="h3")
                        tag(TYPES[one.type], "accent")
                        tag(one.skill)
                        if one.was_skipped:
                            status_chip("Skipped", "attention")
                    text(lasted(one.seconds), "number muted", tag="span")
                text(one.text, "keep-lines")
                if longest:
                    with ui.element("span").classes("meter").props("aria-hidden=true"):
                        ui.element("i").style["width"] = f"{100 * one.seconds / longest:.0f}%"


def live_chat(said: Sequence[Said], zone: Zone) -> None:
    """Every line as it was written, in the server's order."""
    with card("Chat"):
        if not said:
            text("Nobody wrote anything.", "muted")
        for one in said[:FIRST]:
            _said(one, zone)
        if len(said) > FIRST:
            with ui.element("details").classes("more"):
                text(f"{len(said) - FIRST} more lines", tag="summary")
                for one in said[FIRST:]:
                    _said(one, zone)


def _said(one: Said, zone: Zone) -> None:
    with ui.element("div").classes("chat-said") as row:
        row.props["id"] = f"chat-{one.seq}"
        with line():
            text(one.name or "Somebody", tag="b")
            text(clock(zone, one.at), "number muted small", tag="span")
            if one.is_aside:
                tag("only the team saw it")
            if one.is_late:
                tag("arrived after the end", "attention")
        text(one.text, "keep-lines")


def clock(zone: Zone, at: datetime) -> str:
    """'14:05:09' where the reader is."""
    return f"{at.astimezone(zone.info):%H:%M:%S}"
