"""From the embedded grader's points to what people of one public set of graded answers would give.

Only for `evaluate grading`: the app's points follow the words of the rubric's anchors, while those people
were lenient (median 4.5 of 5). The figures below are fixed. They were fitted by least squares on the
fitting half of the computer-science answers of Mohler, Bunescu and Mihalcea (2011), on nothing else;
the halves are cut by question, so no question is in both.
"""

from __future__ import annotations

import zlib

LOWEST = 0.638  # what those people gave where no expected point was found
SPAN = 0.361  # from there to all points


def as_people(share: float) -> float:
    """The share of the points (0..1) that those people would give."""
    return LOWEST + SPAN * share


def is_fitting_half(question: str) -> bool:
    """Half of all questions, by a checksum of their words: the same in every file."""
    return zlib.crc32(question.encode()) % 2 == 0
