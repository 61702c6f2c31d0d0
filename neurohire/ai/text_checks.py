"""What must not stand in a text that a model wrote for a candidate, whatever kind of text it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from neurohire.ai.instructions import speaks_to_model
from neurohire.models.questions import Criterion
from neurohire.positions.languages import guess_language

RUN = 6  # words in a row that are no coincidence
_LINK = re.compile(r"https?://|www\.|!\[|\]\(|<\s*/?\s*[a-z][^>]*>|```", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_ALIKE = (frozenset({"no", "da", "sv"}), frozenset({"es", "ca", "pt"}))
_GUESSED = frozenset(re.findall("..", "endeesfritptnlplsvdanofitrcsetcaruukelarhehizhjako"))


def is_odd(text: str, prompt: str) -> bool:
    """Links, markup, words to a model, or words of what the model was told."""
    return bool(_LINK.search(text)) or speaks_to_model(text) or bool(runs(text) & _runs_of(prompt))


def gives_away(text: str, rubric: Sequence[Criterion]) -> bool:
    """Six words in a row of an expected point, or all of a shorter one."""
    said, folded = runs(text), " ".join(_WORD.findall(text.casefold()))
    for point in (point for each in rubric for point in each.points):
        words = " ".join(_WORD.findall(point.casefold()))
        if runs(point) & said or (len(words) >= 12 and words in folded):
            return True
    return False


def is_in(text: str, language: str) -> bool:
    """As far as the language can be told."""
    if language not in _GUESSED:
        return True
    found = guess_language(text)
    return found == language or any({found, language} <= group for group in _ALIKE)


def runs(text: str) -> frozenset[str]:
    words = _WORD.findall(text.casefold())
    return frozenset(" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


@lru_cache(maxsize=4)
def _runs_of(prompt: str) -> frozenset[str]:
    return runs(prompt)
