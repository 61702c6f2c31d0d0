"""A criterion that the answer cannot meet, graded along: points for it show that orders were followed."""

from __future__ import annotations

import random
from functools import lru_cache

from neurohire.grading.protocol import AnswerText
from neurohire.grading.words import stems_of
from neurohire.models.questions import Criterion, Question
from neurohire.questions.bank import load_bank
from neurohire.questions.skill_names import skill_key

TRIES = 60


def decoy_for(question: Question, answer: AnswerText, chance: random.Random) -> Criterion:
    """From another field of the bank, the one of many that shares fewest words with question and answer."""
    said = {stem for text in (question.text, *(p.text for p in answer.parts)) for stem in stems_of(text)}
    said |= {stem for each in question.rubric for point in each.points for stem in stems_of(point)}
    known = _criteria()
    others = [
        pair for pair in chance.sample(known, min(TRIES, len(known))) if pair[0] != skill_key(question.skill)
    ]
    found = min(others or known, key=lambda pair: _shared(pair[1], said))
    return found[1]


def _shared(criterion: Criterion, said: set[str]) -> float:
    stems = {stem for point in criterion.points for stem in stems_of(point)}
    return len(stems & said) / max(1, len(stems))


@lru_cache(maxsize=1)
def _criteria() -> list[tuple[str, Criterion]]:
    """(skill, criterion) of the bank's specialised questions."""
    return [
        (skill_key(question.skill), criterion)
        for question in load_bank().questions
        if question.fields and "general" not in question.fields
        for criterion in question.rubric
    ]
