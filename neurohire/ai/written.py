"""From what a model wrote to a Question, or the fixed words that say what is wrong with it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from pydantic import ValidationError

from neurohire.ai.instructions import speaks_to_model
from neurohire.ai.writing_prompt import SYSTEM, WrittenCriterion, WrittenQuestion
from neurohire.models.questions import Criterion, FollowUp, Question
from neurohire.models.resumes_read import ResumeStatement
from neurohire.positions.languages import guess_language
from neurohire.questions.bank import load_bank
from neurohire.questions.quoting import clean
from neurohire.questions.request import PositionBrief
from neurohire.vocabulary import QuestionSource, QuestionType

NOT_FORMED = "A question lacked text, expected points or its scale of five lines."
OTHER_LANGUAGE = "A question was not in the language asked for."
GIVES_AWAY = "A question said what its rubric expects."
ODD = "A question held a link, markup or words to a model."
LONGEST_STARTER = 4000
RUN = 6  # words in a row that are no coincidence
_LINK = re.compile(r"https?://|www\.|!\[|\]\(|<\s*/?\s*[a-z][^>]*>|```", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_ALIKE = (frozenset({"no", "da", "sv"}), frozenset({"es", "ca", "pt"}))
_GUESSED = frozenset(re.findall("..", "endeesfritptnlplsvdanofitrcsetcaruukelarhehizhjako"))


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
    if _gives_away(text, rubric):
        raise Unusable(GIVES_AWAY)
    if not _is_in(text, language):
        raise Unusable(OTHER_LANGUAGE)


def _is_odd(text: str) -> bool:
    return bool(_LINK.search(text)) or speaks_to_model(text) or bool(_runs(text) & _own_words())


def _gives_away(text: str, rubric: Sequence[Criterion]) -> bool:
    """Six words in a row of an expected point, or all of a shorter one."""
    said, folded = _runs(text), " ".join(_WORD.findall(text.casefold()))
    for point in (point for each in rubric for point in each.points):
        words = " ".join(_WORD.findall(point.casefold()))
        if _runs(point) & said or (len(words) >= 12 and words in folded):
            return True
    return False


def _is_in(text: str, language: str) -> bool:
    if language not in _GUESSED:
        return True
    found = guess_language(text)
    return found == language or any({found, language} <= group for group in _ALIKE)


def _follow_ups(written: WrittenQuestion, rubric: Sequence[Criterion], language: str) -> list[FollowUp]:
    """Those that can be used; a question is fine without any."""
    made = []
    for one in written.follow_ups[:2]:
        text = clean(one.text)
        if not 0 <= one.criterion < len(rubric) or not 10 <= len(text) <= 400:
            continue
        if _is_odd(text) or _gives_away(text, rubric) or not _is_in(text, language):
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


def _runs(text: str) -> frozenset[str]:
    words = _WORD.findall(text.casefold())
    return frozenset(" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


@lru_cache(maxsize=1)
def _own_words() -> frozenset[str]:
    return _runs(SYSTEM)
