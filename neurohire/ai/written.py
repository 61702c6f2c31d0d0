"""From what a model wrote to a Question, or the fixed words that say what is wrong with it."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from pydantic import ValidationError

from neurohire.ai.text_checks import gives_away, is_in, is_odd
from neurohire.ai.writing_prompt import SYSTEM, WrittenCriterion, WrittenQuestion
from neurohire.models.questions import Criterion, FollowUp, Question
from neurohire.models.resumes_read import ResumeStatement
from neurohire.questions.bank import load_bank
from neurohire.questions.quoting import clean
from neurohire.questions.request import PositionBrief
from neurohire.vocabulary import QuestionSource, QuestionType

NOT_FORMED = "A question lacked text, expected points or its scale of five lines."
OTHER_LANGUAGE = "A question was not in the language asked for."
GIVES_AWAY = "A question said what its rubric expects."
ODD = "A question held a link, markup or words to a model."
LONGEST_STARTER = 4000


class Unusable(Exception):
    """`args[0]` is one of the fixed sentences above."""


def to_question(
    written: WrittenQuestion,
    kind: QuestionType,
    position: PositionBrief,
    lines: Mapping[int, ResumeStatement],
) -> Question:
    """A whole Question; raises Unusable."""
    text = "\n".join(filter(None, (clean(line) for line in written.text.splitlines())))
    rubric = [_criterion(number, one) for number, one in enumerate(written.criteria[:3], 1)]
    _check(text, rubric, position.language)
    line = lines.get(written.line)
    is_coding = kind is QuestionType.CODING
    try:
        return Question(
            id=f"model-{hashlib.blake2b(f'{kind.value} {text}'.encode(), digest_size=10).hexdigest()}",
            type=kind,
            skill=clean(written.skill)[:60].strip() or "General",
            fields=[position.field],
            levels=[position.level],
            text=text,
            rubric=rubric,
            follow_ups=_follow_ups(written, rubric, position.language),
            source=QuestionSource.MODEL,
            languages=_languages(written.code_languages) if is_coding else [],
            starter=_code(written.starter) if is_coding else "",
            quoted_fact=clean(line.text)[:1000] if line else "",
        )
    except ValidationError as error:
        raise Unusable(NOT_FORMED) from error


def _criterion(number: int, written: WrittenCriterion) -> Criterion:
    points = [clean(point)[:400] for point in written.expected[:8]]
    try:
        return Criterion(
            key=f"line-{number}",
            name=clean(written.name)[:400],
            points=[point for point in points if len(point) >= 3],
            anchors=dict(enumerate(clean(words)[:400] for words in written.scale)),
        )
    except ValidationError as error:
        raise Unusable(NOT_FORMED) from error


def _check(text: str, rubric: Sequence[Criterion], language: str) -> None:
    if len(text) < 10 or not rubric:
        raise Unusable(NOT_FORMED)
    if _is_odd(text) or any(_is_odd(point) for each in rubric for point in (each.name, *each.points)):
        raise Unusable(ODD)
    if gives_away(text, rubric):
        raise Unusable(GIVES_AWAY)
    if not is_in(text, language):
        raise Unusable(OTHER_LANGUAGE)


def _follow_ups(written: WrittenQuestion, rubric: Sequence[Criterion], language: str) -> list[FollowUp]:
    """Those that can be used; a question is fine without any."""
    made = []
    for one in written.follow_ups[:2]:
        text = clean(one.text)
        if not 0 <= one.criterion < len(rubric) or not 10 <= len(text) <= 400:
            continue
        if _is_odd(text) or gives_away(text, rubric) or not is_in(text, language):
            continue
        made.append(FollowUp(text=text, criterion=rubric[one.criterion].key))
    return made


def _languages(named: Sequence[str]) -> list[str]:
    """Those the editor knows, in the model's order."""
    known = {name.casefold(): name for name in _editor_languages()}
    found = [known[name.strip().casefold()] for name in named if name.strip().casefold() in known]
    return list(dict.fromkeys(found)) or ["Python"]


@lru_cache(maxsize=1)
def _editor_languages() -> frozenset[str]:
    return frozenset(name for question in load_bank().questions for name in question.languages)


def _code(text: str) -> str:
    """Line breaks and tabs stay; other signs that cannot be seen go."""
    kept = (sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs"))
    return "".join(kept)[:LONGEST_STARTER]


def _is_odd(text: str) -> bool:
    return is_odd(text, SYSTEM)
