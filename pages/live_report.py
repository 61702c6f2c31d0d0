"""The report of a live interview: what the interviewers judged, the decision, and the whole record below."""

from __future__ import annotations

from nicegui import ui

from components.decision_form import DecisionForm
from components.layout import sheet_url
from components.live_report import (
    live_bookmarks,
    live_chat,
    live_questions,
    live_summary,
    live_timeline,
)
from components.live_scorecards import live_scorecards
from components.pieces import card, note, stack, text
from components.report_summary import about
from components.room_notes import RoomNotes
from neurohire.events import Event
from neurohire.services import reports
from neurohire.services.live_reports import LiveReport
from neurohire.services.reports import Report
from neurohire.vocabulary import Outcome
from pages.interview import CHANGES
from pages.team import Desk

YOURS = "Your scorecard is still to come"
YOURS_WORDS = "Write it while you remember. You see the others' when yours is submitted."


class LiveReportPage:
    """Parts that are drawn again only when what they show has changed; the record below stays as it is."""

    def __init__(self, desk: Desk, report: Report, live: LiveReport) -> None:
        self.desk, self.id, self.report, self.live = desk, report.interview.id, report, live
        ui.add_head_html(f'<link rel="stylesheet" href="{sheet_url("css/room_notes")}">')
        ui.add_head_html(f'<link rel="stylesheet" href="{sheet_url("css/live_report")}">')
        is_first = live.scorecards.is_mine_missing
        self.top = stack("wide")
        if is_first:
            self._mine(YOURS)
        self.cards = stack()
        self.decision = DecisionForm(desk.zone, desk.act, self.decide)
        self._record()
        if not is_first:
            self._mine("Your notes and scorecard")
        self._draw()
        desk.listen((f"interview:{self.id}",), self.changed)

    def _record(self) -> None:
        live, zone = self.live, self.desk.zone
        live_timeline(live, zone)
        live_questions(live.questions)
        live_chat(live.record.chat, zone)
        with card("About this interview"):
            about(self.report, zone)

    def _mine(self, title: str) -> None:
        """Over the operation line, so nothing of it passes through this page's server side."""
        assert self.desk.actor is not None
        with card(title) as box:
            box.classes("no-print")
            if title == YOURS:
                note(YOURS_WORDS)
            actor = self.desk.actor
            viewer = {"seat": self.live.seat, "id": actor.journal_name, "name": actor.name}
            RoomNotes(self.id, viewer, wide=True)
            if self.live.my_notes.bookmarks:
                text("Your bookmarks in the record", tag="h3")
                live_bookmarks(self.live)

    async def changed(self, events: list[Event]) -> None:
        """Somebody submitted a scorecard or decided."""
        if not any(event.kind in CHANGES for event in events):
            return
        report = await self.desk.read(reports.get, self.id)
        if report.live is not None and report != self.report:
            self.report, self.live = report, report.live
            self._draw()

    def _draw(self) -> None:
        self.top.clear()
        with self.top:
            live_summary(self.report, self.live, self.desk.zone)
        self.cards.clear()
        with self.cards:
            live_scorecards(self.live.scorecards, self.desk.zone)
        self.decision.show(self.report.decisions)

    async def decide(self, outcome: Outcome, reason: str) -> None:
        await self.desk.change(reports.decide, self.id, outcome, reason)
