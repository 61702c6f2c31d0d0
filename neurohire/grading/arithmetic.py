"""Totals, computed here and never by a model: weighted means from 0 to 10 with their base."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from neurohire.grading.protocol import Points
from neurohire.models.questions import MAX_POINTS

TOP = 10


class WeightedPoints(BaseModel):
    """Points of one criterion as they count now (a human's override in place of a suggestion)."""

    model_config = ConfigDict(frozen=True)
    points: Points | None
    weight: Annotated[float, Field(gt=0)] = 1.0


class QuestionScore(BaseModel):
    """Score of one asked question; None is "not assessed". `assessed` of `criteria` is its base."""

    model_config = ConfigDict(frozen=True)
    exact: Fraction | None
    assessed: int
    criteria: int
    empty: bool = False

    @property
    def score(self) -> Decimal | None:
        return _rounded(self.exact)


class TotalScore(BaseModel):
    """Score of a whole interview with its base; not shown when less than half was assessed."""

    model_config = ConfigDict(frozen=True)
    exact: Fraction | None
    assessed: int
    asked: int

    @property
    def is_shown(self) -> bool:
        return self.exact is not None and 2 * self.assessed >= self.asked

    @property
    def score(self) -> Decimal | None:
        return _rounded(self.exact) if self.is_shown else None

    @property
    def text(self) -> str:
        """ "6.8 from 7 of 10", or why there is no figure."""
        if self.score is None:
            return f"No total: {self.assessed} of {self.asked} assessed"
        return f"{self.score} from {self.assessed} of {self.asked}"


def score_question(criteria: Sequence[WeightedPoints], *, empty: bool = False) -> QuestionScore:
    """Weighted mean of what was assessed; asked and left empty scores 0, unless a human scored it."""
    given = [(c.points, Fraction(str(c.weight))) for c in criteria if c.points is not None]
    if not given:
        return QuestionScore(
            exact=Fraction(0) if empty else None, assessed=0, criteria=len(criteria), empty=empty
        )
    mean = sum(points * weight for points, weight in given) / sum(weight for _, weight in given)
    return QuestionScore(
        exact=Fraction(mean) * TOP / MAX_POINTS, assessed=len(given), criteria=len(criteria), empty=empty
    )


def score_total(questions: Iterable[QuestionScore]) -> TotalScore:
    """Mean over the asked questions that were assessed; each counts the same, none is rounded before."""
    scores = list(questions)
    known = [question.exact for question in scores if question.exact is not None]
    exact = sum(known, Fraction(0)) / len(known) if known else None
    return TotalScore(exact=exact, assessed=len(known), asked=len(scores))


def mean_points(points: Sequence[int]) -> Decimal | None:
    """What several people gave for one line, each counting the same; None: nobody did."""
    return _rounded(Fraction(sum(points), len(points))) if points else None


def _rounded(exact: Fraction | None) -> Decimal | None:
    """One decimal, half up, as people round by hand."""
    if exact is None:
        return None
    tenths = Decimal(exact.numerator * 10) / Decimal(exact.denominator)
    return tenths.quantize(Decimal(1), rounding=ROUND_HALF_UP).scaleb(-1)
