"""Guesses the level of a role from its title, the years asked for and a few words."""

from __future__ import annotations

from neurohire.positions.words import JUNIOR, LEAD, MID, SENIOR, SENIOR_TITLE, YEARS
from neurohire.vocabulary import Level


def guess_level(title: str, text: str = "") -> Level:
    """The title decides; then the years; then words; mid when nothing is said."""
    for pattern, level in (
        (JUNIOR, Level.JUNIOR),
        (LEAD, Level.LEAD),
        (SENIOR_TITLE, Level.SENIOR),
        (MID, Level.MID),
    ):
        if pattern.search(title):
            return level
    if years := [int(found) for found in YEARS.findall(text) if int(found) <= 20]:
        return _of_years(max(years[:3]))
    if JUNIOR.search(text):
        return Level.JUNIOR
    return Level.SENIOR if SENIOR.search(text) else Level.MID


def _of_years(years: int) -> Level:
    if years <= 1:
        return Level.JUNIOR
    return Level.SENIOR if years >= 5 else Level.MID
