"""The report of one interview: three minutes from top to bottom, everything deeper one click away."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui
from nicegui.element import Element
from sqlmodel import Session

from components.decision_form import DecisionForm
from components.fields import area_field, select_field
from components.incident_report import IncidentReport
from components.layout import link_sheets
from components.meter import spent_words
from components.page import page
from components.pieces import button, card, link_button, note, page_header, stack, text
from components.report_question import report_question
from components.report_summary import about, grading_note, report_summary
from components.toast import toast
from neurohire.auth.actors import Actor
from neurohire.errors import Rejected
from neurohire.events import Event
from neurohire.services import decisions, grading, incidents, reports, spending
from neurohire.services.reports import CriterionView, QuestionReport, Report
from neurohire.services.spending import Spent
from neurohire.settings import Settings
from neurohire.vocabulary import InterviewState, Judgement, Outcome
from pages.interview import CHANGES
from pages.interviews import GRADED
from pages.live_report import LiveReportPage, is_of_checks
from pages.team import Desk

NOT_ASSESSED = "none"
NOT_YET = "The interview is not over yet. The report begins when it is."
NO_REPORT = "This interview did not take place, so there is no report."
NEVER_HELD = (InterviewState.CANCELLED, InterviewState.EXPIRED)


def register() -> None:
    """The address of this page."""

    @page("/interviews/{interview_id}/report")
    async def interview_report(request: Request, interview_id: str) -> Response | None:
        desk = Desk(request)
        found = await desk.open(_read, interview_id, desk.state.settings)
        if found is None:
            return desk.to_login()
        report, spent = found
        with desk.page(f"Report on {report.interview.candidate_name}", "interviews"):
            _head(report)
            if report.interview.state in GRADED and report.live is not None:
                LiveReportPage(desk, report, report.live)
            elif report.interview.state in GRADED:
                _ReportPage(desk, report, spent)
            else:
                note(NO_REPORT if report.interview.state in NEVER_HELD else NOT_YET)
                back = link_button("See where it stands", f"/interviews/{report.interview.id}")
                back.classes("self-start")
        return None


def _read(db: Session, actor: Actor, interview_id: str, settings: Settings) -> tuple[Report, Spent]:
    report = reports.get(db, actor, interview_id)
    return report, spending.of_interview(db, actor, interview_id, settings)


def _head(report: Report) -> None:
    detail = report.interview
    back = ("Interviews", "/interviews")
    with page_header(detail.candidate_name, f"Report · {detail.title}", back=back):
        link_button("Interview", f"/interviews/{detail.id}", kind="quiet").classes("no-print")
        json = link_button("JSON", f"/api/v1/interviews/{detail.id}/report", icon="download")
        json.classes("no-print").props["download"] = f"report-{detail.id}.json"
        print_it = button("Print", icon="print").classes("no-print")
        print_it.on("click", js_handler="() => window.print()")


class _ReportPage:
    """Parts that are drawn again only when what they show has changed."""

    def __init__(self, desk: Desk, report: Report, spent: Spent) -> None:
        self.desk, self.id, self.report, self.spent = desk, report.interview.id, report, spent
        self.top = stack("wide")
        self.decision = DecisionForm(desk.zone, desk.act, self.decide)
        self.questions: dict[str, Element] = {}
        text("Questions and answers", tag="h2")
        for question in report.questions:
            self.questions[question.id] = stack()
            self._question(question)
        if report.checks is not None:
            link_sheets("css/noted")
        self.noted = IncidentReport(desk.zone, report.interview.candidate_name, desk.act, self.judge)
        with card("About this interview"):
            self.about = stack()
        self._draw_top()
        desk.listen((f"interview:{self.id}",), self.changed)

    async def changed(self, events: list[Event]) -> None:
        """Scores have come, or somebody changed one or decided."""
        if not any(event.kind in CHANGES or is_of_checks(event) for event in events):
            return
        old = self.report
        self.report, self.spent = await self.desk.read(_read, self.id, self.desk.state.settings)
        before = {question.id: question for question in old.questions}
        for question in self.report.questions:
            if question != before.get(question.id) and question.id in self.questions:
                self._question(question)
        self._draw_top()

    def _draw_top(self) -> None:
        self.top.clear()
        with self.top:
            grading_note(self.report, self.desk.act(self.grade_again))
            report_summary(self.report)
        self.decision.show(self.report.decisions)
        if self.report.checks is not None:
            self.noted.show(self.report.checks)
        self.about.clear()
        with self.about:
            about(self.report, self.desk.zone)
            if words := spent_words(self.spent):
                text(words, "muted small")

    def _question(self, question: QuestionReport) -> None:
        place = self.questions[question.id]
        place.clear()
        override = self.desk.act(self.override)
        with place:
            report_question(question, self.id, lambda view: override(question.id, view))

    async def decide(self, outcome: Outcome, reason: str) -> None:
        await self.desk.change(decisions.decide, self.id, outcome, reason)

    async def judge(self, incident_id: str, judgement: Judgement, note: str | None) -> None:
        await self.desk.change(incidents.judge, incident_id, judgement, note)

    async def grade_again(self) -> None:
        await self.desk.change(grading.grade_again, self.id)
        toast("The scores are being made again")

    async def override(self, question_id: str, view: CriterionView) -> None:
        """Another score with a reason; the suggestion stays to be seen."""
        anchors = view.criterion.anchors
        options = {NOT_ASSESSED: "Not assessed", **{str(n): f"{n} · {anchors[n]}" for n in (0, 1, 2, 3, 4)}}
        now = NOT_ASSESSED if view.counts is None or view.counts.points is None else str(view.counts.points)
        with ui.dialog() as dialog, ui.element("div").classes("dialog dialog-wide") as box:
            box.props.update({"role": "dialog", "aria-label": f"Score for {view.criterion.name}"})
            text(view.criterion.name, tag="h2")
            points = select_field("Points", options, value=now)
            reason = area_field("Reason", rows=3, limit=2000, help="Stands with the score, with your name.")
            with ui.element("div").classes("dialog-actions"):
                button("Cancel", dialog.close)

                async def save() -> None:
                    chosen = None if points.value == NOT_ASSESSED else int(points.value or 0)
                    try:
                        await self.desk.change(
                            grading.override,
                            self.id,
                            question_id,
                            view.criterion.key,
                            chosen,
                            str(reason.value or ""),
                        )
                    except Rejected as error:
                        reason.error = error.message
                        return
                    dialog.close()
                    toast("Your score counts now")

                button("Save this score", self.desk.act(save), kind="primary").mark("save-score")
        dialog.on("hide", dialog.delete)
        dialog.open()
