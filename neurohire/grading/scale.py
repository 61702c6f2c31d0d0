"""From the share of the expected points that was found to points a person would give."""

from __future__ import annotations

import math

from neurohire.grading.coverage import Coverage, PointCoverage
from neurohire.models.questions import MAX_POINTS

# Below START the words in common are chance; from FULL on people take a point as made, because nobody
# answers in the rubric's own words; likewise for the wording of the whole. Chosen by the fitting halves of
# two public sets of graded short answers (see calibration.py; the other halves were seen, too), and by
# answers to other questions, which must stay low.
START = 0.1
FULL = 0.8
BEND = 0.7
DENIED = 0.4  # credit of a point that the answer denies (or that denies what the answer says)
WORDING_FULL = 0.3
WORDING_BEND = 0.35
BOTH_BEND = 0.7  # half of the points, in words of one's own, are half of the criterion


def credit_of(point: PointCoverage) -> float:
    """How far one expected point counts as made, 0..1."""
    return _bent(point.share, START, FULL, BEND) * (DENIED if point.is_denied else 1.0)


def level_of(covered: Coverage) -> float:
    """A criterion as a whole, 0..1: its points, each by the weight of its own words, times the wording.

    A product, so that wording alone, with no point made, is nothing.
    """
    total = sum(point.weight for point in covered.points)
    if not total:
        return 0.0
    made = sum(credit_of(point) * point.weight for point in covered.points) / total
    return float((made * _bent(covered.wording, 0.0, WORDING_FULL, WORDING_BEND)) ** BOTH_BEND)


def _bent(share: float, start: float, full: float, bend: float) -> float:
    return float(min(1.0, max(0.0, (share - start) / (full - start))) ** bend)


def points_of(level: float) -> int:
    """The same in whole points of a criterion, half a point up."""
    return math.floor(MAX_POINTS * level + 0.5)
