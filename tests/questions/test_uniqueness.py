"""Near duplicates are seen through small changes of wording; different questions are not."""

from __future__ import annotations

from itertools import combinations

import pytest

from neurohire.questions.bank import load_bank
from neurohire.questions.uniqueness import Overlap, TextIndex, is_near_duplicate, share


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "How do you find a memory leak in a Python service?",
            "How would you find memory leaks in Python services?",
        ),
        ("How do you find a memory leak?", "how do you  find a memory leak?"),
        ("You wrote: “Led 5 people”. What was hard?", "You wrote: “Led 5 people.” What was hard?"),
        ("你如何查找内存泄漏的原因", "你如何查找内存泄漏原因"),
    ],
)
def test_near_duplicates(first: str, second: str) -> None:
    assert is_near_duplicate(first, second)
    assert is_near_duplicate(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "How do you find a memory leak in a Python service?",
            "How do you find a slow query in a SQL database?",
        ),
        (
            "You wrote: “Cut the cost of the warehouse by 40 %”. What did you do yourself?",
            "You wrote: “Moved the shop to Kubernetes”. What did you do yourself?",
        ),
        ("你如何查找内存泄漏的原因", "请介绍一次团队冲突"),
    ],
)
def test_different_questions(first: str, second: str) -> None:
    assert not is_near_duplicate(first, second)


def test_overlap_counts_against_each_other_candidate() -> None:
    overlap = Overlap([{f"q{n}" for n in range(10)}, set()], 10)
    for number in range(3):
        assert overlap.allows(f"q{number}")
        overlap.add(f"q{number}")
    assert not overlap.allows("q3")
    assert overlap.allows("new")
    assert overlap.share == pytest.approx(0.3)
    assert overlap.share_with("q3") == pytest.approx(0.4)
    assert share({"a", "b"}, {"b", "c", "d"}) == 0.5


def test_no_two_questions_of_the_bank_are_near_duplicates() -> None:
    bank = load_bank()
    pairs = [
        (a.id, b.id)
        for a, b in combinations(bank.questions, 2)
        if a.type is b.type and is_near_duplicate(a.text, b.text)
    ]
    assert pairs == []


def test_the_index_finds_what_comparing_each_with_each_finds() -> None:
    texts = [question.text for question in load_bank().questions]
    near = (
        [f"Well then. {text}" for text in texts[::7]] + texts[1::9] + ["", "why", "How would you scale it?"]
    )
    index = TextIndex()
    for number, text in enumerate(texts):
        index.add(text, str(number))
    for text in near:
        expected = {str(n) for n, known in enumerate(texts) if is_near_duplicate(text, known)}
        assert set(index.like(text)) == expected, text
