"""How often the checks of the camera were right where people had said what is to be seen.

The counts stand in measured.json: what `evaluate frames` prints for the labelled pictures, and what the rules
made of minutes put together from them. tests/proctoring/test_reach.py makes them anew and compares.
"""

from __future__ import annotations

import json
from math import sqrt
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel

FILE = Path(__file__).with_name("measured.json")
Z_95 = 1.959964  # of the standard normal distribution: 95 % lie within


class Measured(BaseModel):
    """Counts; see evaluate_frames.Figures for the pictures, the rest is of the minutes."""

    pictures: int
    single_exact: int
    single_total: int
    multi_seen: int
    multi_total: int
    empty_false: int
    empty_total: int
    away_caught: int
    away_total: int
    camera_false: int
    camera_total: int
    stretches: int  # with something to be found
    stretches_found: int
    invented: int  # incidents where there was nothing
    minutes: float


class Range(NamedTuple):
    """Shares from 0 to 1."""

    low: float
    high: float


def measured() -> Measured:
    return Measured.model_validate(json.loads(FILE.read_text(encoding="utf-8")))


def likely(hits: int, total: int) -> Range:
    """Where the true share lies with 95 % confidence: the score interval of E. B. Wilson (1927)."""
    if total <= 0 or not 0 <= hits <= total:
        raise ValueError(f"{hits} of {total}")
    share, z2 = hits / total, Z_95**2 / total
    middle = (share + z2 / 2) / (1 + z2)
    half = Z_95 * sqrt(share * (1 - share) / total + z2 / (4 * total)) / (1 + z2)
    return Range(max(0.0, middle - half), min(1.0, middle + half))
