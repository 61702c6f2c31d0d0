"""The curated bank and forms carry whole positions: forty candidates each, technical or not."""

from __future__ import annotations

import re

import pytest

from neurohire.questions.bank import load_bank
from neurohire.questions.plan import plan
from neurohire.questions.request import default_counts
from neurohire.questions.uniqueness import is_near_duplicate, share
from neurohire.vocabulary import Level
from tests.questions.made_up import QUESTION_TYPES, request, resume

POSITIONS = [
    ("backend", True, Level.SENIOR, ["Python", "PostgreSQL", "Docker", "Kafka"]),
    ("frontend", True, Level.JUNIOR, ["React", "TypeScript", "CSS"]),
    ("ml", True, Level.MID, ["Machine Learning", "Python"]),
    ("management", True, Level.LEAD, ["Engineering Management"]),
    ("sales", False, Level.MID, ["Account Management", "Negotiation"]),
    ("finance", False, Level.MID, ["Billing", "Reconciliation"]),
    ("general", False, Level.MID, []),
]


@pytest.mark.parametrize(
    ("field", "technical", "level", "skills"), POSITIONS, ids=[each[0] for each in POSITIONS]
)
def test_forty_candidates(field: str, technical: bool, level: Level, skills: list[str]) -> None:
    bank, sets = load_bank(), []
    by_type = default_counts(10, is_technical=technical)
    counts = tuple(by_type[kind] for kind in QUESTION_TYPES)
    for person in range(40):
        asked = request(
            counts, resume(person, 8), field=field, is_technical=technical, level=level, skills=skills,
            used_by_others=sets, seed=person,
        )  # fmt: skip
        written = plan(bank, asked)
        mine = frozenset(question.id for question in written.questions)
        assert len(mine) == 10
        assert sum(bool(question.quoted_fact) for question in written.questions) >= 4
        assert max((share(mine, other) for other in sets), default=0) <= 0.3
        assert written.notes == []
        sets.append(mine)


def test_filled_forms_read_whole() -> None:
    written = plan(load_bank(), request((8, 6, 0, 6), resume(1, 20)))
    quoting = [question for question in written.questions if question.quoted_fact]
    assert len(quoting) >= 8
    for question in quoting:
        assert re.search(r"“[^“”]+”", question.text)
        assert not re.search(r"[{}]|““|””|\"“", question.text)
        assert not any("{" in follow_up.text for follow_up in question.follow_ups)


def test_no_two_questions_of_a_set_are_alike() -> None:
    texts = [
        question.text for question in plan(load_bank(), request((20, 15, 5, 10), resume(1, 30))).questions
    ]
    assert not [(a, b) for n, a in enumerate(texts) for b in texts[:n] if is_near_duplicate(a, b)]
