"""Strengths, gaps and a feedback text put together from graded criteria; about answers, never a person."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from neurohire.grading.protocol import CriterionGrade, Grading, Quote
from neurohire.models.questions import MAX_POINTS, Question

STRONG = 3  # points from which a criterion is a strength
WEAK = 1  # points up to which it is a gap
SHOWN = 3  # lines of each kind in the overall text; the lists hold all
LONGEST_QUOTE = 160


class GradedQuestion(BaseModel):
    """A question as it was asked (its number in the interview) with the points as they count now."""

    model_config = ConfigDict(frozen=True)
    number: int
    question: Question
    grading: Grading


class FeedbackLine(BaseModel):
    """One remark on one criterion of one answer, with the words it stands on."""

    model_config = ConfigDict(frozen=True)
    number: int
    criterion: str
    text: str
    quotes: list[Quote]


class Feedback(BaseModel):
    """Suggested wording for a human to edit."""

    model_config = ConfigDict(frozen=True)
    strengths: list[FeedbackLine]
    gaps: list[FeedbackLine]
    overall: str


def compose_feedback(graded: Sequence[GradedQuestion]) -> Feedback:
    """The same gradings always give the same text."""
    rows = [
        (entry, grade, points)
        for entry in graded
        for grade in entry.grading.criteria
        if (points := grade.points) is not None and grade.quotes
    ]
    strong = sorted((row for row in rows if row[2] >= STRONG), key=lambda row: (-row[2], row[0].number))
    weak = sorted((row for row in rows if row[2] <= WEAK), key=lambda row: (row[2], row[0].number))
    strengths = [_line(entry, grade, _STRENGTH[points]) for entry, grade, points in strong]
    gaps = [_line(entry, grade, _GAP[points]) for entry, grade, points in weak]
    return Feedback(strengths=strengths, gaps=gaps, overall=_overall(strengths, gaps, len(rows)))


_STRENGTH = {3: "most of this is there", MAX_POINTS: "this is there"}
_GAP = {0: "this was not found", 1: "this is only touched"}


def _line(entry: GradedQuestion, grade: CriterionGrade, remark: str) -> FeedbackLine:
    names = {criterion.key: criterion.name for criterion in entry.question.rubric}
    name = names.get(grade.criterion, grade.criterion).rstrip(".")
    said = _short(grade.quotes[0].text)
    text = f"Question {entry.number}, {name}: {remark}. The answer says \u201c{said}\u201d."
    return FeedbackLine(number=entry.number, criterion=grade.criterion, text=text, quotes=grade.quotes)


def _overall(strengths: Sequence[FeedbackLine], gaps: Sequence[FeedbackLine], assessed: int) -> str:
    if not assessed:
        return "Nothing could be assessed from key points. Please read the answers."
    parts = ["Suggested wording, from key points in the answers. Please read them before you use it."]
    if strengths:
        parts.append("What the answers show: " + " ".join(line.text for line in strengths[:SHOWN]))
    if gaps:
        parts.append("What could be added: " + " ".join(line.text for line in gaps[:SHOWN]))
    if not strengths and not gaps:
        parts.append("The answers cover part of what was asked throughout; nothing stands out either way.")
    return "\n\n".join(parts)


def _short(text: str) -> str:
    """One line, cut at a word: the full quote is linked beside it."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else line[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " \u2026"
