"""The top of a report: the total with its base, what the answers show, what could be added."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nicegui import ui

from components.interview_words import GRADING, MODEL_GRADING, OUTCOMES
from components.pieces import button, card, facts, grid, line, note, status_chip, text
from components.quote import Quote
from components.report_question import anchor_of, where_of
from components.times import Zone
from neurohire.services.reports import DecisionView, QuoteView, Report
from neurohire.vocabulary import DataKind, GradingState, ModelState, ScoreSource

REASONS = {
    "candidate": "handed in by the candidate",
    "time_up": "handed in when the time was up",
    "policy": "handed in by the policy",
}
NO_SUGGESTIONS = (
    "The candidate did not agree to suggested scores, so none were made. "
    "Please read the answers; scores that you give yourself count."
)
FIRST = 4  # strengths and gaps shown at once


def grading_note(report: Report, on_again: Callable[..., Any]) -> None:
    """What the scores are waiting for, if anything."""
    state = report.interview.grading_state
    if state in (GradingState.WAITING, GradingState.RUNNING):
        with note(f"{GRADING[state]}. The answers can be read already; scores appear here by themselves."):
            pass
    elif state is GradingState.FAILED:
        with ui.element("div").classes("line line-ends failed"):
            note("The scores could not be made. The answers are safe.", tone="bad")
            button("Grade again", on_again, icon="retry").mark("grade-again")
    elif (words := MODEL_GRADING.get(report.interview.model_grading_state)) is not None:
        with ui.element("div").classes("line line-ends"):
            note(words)
            if report.interview.model_grading_state is ModelState.FAILED:
                button("Grade again", on_again, icon="retry").mark("grade-again")


def report_summary(report: Report) -> None:
    """Readable before anything else."""
    with card("Summary"):
        agreed = {consent.data_kind: consent.is_given for consent in report.consents}  # the newest counts
        if not agreed.get(DataKind.SUGGESTED_SCORES, True):
            note(NO_SUGGESTIONS)
        if report.interview.grading_state is GradingState.DONE:
            _total(report)
            with grid(two=True):
                _remarks("What the answers show", report.strengths, "Nothing stands out.")
                _remarks("What could be added", report.gaps, "No gap stands out.")
            if report.overall:
                _feedback(report.overall)
        else:
            text("There is no total yet.", "muted")


def about(report: Report, zone: Zone) -> None:
    """How the interview went, apart from scores."""
    detail = report.interview
    pairs = [("Position", detail.title), ("E-mail", detail.candidate_email)]
    if detail.started_at:
        pairs.append(("Begun", zone.full(detail.started_at)))
    if detail.submitted_at:
        how = REASONS.get(report.submit_reason, "")
        pairs.append(("Ended", zone.full(detail.submitted_at) + (f", {how}" if how else "")))
    time = f"{detail.minutes} minutes" + (f" + {detail.extra_minutes} extra" if detail.extra_minutes else "")
    if report.credited_seconds >= 60:
        time += f", {report.credited_seconds // 60} given back for time we lost"
    pairs.append(("Time", time))
    newest = {c.data_kind.replace("_", " "): c.is_given for c in report.consents}
    given = [kind for kind, is_given in newest.items() if is_given]
    refused = [kind for kind, is_given in newest.items() if not is_given]
    if report.consents:
        words = ", ".join(given) or "none"
        pairs.append(("Agreed to", words + (f" (not to {', '.join(refused)})" if refused else "")))
    facts(pairs)


def decisions(shown: Sequence[DecisionView], zone: Zone) -> None:
    """The decision that stands, then earlier ones."""
    for place, decision in enumerate(shown):
        word, tone = OUTCOMES[decision.outcome]
        with ui.element("div").classes("decision" if place == 0 else "decision is-earlier"):
            with line():
                status_chip(word, tone)
                earlier = "" if place == 0 else " (earlier)"
                text(f"{decision.decided_by}, {zone.full(decision.at)}{earlier}", "muted small", tag="span")
            text(decision.reason, "keep-lines")


def _total(report: Report) -> None:
    with ui.element("div").classes("total"):
        if report.score is None:
            text("not assessed", "total-none", tag="b")
            words = f"{report.interview.score_base or '0'} questions could be assessed, too few for a total."
            text(words, "muted", tag="span")
            return
        text(f"{report.score:.1f}", "total-number number", tag="b")
        text(f"from {report.interview.score_base} questions, on a scale to 10", "muted", tag="span")
    text(f"{_origin(report)} A person decides.", "muted small")


def _origin(report: Report) -> str:
    sources = {c.counts.source for q in report.questions for c in q.criteria if c.counts}
    if ScoreSource.MODEL in sources:
        return "Suggested by a model and from key points in the answers."
    return "Suggested from key points in the answers."


def _remarks(title: str, lines: Sequence[Mapping[str, Any]], nothing: str) -> None:
    with ui.element("div").classes("stack"):
        text(title, tag="h3")
        if not lines:
            text(nothing, "muted")
        for remark in lines[:FIRST]:
            _remark(remark)
        if len(lines) > FIRST:
            with ui.element("details").classes("more"):
                text(f"{len(lines) - FIRST} more", tag="summary")
                with ui.element("div").classes("stack"):
                    for remark in lines[FIRST:]:
                        _remark(remark)


def _remark(remark: Mapping[str, Any]) -> None:
    number = int(remark.get("number", 0))
    words = str(remark.get("text", "")).split(" The answer says ")[0]
    with ui.element("div").classes("remark"):
        text(words)
        for found in list(remark.get("quotes", []))[:1]:
            quote = QuoteView.model_validate(found)
            Quote(
                quote.text,
                where=where_of(number, quote.part),
                jump=f"#{anchor_of(number, quote)}",
                code=quote.part.startswith("code"),
            )


def _feedback(overall: str) -> None:
    with ui.element("details").classes("more"):
        text("Feedback in words, to be edited and used", tag="summary")
        text(overall, "prose keep-lines")
