"""The report of a live interview: what the interviewers judged, the decision, and the whole record below."""

from __future__ import annotations

from nicegui.elements.mixins.text_element import TextElement

from components.code_playback import CodePlayback
from components.decision_form import DecisionForm
from components.incident_report import IncidentReport, incident_lane
from components.layout import link_sheets
from components.live_code import live_code, live_runs
from components.live_recordings import live_recordings
from components.live_report import live_chat, live_questions, live_summary, live_timeline
from components.live_scorecards import live_scorecards
from components.pieces import card, stack, text
from components.room_notes import RoomNotes
from components.room_recording import RoomRecording
from components.texts import texts_for
from neurohire.events import Event
from neurohire.services import decisions, incidents, reports
from neurohire.services.live_reports import LiveReport
from neurohire.services.reports import Report
from neurohire.services.room_access import Seat
from neurohire.vocabulary import Judgement, Outcome
from pages.interview import CHANGES
from pages.team import Desk

REMINDER = "Your scorecard is still to come. Write it while you remember."
SHEETS = ("css/room_notes", "css/live_report", "css/noted", "css/playback", "css/room_recording", "css/table")


class LiveReportPage:
    """Parts that are drawn again only when what they show has changed; the record below stays as it is."""

    def __init__(self, desk: Desk, report: Report, live: LiveReport) -> None:
        self.desk, self.id, self.report, self.live = desk, report.interview.id, report, live
        link_sheets(*SHEETS)
        self.reminder: TextElement | None = None
        self.playback: CodePlayback | None = None
        is_first = live.scorecards.is_mine_missing
        self.top = stack("wide")
        if is_first:
            self._mine()
        self.cards = stack()
        self.decision = DecisionForm(desk.zone, desk.act, self.decide)
        self._rest_of_recording()
        self.takes = stack()
        self.noted = IncidentReport(desk.zone, report.interview.candidate_name, desk.act, self.judge)
        self._record()
        if not is_first:
            self._mine()
        self._draw()
        self._draw_takes()
        desk.listen((f"interview:{self.id}",), self.changed)

    def _mine(self) -> None:
        """Over the operation line, so nothing of it passes through this page's server side."""
        actor = self.desk.actor
        assert actor is not None
        has_card = self.live.seat is Seat.INTERVIEWER
        with card("Your notes and scorecard" if has_card else "Your notes") as box:
            box.classes("no-print")
            if self.live.scorecards.is_mine_missing:
                self.reminder = text(REMINDER, "muted")
            viewer = {"seat": self.live.seat.value, "id": actor.journal_name, "name": actor.name}
            RoomNotes(self.id, viewer, wide=True, on_moment=self.show_moment)

    def _rest_of_recording(self) -> None:
        """What this browser has recorded of its owner and not sent yet."""
        actor = self.desk.actor
        assert actor is not None
        if self.live.is_recorded and self.live.seat is Seat.INTERVIEWER:
            viewer = {"seat": self.live.seat.value, "id": actor.journal_name, "name": actor.name}
            RoomRecording(self.id, viewer, texts_for("en"), only_sends=True)

    def _record(self) -> None:
        live, zone = self.live, self.desk.zone
        live_timeline(live, zone, incident_lane(live), self.noted.reveal)
        live_questions(live.questions)
        self.playback = live_code(self.id, live.document_id, live.files)
        live_runs(live.record.runs, zone)
        live_chat(live.record.chat, zone)

    def show_moment(self, at: str) -> None:
        """The code as it was when a bookmark was set."""
        if self.playback is not None:
            self.playback.jump(at)

    async def changed(self, events: list[Event]) -> None:
        """Somebody submitted a scorecard, decided, or said something of what was noted."""
        has_changed = any(event.kind in CHANGES for event in events)
        if not has_changed and not any(map(is_of_checks, events)):
            return
        report = await self.desk.read(reports.get, self.id)
        if report.live is not None and not has_changed:
            self.noted.show(report.live.checks)
        elif report.live is not None and report != self.report:
            are_new = report.live.recordings != self.live.recordings
            self.report, self.live = report, report.live
            self._draw()
            if are_new:
                self._draw_takes()

    def _draw_takes(self) -> None:
        """On their own: to draw them again ends what is being played."""
        self.takes.clear()
        with self.takes:
            live_recordings(self.id, self.live, self.desk.zone)

    def _draw(self) -> None:
        self.top.clear()
        with self.top:
            live_summary(self.report, self.live, self.desk.zone)
        self.cards.clear()
        with self.cards:
            live_scorecards(self.live.scorecards, self.desk.zone)
        self.decision.show(self.report.decisions)
        self.noted.show(self.live.checks)
        if self.reminder is not None and not self.live.scorecards.is_mine_missing:
            self.reminder.delete()
            self.reminder = None

    async def decide(self, outcome: Outcome, reason: str) -> None:
        await self.desk.change(decisions.decide, self.id, outcome, reason)

    async def judge(self, incident_id: str, judgement: Judgement, note: str | None) -> None:
        await self.desk.change(incidents.judge, incident_id, judgement, note)


def is_of_checks(event: Event) -> bool:
    """Something was noted, judged or answered."""
    return event.kind == "entry" and event.data["entry"].kind in incidents.KINDS
