"""One question of a report: the answer, and each line of the rubric with points, anchors and quotes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui

from components.answer_text import AnswerText, Said
from components.interview_words import SCORE_SOURCES, TYPES
from components.pieces import button, card, line, note, stack, status_chip, tag, text
from components.quote import Quote
from components.score_bar import ScoreBar
from components.spoken_answer import SpokenAnswer, runs_of
from neurohire.services.answers import AnswerView
from neurohire.services.reports import CriterionView, QuestionReport, QuoteView, ScoreView
from neurohire.vocabulary import AnswerMode, FollowUpSource, QuestionState, ScoreSource

PARTS = {"text": "Answer", "code": "Code"}
NAMES = {"text": "Answer {}", "code": "Code of answer {}", "speech": "Answer {}, spoken"}
WITHOUT_WORDS = (
    "Scores were suggested before all spoken words were written down. Grade again to have them read too."
)
MODES = {AnswerMode.SPEECH: "spoken", AnswerMode.TEXT: "typed", AnswerMode.CODE: "typed"}


def anchor_of(number: int, quote: QuoteView) -> str:
    """The same for the quote and for its place in the answer."""
    return f"said-{number}-{quote.part}-{quote.start}-{quote.end}"


def where_of(number: int, part: str) -> str:
    """'Answer 3', 'Code of answer 3', 'Answer 3, follow-up 1'."""
    kind, _, follow_up = part.partition("-")
    name = NAMES.get(kind, "Answer {}").format(number)
    return f"{name}, follow-up {follow_up}" if follow_up not in ("", "0") else name


def report_question(
    question: QuestionReport, interview_id: str, on_override: Callable[[CriterionView], Any]
) -> None:
    """The card of one question."""
    with card(f"Question {question.number}") as element:
        element.props["id"] = f"question-{question.number}"
        with line(ends=True):
            with line():
                tag(TYPES[question.question.type], "accent")
                tag(question.question.skill)
            _question_score(question)
        text(question.question.text, "question-words keep-lines")
        if question.question.quoted_fact:
            text(f"Stands on this line of the resume: “{question.question.quoted_fact}”", "muted small")
        _answers(question, interview_id)
        if question.criteria:
            with stack("wide").classes("criteria"):
                for criterion in question.criteria:
                    _criterion(question, criterion, on_override)
        elif question.state is not QuestionState.PENDING:
            note("This question has no rubric, so it is not assessed. Please read the answer.")


def _question_score(question: QuestionReport) -> None:
    if question.state is QuestionState.PENDING:
        status_chip("Not asked", "neutral")
    elif question.state is QuestionState.SKIPPED:
        status_chip("Skipped", "attention")
    elif question.score is not None:
        text(f"{question.score:.1f} of 10", "number score-of")
    else:
        text("not assessed", "muted")


def _answers(question: QuestionReport, interview_id: str) -> None:
    if question.state is QuestionState.PENDING:
        text("The interview ended before this question.", "muted")
        return
    quotes = _quotes(question)
    has_any = any(answer.text.strip() or answer.code.strip() for answer in question.answers)
    if not has_any and not question.recordings:
        text("No answer was given.", "muted")
    for answer in question.answers:
        if answer.follow_up and answer.follow_up <= len(question.follow_ups):
            _follow_up(question, answer.follow_up)
        _spoken(question, answer.follow_up, interview_id, quotes)
        _answer(question, answer, quotes)
    known = {answer.follow_up for answer in question.answers}
    spoken = (*question.recordings, *question.spoken)
    for follow_up in sorted({take.follow_up for take in spoken} - known):
        _spoken(question, follow_up, interview_id, quotes)
    if question.is_scored_without:
        note(WITHOUT_WORDS, tone="attention")


def _follow_up(question: QuestionReport, number: int) -> None:
    text(f"Follow-up: {question.follow_ups[number - 1]}", "follow-up keep-lines")
    origin = question.follow_up_origins[number - 1]
    if origin.source is FollowUpSource.MODEL:
        text(f"Written by a model during the interview ({origin.model}, {origin.prompt})", "muted small")


def _answer(question: QuestionReport, answer: AnswerView, quotes: dict[str, list[Said]]) -> None:
    for kind, words in (("text", answer.text), ("code", answer.code)):
        if not words.strip():
            continue
        part = f"{kind}-{answer.follow_up}"
        how = answer.code_language if kind == "code" else MODES[answer.mode]
        late = ", partly after the time was up" if answer.is_late else ""
        text(f"{PARTS[kind]}, {how or 'no language chosen'}{late}", "muted small")
        AnswerText(words, quotes=quotes.get(part, []), code=kind == "code", language=answer.code_language)


def _spoken(
    question: QuestionReport, follow_up: int, interview_id: str, quotes: dict[str, list[Said]]
) -> None:
    """Every take with its sound, and with its words where it was written down."""
    takes = [take for take in question.recordings if take.follow_up == follow_up]
    words = [take for take in question.spoken if take.follow_up == follow_up]
    runs = runs_of(words, quotes.get(f"speech-{follow_up}", []))
    by_id = {take.recording_id: take for take in words}
    for number, take in enumerate(takes, 1):
        gaps = f" · {take.missing} pieces did not arrive" if take.missing else ""
        label = f"Spoken answer{f', take {number}' if len(takes) > 1 else ''}{gaps}"
        source = f"/api/v1/interviews/{interview_id}/recordings/{take.id}"
        if take.id in by_id:
            SpokenAnswer(by_id[take.id], source, label, runs[take.id]).mark("take")
        else:
            _sound(source, label)
    for take in words:
        if take.recording_id not in {found.id for found in takes}:  # words came, their sound did not
            SpokenAnswer(take, "", "Spoken answer, its sound did not arrive", runs[take.recording_id])


def _sound(source: str, label: str) -> None:
    with ui.element("div").classes("take no-print"):
        text(label, "muted small")
        player = ui.element("audio").mark("take")
        player.props.update({"controls": True, "preload": "none", "src": source, "aria-label": label})


def _criterion(
    question: QuestionReport, view: CriterionView, on_override: Callable[[CriterionView], Any]
) -> None:
    line_of_rubric, counts = view.criterion, view.counts
    with ui.element("div").classes("criterion"):
        ScoreBar(
            line_of_rubric.name,
            counts.points if counts else None,
            anchors=[line_of_rubric.anchors[n] for n in (0, 1, 2, 3, 4)],
            source=_source(counts),
            weight=f"× {line_of_rubric.weight:g}" if line_of_rubric.weight != 1 else "",
        )
        if counts and counts.reason:
            text(counts.reason, "small keep-lines" if counts.source is ScoreSource.HUMAN else "muted small")
        if view.suggested:
            given = "not assessed" if view.suggested.points is None else f"{view.suggested.points} of 4"
            text(f"Before: {given}, {SCORE_SOURCES[view.suggested.source]}.", "muted small")
        for other in view.others:
            given = "not assessed" if other.points is None else f"{other.points} of 4"
            text(f"Beside it, {SCORE_SOURCES[other.source]}: {given}. {other.reason}", "muted small")
        for quote in _shown_quotes(view):
            Quote(
                quote.text,
                where=where_of(question.number, quote.part),
                jump=f"#{anchor_of(question.number, quote)}",
                code=quote.part.startswith("code"),
            )
        change = button("Change this score", lambda: on_override(view), kind="quiet", icon="edit")
        change.classes("no-print self-start").mark(f"override-{question.number}-{line_of_rubric.key}")
        change.props["aria-label"] = f"Change the score of {line_of_rubric.name}"


def _source(score: ScoreView | None) -> str:
    if score is None:
        return ""
    if score.source is ScoreSource.HUMAN:
        return f"given by {score.given_by or 'a person'}"
    return SCORE_SOURCES[score.source] if score.points is not None else ""


def _shown_quotes(view: CriterionView) -> list[QuoteView]:
    scores = [score for score in (view.counts, view.suggested) if score is not None]
    return next((score.quotes for score in scores if score.quotes), [])


def _quotes(question: QuestionReport) -> dict[str, list[Said]]:
    """By part of the answer: every stretch that a score quotes."""
    found: dict[str, dict[str, Said]] = {}
    for criterion in question.criteria:
        for quote in _shown_quotes(criterion):
            name = anchor_of(question.number, quote)
            found.setdefault(quote.part, {})[name] = Said(quote.start, quote.end, name)
    return {part: list(said.values()) for part, said in found.items()}
