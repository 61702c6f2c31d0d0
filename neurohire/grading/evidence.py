"""Checks that every quote of any grader stands in the answer; a score without one is not assessed."""

from __future__ import annotations

import re

from neurohire.grading.protocol import AnswerPart, AnswerText, CriterionGrade, Grading, Quote

NOT_FOUND = "The words quoted are not in the answer, so this was not assessed."
NOTHING_QUOTED = "No words of the answer were quoted, so this was not assessed."
_QUOTE_MARKS = "\"'\u201c\u201d\u2018\u2019\u00ab\u00bb"


def check_quotes(grading: Grading, answer: AnswerText) -> Grading:
    """The same grading with only the quotes that stand at their place."""
    return grading.model_copy(update={"criteria": [_checked(grade, answer) for grade in grading.criteria]})


def stands(quote: Quote, answer: AnswerText) -> bool:
    """Whether the answer has these very words at this very place."""
    part = answer.part(quote.part)
    return bool(part and quote.text.strip() and part.text[quote.start : quote.end] == quote.text)


def locate(words: str, answer: AnswerText, part: str | None = None) -> Quote | None:
    """The place of words given without one; white space may differ, nothing else may."""
    for candidate in answer.parts:
        if part is None or candidate.key == part:
            found = _locate(words, candidate) or _locate(words.strip().strip(_QUOTE_MARKS), candidate)
            if found:
                return found
    return None


def _checked(grade: CriterionGrade, answer: AnswerText) -> CriterionGrade:
    kept = [quote for quote in grade.quotes if stands(quote, answer)]
    if grade.points is None or kept:
        return grade.model_copy(update={"quotes": kept})
    reason = NOT_FOUND if grade.quotes else NOTHING_QUOTED
    return CriterionGrade(criterion=grade.criterion, points=None, reason=reason)


def _locate(words: str, part: AnswerPart) -> Quote | None:
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = re.search(pattern, part.text) if pattern else None
    if not found:
        return None
    return Quote(part=part.key, start=found.start(), end=found.end(), text=found.group())
