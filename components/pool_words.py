"""How pages say what a question of the pool is, where it comes from and what was done to it."""

from __future__ import annotations

from components.interview_words import LEVELS
from components.pieces import Tone
from neurohire.services.pool_list import ENOUGH_SCORES, PoolRow
from neurohire.vocabulary import PoolState, QuestionSource

POOL_SOURCES: dict[QuestionSource, tuple[str, Tone]] = {
    QuestionSource.BANK: ("Bank", "neutral"),
    QuestionSource.RESUME: ("Resume form", "neutral"),
    QuestionSource.MODEL: ("Model", "accent"),
    QuestionSource.RECRUITER: ("Recruiter", "good"),
}
POOL_STATES: dict[PoolState, str] = {
    PoolState.ACTIVE: "In use",
    PoolState.RETIRED: "Retired",
    PoolState.MERGED: "Merged",
}
CHANGES = {
    "added": "Added",
    "edited": "Edited",
    "shipped": "Newer words came with NeuroHire",
    "retired": "Retired",
    "restored": "Brought back",
    "merged": "Merged into another",
    "took_in": "Took in another",
    "parted": "Parted from another",
    "pinned": "Used in a position",
    "unpinned": "Taken out of a position",
}
BUCKETS = ("0 to 2", "2 to 4", "4 to 6", "6 to 8", "8 to 10")


def level_words(row: PoolRow) -> str:
    return ", ".join(LEVELS[level] for level in row.levels) if row.levels else "Any"


def source_words(row: PoolRow) -> str:
    word = POOL_SOURCES[row.source][0]
    return f"{word}, edited" if row.is_edited and row.source is QuestionSource.BANK else word


def mean_words(row: PoolRow) -> str:
    """'6.4', or why there is no number."""
    if row.mean is not None:
        return f"{row.mean:.1f}"
    return "too few" if row.scored else ""


def spread_words(row: PoolRow) -> str:
    """The bars for those who cannot see them."""
    if row.mean is None:
        return f"{row.scored} scored; {ENOUGH_SCORES} are needed before they say something"
    parts = [f"{count} from {words}" for count, words in zip(row.spread, BUCKETS, strict=False) if count]
    return f"{row.scored} scored: {', '.join(parts)}"
