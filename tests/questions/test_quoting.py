"""A quoted line is short, clean and balanced, and says what the resume says."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurohire.questions.quoting import fact_hash, is_quotable, quotable


@pytest.mark.parametrize(
    ("line", "quote"),
    [
        ("• Led a team of 5.", "Led a team of 5"),
        ('Won the "Golden Bug" award', "Won the ‘Golden Bug’ award"),
        ('A 24" screen', "A 24 screen"),
        ("Cut <b>cost</b> by\n 40 %", "Cut <b>cost</b> by 40 %"),
        ("-2 % churn", "-2 % churn"),
        ("word " * 60, ("word " * 43).strip() + "…"),
    ],
)
def test_lines_as_they_are_quoted(line: str, quote: str) -> None:
    assert quotable(line) == quote


@given(st.text(max_size=600))
def test_any_text_becomes_a_safe_quote(text: str) -> None:
    quote = quotable(text)
    assert len(quote) <= 220
    assert not set(quote) & set('"“”\n\r\t')
    assert not {unicodedata.category(sign) for sign in quote if sign not in "\u200c\u200d"} & {
        "Cc",
        "Cf",
        "Cs",
    }


def test_too_little_to_stand_on() -> None:
    assert not is_quotable("2019 - 2021")
    assert not is_quotable("Python, C")
    assert is_quotable("Built the billing service")
    assert is_quotable("负责支付系统的重构")


def test_the_same_line_has_the_same_name() -> None:
    assert fact_hash("• Led  a team.") == fact_hash("led a team")
    assert fact_hash("Led a team") != fact_hash("Led two teams")
