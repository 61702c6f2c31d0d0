"""How near the wording of an answer comes to what is expected: short runs of letters across its words.

Stems alone miss compounds, word forms and slips of the pen, and do not see which words stand together;
runs of four letters over neighbouring words see a little of all of these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from neurohire.grading.words import Word, read_words

RUN = 4  # letters


def runs_of(words: Sequence[Word]) -> frozenset[str]:
    """Runs of letters over the stems that carry meaning, in order."""
    line = f" {' '.join(word.stem for word in words if word.carries)} "
    return frozenset(line[at : at + RUN] for at in range(len(line) - RUN + 1))


class WantedRuns:
    """The runs of the expected points; what the question gave away or other points share weighs less."""

    def __init__(
        self, points: Sequence[str], rubric: Sequence[str], question: str, asked_weight: float
    ) -> None:
        asked = runs_of(read_words(question))
        shared = Counter(run for point in rubric for run in runs_of(read_words(point)))
        wanted = frozenset[str]().union(*(runs_of(read_words(point)) for point in points))
        self._weights = {run: (asked_weight if run in asked else 1.0) / shared[run] for run in wanted}

    def share_in(self, said: Iterable[frozenset[str]]) -> float:
        """Weighted share of them that was said, 0..1."""
        found = self._weights.keys() & frozenset[str]().union(*said)
        total = sum(self._weights.values())
        return sum(self._weights[run] for run in found) / total if total else 0.0
