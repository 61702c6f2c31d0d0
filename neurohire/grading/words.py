"""Words of a text as stems with their places: the ground on which coverage is measured."""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer  # type: ignore[import-untyped, unused-ignore]

_STEMMER = snowballstemmer.stemmer("english")
_ONE_AT_A_TIME = threading.Lock()  # a stemmer keeps the word it works on; two threads get wrong stems
_WORD = re.compile(r"[^\W_]+(?:[+#]+(?!\w))?")
_IDENTIFIER = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_SHORT_NOT = re.compile(r"n['\u2019]t\b", re.IGNORECASE)

# Words that carry no expected point; negations are kept apart because they turn one round.
_SMALL_WORDS = """
a an the and or but if then so of in on at to for from by with as is are was were be been being am it its
this that these those there here he she they we you i me my our your their them his her do does did has
have had will would can could should may might must than too very just also into about over such which
who whom what when where why how any some each every all both more most other own same only up down out off
again once um uh er hmm okay ok yeah well like know basically actually because while during before after
between through d s t ll ve re m ca wo
"""
STOP_WORDS = frozenset(_SMALL_WORDS.split())
NEGATIONS = frozenset({"not", "no", "never", "without", "neither", "nor", "cannot", "none"})


class Word(NamedTuple):
    """One word: its stem, whether it carries meaning, and where it stands (code points)."""

    stem: str
    carries: bool
    negates: bool
    start: int
    end: int


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Snowball stem of a lower-case word; cached, because the stemmer is pure Python."""
    with _ONE_AT_A_TIME:
        return str(_STEMMER.stemWord(word))


def read_words(text: str, *, code: bool = False) -> list[Word]:
    """All words in order. In code, identifiers are also read in their pieces (readFile, read_file)."""
    text = _SHORT_NOT.sub(" no", text)  # same length, so that places stay right
    words: list[Word] = []
    for found in _WORD.finditer(text):
        words.append(_word(found.group(), found.start(), found.end()))
        if code:
            pieces = list(_IDENTIFIER.finditer(found.group()))
            if len(pieces) > 1:
                base = found.start()
                words += [_word(p.group(), base + p.start(), base + p.end()) for p in pieces]
    return words


def stems_of(text: str) -> list[str]:
    """Stems of the words that carry meaning, each once, in order."""
    return list(dict.fromkeys(word.stem for word in read_words(text) if word.carries))


@lru_cache(maxsize=50_000)
def trigrams(stemmed: str) -> frozenset[str]:
    """Character trigrams with the borders marked, for words that are nearly the same."""
    marked = f"^{stemmed}$"
    return frozenset(marked[i : i + 3] for i in range(len(marked) - 2))


def likeness(one: str, other: str) -> float:
    """Dice coefficient of the trigrams: 1.0 for equal stems."""
    a, b = trigrams(one), trigrams(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else float(one == other)


def _word(raw: str, start: int, end: int) -> Word:
    low = raw.lower()
    negates = low in NEGATIONS
    return Word(stem(low), not negates and low not in STOP_WORDS, negates, start, end)
