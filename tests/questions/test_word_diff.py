"""What changed between two versions, so that a person sees it."""

from __future__ import annotations

import pytest

from neurohire.questions.word_diff import changes, diff
from tests import pool


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("a b c d", "a b x d", [("same", "a b "), ("gone", "c"), ("added", "x"), ("same", " d")]),
        ("", "all of it new", [("added", "all of it new")]),
        ("all of it", "", [("gone", "all of it")]),
        ("one two three", "quite other", [("gone", "one two three\n"), ("added", "quite other")]),
    ],
)  # fmt: skip
def test_word_by_word_unless_it_was_rewritten(old: str, new: str, pieces: list[tuple[str, str]]) -> None:
    assert [(piece.kind, piece.words) for piece in diff(old, new)] == pieces


def test_nothing_is_lost_and_a_long_text_does_not_take_for_ever() -> None:
    old = " ".join(f"word{n % 97}" for n in range(5_000))
    new = old.replace("word13", "other")
    found = diff(old, new)
    assert "".join(piece.words for piece in found if piece.kind != "added").strip() == old
    assert "".join(piece.words for piece in found if piece.kind != "gone") == new


def test_parts_that_changed_are_named() -> None:
    old = pool.own()
    rubric = [old.rubric[0].model_copy(update={"points": ["Another point is expected."]})]
    new = old.model_copy(update={"skill": "Contracts", "rubric": rubric})
    assert [change.part for change in changes(old, new)] == ["Skill", "Rubric"]
    assert changes(old, old) == []
