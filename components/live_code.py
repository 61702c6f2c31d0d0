"""The code in a live interview's report: files as they stood at the end, their playback, and runs."""

from __future__ import annotations

from collections.abc import Sequence

from nicegui import ui

from components.answer_text import AnswerText
from components.code_playback import CodePlayback
from components.interview_words import several
from components.live_report import clock
from components.pieces import card, line, status_chip, tag, text
from components.times import Zone
from neurohire.services.live_code import CodeFile, CodeRun

ERRORS = {
    "too_long": "ended after 10 seconds",
    "stopped": "stopped by hand",
    "failed": "ended: it did something that programs cannot do here",
    "gone": "gone without an answer",
}
SHOWN = 12  # runs shown at once
SELF_REPORTED = (
    "Programs run in the browser of whoever pressed Run, so what they printed and which tests passed "
    "is that browser's word."
)


def live_code(interview_id: str, document_id: str, files: Sequence[CodeFile]) -> CodePlayback | None:
    """Files as they stood at the end, then how they came about."""
    with card("Code") as box:
        box.props["id"] = "code"
        if not document_id:
            text("Nobody used the editor.", "muted")
            return None
        for file in files:
            with line():
                text(file.name, tag="h3")
                tag(file.language)
                if file.is_removed:
                    tag("removed", "attention")
            if file.text.strip():
                AnswerText(file.text, code=True, language=file.language)
            else:
                text("Empty", "muted")
        text("How it came about", tag="h3")
        return CodePlayback(interview_id, document_id)


def live_runs(runs: Sequence[CodeRun], zone: Zone) -> None:
    """Every run with its output; a result is marked by whose browser says so."""
    if not runs:
        return
    with card("Runs"):
        text(SELF_REPORTED, "muted small")
        for run in runs[:SHOWN]:
            _run(run, zone)
        if len(runs) > SHOWN:
            with ui.element("details").classes("more"):
                text(f"{len(runs) - SHOWN} more runs", tag="summary")
                for run in runs[SHOWN:]:
                    _run(run, zone)


def _run(run: CodeRun, zone: Zone) -> None:
    with ui.element("article").classes("run-said") as row:
        row.props["id"] = f"run-{run.seq}"
        with line():
            text(run.file or "Program", tag="b")
            _outcome(run)
            whose = f"in {run.name}'s browser" if run.name else "in somebody's browser"
            text(f"{clock(zone, run.at)} · {whose} · {run.seconds:.1f} s", "muted small", tag="span")
            if run.is_candidates:
                tag("self-reported")
            if run.in_focus:
                tag("in focus time")
            if run.of_hidden_cases:
                tag("hidden test cases")
            if run.is_late:
                tag("arrived after the end", "attention")
        if run.output:
            with ui.element("pre").classes("run-output"):
                for kind, words in run.output:
                    text(words, "run-fault" if kind == "stderr" else "", tag="span")
        if run.is_truncated:
            text("The output was longer; the rest was not kept.", "muted small")
        if run.cases:
            _cases(run)


def _outcome(run: CodeRun) -> None:
    if not run.is_ended:
        status_chip("No end was told", "attention")
    elif run.cases:
        passed = sum(one.passed for one in run.cases)
        tone = "good" if passed == len(run.cases) else "attention"
        status_chip(f"{passed} of {several(len(run.cases), 'test')} passed", tone)
    elif run.ok:
        status_chip("Ran to its end", "good")
    else:
        status_chip(ERRORS.get(run.error, "Ended with an error").capitalize(), "attention")


def _cases(run: CodeRun) -> None:
    with ui.element("ul").classes("run-cases"):
        for one in run.cases:
            with ui.element("li"):
                status_chip("Passed" if one.passed else "Not passed", "good" if one.passed else "attention")
                text(one.name, tag="span")
                if not one.passed and one.got:
                    text(f"got {one.got}", "muted small keep-lines", tag="span")
