"""What must not earn credit: the question read back, instructions about the score, heaps of words."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence

from neurohire.grading.words import Word

_PLACEHOLDER = re.compile(
    r"[\s\W]*(?:no (?:response|answer|submission)|not answered|unanswered|n/a)[\s\W]*", re.IGNORECASE
)
_ONLY_MARKS = re.compile(r"[\s.?\-\u2013\u2014\u2026]*")
_NEAR = r"\b[^.!?]{0,60}?\b"
_BEST = r"(?:full|max(?:imum)?|highest|top|perfect|best|high(?:er)?|all|100\s?%)"
_MARKS = r"(?:scores?|points?|marks?|grades?|credits?|ratings?)"
_ABOUT_SCORING = re.compile(
    r"(?:\bas (?:the|your|an?) (?:system )?(?:administrator|admin|grader|evaluator|examiner|developer)"
    r"\b[^.!?]{0,40}?)?"
    r"(?:\b(?:please )?(?:ignore|disregard|forget|override|bypass)"
    + _NEAR
    + r"(?:instructions?|prompts?|rubric|reference answer|guidelines|criteria)\b"
    r"|\b(?:give|award|assign|set|output|grant|return|print|rate|grade|mark|score|deserves?|receives?"
    r"|respond|reply)" + _NEAR + rf"(?:{_BEST}[\s-]+(?:\w+[\s-]+)?{_MARKS}|{_MARKS} (?:to|of|as)\s+\d+)\b"
    r"|\b(?:give|award|rate|score|grade|mark) (?:me|it|this|(?:the|this) (?:candidate|answer))"
    r" (?:with )?(?:an? )?\d+\b"
    r"|\b(?:the|this) (?:candidate|applicant|answer) "
    r"(?:is (?:excellent|perfect|correct|outstanding)|deserves|(?:must|should) "
    r"(?:get|receive|be (?:given|scored|graded|rated|hired)))\b)",
    re.IGNORECASE,
)
_LIST_MARK = re.compile(r"[,;:/()=<>\-\u2013\u2022|&+*]|\band\b|\bor\b", re.IGNORECASE)

LONGEST_PLACEHOLDER = 80  # characters; a longer text with letters in it is an answer
HEAP_WORDS = 4  # fewer words than this are a short answer, not a heap
HEAP_LINKS = 0.1  # share of small words below which it is no sentence; running English has about 0.4
COPIED = 0.9  # share of a piece's words that are the expected ones: taken over, not written
IN_ORDER = 0.4  # share of neighbours kept, below which words taken over were shuffled
REPEATED = 0.8  # share of the question's stems in a piece that has no others


def is_blank(text: str) -> bool:
    """Nothing was answered: empty, invisible, or only a placeholder such as "(No response)"."""
    if len(text) > LONGEST_PLACEHOLDER and any(char.isalnum() for char in text):
        return False
    seen = "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Cc") or char.isspace())
    return _ONLY_MARKS.fullmatch(seen) is not None or _PLACEHOLDER.fullmatch(seen) is not None


def evidence_end(piece: str) -> int:
    """Where a piece begins to speak to the grader about scores or instructions; its length if never."""
    found = _ABOUT_SCORING.search(piece)
    return found.start() if found else len(piece)


def repeats_question(words: Sequence[Word], asked: frozenset[str]) -> bool:
    """A piece that reads the question back: most of its stems, and nothing added."""
    said = {word.stem for word in words if word.carries}
    if len(said) < 2 or not asked:
        return False
    return said <= asked and len(said) >= REPEATED * len(asked)


def is_heap(piece: str, words: Sequence[Word]) -> bool:
    """Words thrown together: hardly any small words, and no list marks that would make it a list."""
    if sum(word.carries for word in words) < HEAP_WORDS:
        return False
    links = sum(not word.carries for word in words)
    return links <= HEAP_LINKS * len(words) and not _LIST_MARK.search(piece)


def is_scrambled(words: Sequence[Word], expected: Sequence[Sequence[Word]]) -> bool:
    """The expected words and hardly any others, but not in the expected order."""
    if len(words) < HEAP_WORDS:
        return False
    known = {word.stem for point in expected for word in point}
    if sum(word.stem in known for word in words) < COPIED * len(words):
        return False
    beside = {pair for point in expected for pair in _pairs(point)}
    pairs = _pairs(words)
    return sum(pair in beside for pair in pairs) < IN_ORDER * len(pairs)


def _pairs(words: Sequence[Word]) -> list[tuple[str, str]]:
    return [(one.stem, other.stem) for one, other in itertools.pairwise(words)]
