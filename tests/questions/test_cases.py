"""Test cases of coding questions: what may stand in one, and that they survive export and import."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from neurohire import clock
from neurohire.models.questions import CodeCase, Question
from neurohire.questions import cases, exchange, word_diff
from neurohire.questions.bank import load_bank
from neurohire.services import pool_rows

CALL = {"function": "f", "args": ["a", [1, None]], "expected": {"x": [1.5, True]}}
PROGRAM = {"stdin": "1\n2\n", "expected": "3\n", "hidden": True}


def coding(*made: dict[str, Any]) -> Question:
    question = load_bank().question("coding-lru-cache")
    assert question is not None
    return question.model_copy(update={"test_cases": [CodeCase.model_validate(one) for one in made]})


@pytest.mark.parametrize(
    "case",
    [
        {},
        {"expected": 5},
        {"expected": "x", "args": [1]},
        {"function": "f", "stdin": "x"},
        {"function": "not a name"},
        {"function": "f(); import os"},
        {"function": "f", "args": [1] * 9},
        {"function": "f", "args": ["x" * 11_000]},
        {"function": "f", "expected": float("nan")},
        {"function": "f", "more": 1},
        {"stdin": "x" * 4001, "expected": ""},
    ],
)
def test_a_case_is_a_call_or_a_program(case: dict[str, Any]):
    with pytest.raises(ValidationError):
        CodeCase.model_validate(case)


def test_in_words():
    assert cases.told(CodeCase.model_validate(CALL)) == 'f("a", [1, null]) → {"x": [1.5, true]}'
    assert cases.told(CodeCase.model_validate(PROGRAM)) == 'with the input "1\\n2\\n" → "3\\n" (hidden)'


def test_hidden_ones_stay_with_the_team():
    question = coding(PROGRAM, CALL)
    assert [one["place"] for one in cases.for_page(question, with_hidden=False)] == [1]
    assert [one["place"] for one in cases.for_page(question, with_hidden=True)] == [0, 1]


def test_cases_come_back_from_a_file_as_they_were():
    question = coding(CALL, PROGRAM)
    file = exchange.written([(question, {"language": "en"})], clock.now(), whole=True)
    (read,) = exchange.read(file.encode())
    assert read.problem == ""
    assert read.question is not None
    assert read.question.test_cases == question.test_cases


def test_a_file_without_cases_or_with_broken_ones():
    question = coding()
    file = exchange.written([(question, {})], clock.now(), whole=True)
    (read,) = exchange.read(file.replace(',\n   "test_cases": []', "").encode())
    assert read.question is not None and read.question.test_cases == []
    (broken,) = exchange.read(
        file.replace('"test_cases": []', '"test_cases": [{"function": "a b"}]').encode()
    )
    assert broken.question is None and "test_cases" in broken.problem.replace(" ", "_")


def test_a_question_without_cases_is_stored_as_before():
    assert "test_cases" not in pool_rows.stored(coding(), "coding-lru-cache", 1)


def test_a_changed_case_shows_in_the_history():
    parts = word_diff.changes(coding(CALL), coding(CALL, PROGRAM))
    assert [change.part for change in parts] == ["Test cases"]
