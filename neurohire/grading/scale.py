"""From the share of the expected points that was found to points a person would give."""

from __future__ import annotations

import math
from collections.abc import Sequence

from neurohire.grading.coverage import PointCoverage
from neurohire.models.questions import MAX_POINTS

# Below START the words in common are chance; from FULL on people take a point as made, because nobody
# answers in the rubric's own words. Chosen on one half of the questions of two public sets of graded
# short answers (by hash of the question's id), checked on the other half and on answers to other questions.
START = 0.1
FULL = 0.6
BEND = 0.7


def credit_of(share: float) -> float:
    """How far one expected point counts as made, 0..1."""
    return float(min(1.0, max(0.0, (share - START) / (FULL - START))) ** BEND)


def level_of(covered: Sequence[PointCoverage]) -> float:
    """A criterion as a whole, 0..1: each point counts by the weight of its own words."""
    total = sum(point.weight for point in covered)
    return sum(credit_of(point.share) * point.weight for point in covered) / total if total else 0.0


def points_of(level: float) -> int:
    """The same in whole points of a criterion, half a point up."""
    return math.floor(MAX_POINTS * level + 0.5)
