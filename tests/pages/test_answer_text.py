"""An answer is shown exactly as it was given, with quotes cut to the character and code coloured."""

from __future__ import annotations

import pytest

from components.answer_text import LONGEST_HIGHLIGHTED, Run, Said, lines_of

CODE = 'def f(x):\n    """Doc\nstring"""\n    return "\r\n<b>é</b>"  # 100 %\n'


def text_of(lines: list[tuple[Run, ...]]) -> str:
    return "\n".join("".join(run[1] for run in line) for line in lines)


@pytest.mark.parametrize("language", ["", "python", "no such language", "java", "sql"])
@pytest.mark.parametrize("words", ["", "one", "a\n\nb\n", CODE, "\U0001f600 emoji \u202e and so on"])
def test_nothing_is_lost_or_added(words: str, language: str) -> None:
    assert text_of(list(lines_of(words, [Said(1, 3, "a")], language))) == words


def test_a_quote_is_cut_to_the_character_over_lines() -> None:
    words = "We split it.\nThen the report broke."
    said = Said(3, 17, "q")
    runs = [run for line in lines_of(words, [said], "") for run in line]
    assert "".join(run[1] for run in runs if run[2]) == words[3:17].replace("\n", "")


def test_overlapping_quotes_both_keep_their_words() -> None:
    quotes = [Said(0, 6, "a"), Said(4, 9, "b")]
    runs = [run for line in lines_of("one two three", quotes, "") for run in line]
    assert "".join(r[1] for r in runs if "a" in r[2]) == "one tw"
    assert "".join(r[1] for r in runs if "b" in r[2]) == "two t"


def test_a_quote_in_code_keeps_the_colours() -> None:
    runs = [run for line in lines_of("def f():  # 100 %", [Said(0, 7, "q")], "python") for run in line]
    assert ("tok-keyword", "def", ("q",)) in runs
    assert any(kind == "tok-comment" and "100 %" in words for kind, words, _ in runs)


def test_very_long_code_is_shown_plain() -> None:
    words = "x = 1\n" * LONGEST_HIGHLIGHTED
    assert {run[0] for line in lines_of(words, [], "python") for run in line} == {""}
