"""Stems are the same however many threads ask at once."""

from __future__ import annotations

import threading

from neurohire.grading import words
from neurohire.questions import uniqueness

_STARTS = ["connect", "relat", "general", "nation", "organ", "operat", "scan", "updat", "measur", "replicat"]
_ENDS = [
    "s",
    "ed",
    "ing",
    "ion",
    "ions",
    "ional",
    "ization",
    "izations",
    "iveness",
    "fulness",
    "ly",
    "ements",
]
MANY = [start + end for start in _STARTS for end in _ENDS]


def test_threads_do_not_mix_up_their_words() -> None:
    for stem in (words.stem.__wrapped__, uniqueness._stem.__wrapped__):
        right, wrong = {word: stem(word) for word in MANY}, []

        def look(stem=stem, right=right, wrong=wrong) -> None:  # type: ignore[no-untyped-def]
            for _ in range(40):
                try:
                    wrong += [word for word in MANY if stem(word) != right[word]]
                except IndexError:
                    wrong.append("?")

        threads = [threading.Thread(target=look) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert wrong == []
