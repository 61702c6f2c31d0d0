"""Test cases of a coding question: in words, and those that a page may have."""

from __future__ import annotations

import json
from typing import Any

from neurohire.models.questions import CodeCase, Question


def told(case: CodeCase) -> str:
    """first_unique("swiss") → "w" (hidden)."""
    ways = call(case) if case.function else f"with the input {_data(case.stdin)}"
    name = f"{case.name}: " if case.name else ""
    return f"{name}{ways} → {_data(case.expected)}{' (hidden)' if case.hidden else ''}"


def call(case: CodeCase) -> str:
    """As it is written in a program."""
    return f"{case.function}({', '.join(map(_data, case.args))})"


def for_page(question: Question, *, with_hidden: bool) -> list[dict[str, Any]]:
    """With their place in the question's list; hidden ones only for the team."""
    return [
        {"place": place, **case.model_dump(mode="json")}
        for place, case in enumerate(question.test_cases)
        if with_hidden or not case.hidden
    ]


def _data(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else f"{text[:200]}…"
