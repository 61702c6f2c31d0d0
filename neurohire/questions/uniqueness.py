"""Keeps question sets apart: between the candidates of a position, and for one person over time."""

from __future__ import annotations

import math
import re
import threading
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import snowballstemmer

SHARE_LIMIT = 0.3
_ALIKE = 0.7  # Dice of stems and stem pairs
_STEMMER = snowballstemmer.stemmer("english")
_ONE_AT_A_TIME = threading.Lock()  # a stemmer keeps the word it works on; two threads get wrong stems
_QUOTE = re.compile(r"“([^”]*)”")
_WORD = re.compile(r"[^\W_]+(?:[+#]+)?")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_STOP_WORDS = (
    "a an and are as at be by can could did do does for from had has have how i if in into is it its of on "
    "or so some tell that the their them then there they this to us was we were what when where which "
    "who why will with would you your me about please"
)
_STOP = frozenset(_STOP_WORDS.split())


def is_near_duplicate(first: str, second: str) -> bool:
    """Whether two questions ask the same in nearly the same words.

    Questions that quote a resume are alike only if what they quote is alike too.
    """
    if first.split() == second.split():
        return True
    quotes = _QUOTE.findall(first), _QUOTE.findall(second)
    if all(quotes) and not _alike(" ".join(quotes[0]), " ".join(quotes[1])):
        return False
    return _alike(_QUOTE.sub(" ", first), _QUOTE.sub(" ", second))


def share(first: Collection[str], second: Collection[str]) -> float:
    """The part of the smaller set that both have, 0 to 1."""
    smaller = min(len(first), len(second))
    return len(set(first) & set(second)) / smaller if smaller else 0.0


class TextIndex:
    """Many known texts, asked quickly whether one of them is near; `beside` is asked, too."""

    def __init__(self, texts: Iterable[str] = (), beside: TextIndex | None = None) -> None:
        self._beside = beside
        self._texts: list[tuple[str, frozenset[str], str]] = []
        self._by_mark: dict[str, list[int]] = defaultdict(list)
        for text in texts:
            self.add(text)

    def add(self, text: str, name: str = "") -> None:
        marks = _marks(_QUOTE.sub(" ", text))
        for mark in marks:
            self._by_mark[mark].append(len(self._texts))
        self._texts.append((text, marks, name))

    def has_like(self, text: str) -> bool:
        return next(self.like(text), None) is not None

    def like(self, text: str) -> Iterator[str]:
        """Names of the known texts that are near."""
        marks = _marks(_QUOTE.sub(" ", text))
        for number in self._near(marks):
            known, its, name = self._texts[number]
            if 2 * len(marks & its) >= _ALIKE * (len(marks) + len(its)) and is_near_duplicate(text, known):
                yield name
        if self._beside is not None:
            yield from self._beside.like(text)

    def _near(self, marks: frozenset[str]) -> set[int]:
        """Whose marks may be enough the same: who has none of the rarest cannot have enough of the rest."""
        needed = math.ceil(_ALIKE / (2 - _ALIKE) * len(marks) - 1e-9)
        rarest = sorted(marks, key=lambda mark: len(self._by_mark.get(mark, ())))
        return {
            number for mark in rarest[: len(marks) - needed + 1] for number in self._by_mark.get(mark, ())
        }

    def pairs(self, lowest: float) -> Iterator[tuple[int, int, float]]:
        """(number, number, likeness) of the texts that share this part of their stems and stem pairs."""
        for number, (_, marks, _) in enumerate(self._texts):
            shared = Counter(
                other for mark in marks for other in self._by_mark.get(mark, ()) if other < number
            )
            for other, count in shared.items():
                both = len(marks) + len(self._texts[other][1])
                if both and 2 * count >= lowest * both:
                    yield other, number, 2 * count / both


class AlreadyAsked:
    """What one person was given, by id and by wording."""

    def __init__(self, ids_and_texts: Iterable[str]) -> None:
        self._ids: set[str] = set()
        self._texts: list[str] = []
        for known in ids_and_texts:
            # An id never holds white space, a question always does.
            if any(letter.isspace() for letter in known):
                self._texts.append(known)
            else:
                self._ids.add(known)

    def has_id(self, question_id: str) -> bool:
        return question_id in self._ids

    def has(self, question_id: str, text: str) -> bool:
        return question_id in self._ids or any(is_near_duplicate(text, known) for known in self._texts)

    def add(self, question_id: str, text: str) -> None:
        self._ids.add(question_id)
        self._texts.append(text)


class Overlap:
    """How much a growing set of `size` questions shares with each other candidate's set."""

    def __init__(self, others: Sequence[Collection[str]], size: int) -> None:
        self._smaller = [min(size, len(other)) for other in others]
        self._limits = [int(SHARE_LIMIT * smaller + 1e-9) for smaller in self._smaller]
        self._shared = [0] * len(others)
        self._owners: dict[str, list[int]] = defaultdict(list)
        for index, other in enumerate(others):
            for question_id in other:
                self._owners[question_id].append(index)

    def usage(self, question_id: str) -> int:
        """How many of the others have this question."""
        return len(self._owners.get(question_id, ()))

    def allows(self, question_id: str) -> bool:
        """Whether taking it keeps the set within the limit with everybody."""
        return all(self._shared[i] < self._limits[i] for i in self._owners.get(question_id, ()))

    def share_with(self, question_id: str) -> float:
        """The largest share there would be after taking it, among those who have it."""
        return max((self._part(i, 1) for i in self._owners.get(question_id, ())), default=0.0)

    def add(self, question_id: str) -> None:
        for index in self._owners.get(question_id, ()):
            self._shared[index] += 1

    @property
    def share(self) -> float:
        """The largest share reached with any one other candidate."""
        return max((self._part(i, 0) for i in range(len(self._shared)) if self._smaller[i]), default=0.0)

    def _part(self, index: int, more: int) -> float:
        return min(1.0, (self._shared[index] + more) / self._smaller[index])


def _alike(first: str, second: str) -> bool:
    one, two = _marks(first), _marks(second)
    if not one or not two:
        return one == two
    return 2 * len(one & two) / (len(one) + len(two)) >= _ALIKE


@lru_cache(maxsize=8192)
def _marks(text: str) -> frozenset[str]:
    """Stems and pairs of neighbouring stems; pairs of signs where a script has no spaces."""
    folded = text.casefold()
    words = [_stem(word) for word in _WORD.findall(folded) if word not in _STOP]
    wide = _WIDE.findall(folded)
    pairs = [f"{a} {b}" for a, b in pairwise(words)]
    return frozenset([*words, *pairs, *(a + b for a, b in pairwise(wide))])


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    with _ONE_AT_A_TIME:
        return str(_STEMMER.stemWord(word))
