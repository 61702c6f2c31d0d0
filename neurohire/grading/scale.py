"""From the share of the expected points that was found to the scale people score on."""

from __future__ import annotations

import math
from collections.abc import Sequence

from neurohire.grading.coverage import PointCoverage
from neurohire.models.questions import MAX_POINTS

# People give full marks to answers that say the point in their own words. Chosen on one half of the
# questions of two public sets (by hash of the question's id) and checked on the other half.
FULL_SHARE = 0.7
BEND = 0.5


def share_of(covered: Sequence[PointCoverage]) -> float:
    """Share of a criterion that was found: each point counts by the weight of its words."""
    total = sum(point.weight for point in covered)
    return sum(point.share * point.weight for point in covered) / total if total else 0.0


def level_of(share: float) -> float:
    """Where people would put this share, 0..1."""
    return float(min(1.0, share / FULL_SHARE) ** BEND)


def points_of(share: float) -> int:
    """The same in whole points of a criterion, half a point up."""
    return math.floor(MAX_POINTS * level_of(share) + 0.5)
