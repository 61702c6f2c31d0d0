"""How far two lists of marks agree: correlation, weighted kappa, and how far apart they are."""

from __future__ import annotations

import math
from collections.abc import Sequence

SCALE = 5.0  # the figures are given on 0-5


def figures(human: Sequence[float], ours: Sequence[float]) -> dict[str, float | None]:
    """All three, of shares from 0 to 1; None where there is nothing to compare."""
    one, other = [share * SCALE for share in human], [share * SCALE for share in ours]
    measured = {
        "pearson": pearson(one, other),
        "qwk": weighted_kappa(one, other),
        "rmse": rmse(one, other),
    }
    return {name: None if math.isnan(value) else round(value, 4) for name, value in measured.items()}


def pearson(one: Sequence[float], other: Sequence[float]) -> float:
    """Correlation; not a number where one side never changes."""
    if not one:
        return math.nan
    mean_one, mean_other = math.fsum(one) / len(one), math.fsum(other) / len(other)
    both = math.fsum((a - mean_one) * (b - mean_other) for a, b in zip(one, other, strict=True))
    spread = math.fsum((a - mean_one) ** 2 for a in one) * math.fsum((b - mean_other) ** 2 for b in other)
    return both / math.sqrt(spread) if spread > 0 else math.nan


def weighted_kappa(one: Sequence[float], other: Sequence[float]) -> float:
    """Quadratic weighted kappa on whole marks of 0-5."""
    marks = [[min(int(SCALE), max(0, round(value))) for value in side] for side in (one, other)]
    apart = sum((a - b) ** 2 for a, b in zip(*marks, strict=True))
    by_chance = sum((a - b) ** 2 for a in marks[0] for b in marks[1]) / max(1, len(one))
    return 1 - apart / by_chance if by_chance else math.nan


def rmse(one: Sequence[float], other: Sequence[float]) -> float:
    """Root of the mean squared difference."""
    if not one:
        return math.nan
    return math.sqrt(math.fsum((a - b) ** 2 for a, b in zip(one, other, strict=True)) / len(one))
