"""The grader that needs no outside service: how far an answer covers the rubric's expected points."""

from __future__ import annotations

from collections.abc import Sequence

from neurohire.grading.coverage import AnswerReading, Piece, PointCoverage, cover_points, read_answer
from neurohire.grading.protocol import AnswerText, CriterionGrade, Grading, Quote
from neurohire.grading.scale import START, credit_of, level_of, points_of
from neurohire.grading.weights import StemWeights, bank_weights
from neurohire.models.questions import MAX_POINTS, Criterion, Question

NAME = "embedded/2"
FOUND = 0.5  # credit for a point from which the reason counts it as found

NO_RUBRIC = "This question has no rubric, so there is nothing to compare with. Please read the answer."
NO_ANSWER = "Nothing was answered. The question scores 0."
NO_QUOTE = "No sentence of the answer touches an expected point, so nothing can be quoted. Please read it."
CODE_NOTE = " Code was read for key points only; it was not run."
CUT_NOTE = " A sentence about scoring was left out."


class EmbeddedGrader:
    """Suggests points from key points; knows question, rubric and answer, nothing else."""

    def __init__(self, weights: StemWeights | None = None) -> None:
        self._weights = weights

    def grade(self, question: Question, answer: AnswerText) -> Grading:
        weights = self._weights or bank_weights()
        blank = answer.is_blank()
        reading = AnswerReading([]) if blank else _read(question.text, answer)
        grades = [
            _not_assessed(criterion, NO_ANSWER)
            if blank
            else _grade(criterion, question, answer, reading, weights)
            for criterion in question.rubric
        ]
        return Grading(criteria=grades, grader=NAME, rubric_version=question.rubric_version)


def level(question: str, points: Sequence[str], answer: str) -> float | None:
    """The same measure before it is rounded to whole points, 0..1; None is "not assessed"."""
    text = AnswerText.model_validate({"parts": [{"key": "answer", "text": answer}]})
    if text.is_blank():
        return 0.0
    covered = cover_points(points, question, _read(question, text), bank_weights())
    return level_of(covered) if any(point.pieces for point in covered.points) else None


def _read(question: str, answer: AnswerText) -> AnswerReading:
    return read_answer([(part.text, part.mode == "code") for part in answer.parts], question)


def _not_assessed(criterion: Criterion, reason: str) -> CriterionGrade:
    return CriterionGrade(criterion=criterion.key, points=None, reason=reason)


def _grade(
    criterion: Criterion, question: Question, answer: AnswerText, reading: AnswerReading, weights: StemWeights
) -> CriterionGrade:
    rubric = [point for each in question.rubric for point in each.points]
    covered = cover_points(criterion.points, question.text, reading, weights, rubric)
    quotes = _quotes(covered.points, answer)
    if not quotes:
        return _not_assessed(criterion, NO_QUOTE)
    points = points_of(level_of(covered))
    reason = _reason(points, covered.points)
    if any(part.mode == "code" for part in answer.parts):
        reason += CODE_NOTE
    if reading.cut:
        reason += CUT_NOTE
    return CriterionGrade(criterion=criterion.key, points=points, reason=reason, quotes=quotes)


def _quotes(covered: Sequence[PointCoverage], answer: AnswerText) -> list[Quote]:
    """The pieces that cover a point (or come closest), each once, in the order of the answer."""
    made = [point for point in covered if point.share > START]
    closest = made or sorted(covered, key=lambda point: -point.share)[:1]
    pieces = {(piece.part, piece.start): piece for point in closest for piece in point.pieces}
    return [_quote(pieces[place], answer) for place in sorted(pieces)]


def _quote(piece: Piece, answer: AnswerText) -> Quote:
    part = answer.parts[piece.part]
    return Quote(part=part.key, start=piece.start, end=piece.end, text=part.text[piece.start : piece.end])


def _reason(points: int, covered: Sequence[PointCoverage]) -> str:
    """Says what was found and what was not, so that a person can check it in a minute."""
    missing = [point.point for point in covered if credit_of(point) < FOUND]
    found = len(covered) - len(missing)
    text = f"Suggested from key points: {found} of {len(covered)} found ({points} of {MAX_POINTS})."
    if missing:
        text += " Not found or only touched: " + " ".join(f"\u201c{point}\u201d" for point in missing)
    return text
