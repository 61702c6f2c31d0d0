"""What is left of a text for a voice."""

from __future__ import annotations

import pytest

from neurohire.speech.speakable import LONGEST, speakable


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("How did you shard it?", "How did you shard it?"),
        ("What does `List<int>` hold?", "What does List int hold?"),
        ("<b>Why</b> does <br/>it <script>fail</script>?", "Why does it fail ?"),
        ("**Why** is _this_ slow?\n\n- one\n- two", "Why is this slow? - one - two"),
        (
            "What does my_list_of_things hold in C# and C++?",
            "What does my_list_of_things hold in C# and C++?",
        ),
        ("Read [the guide](https://a.example/x) first.", "Read the guide first."),
        ("What does this do?\n```python\nprint(1)\n```\nWhy?", "What does this do? Why?"),
        ("What does this do?\n```\nprint(1)", "What does this do?"),
        ('<speak><prosody rate="fast">Say it</prosody></speak>', "Say it"),
        ("Grüße,\x00 wie\u202e geht\x07 es?", "Grüße, wie geht es?"),
        ("質問です。<b>なぜ</b>？", "質問です。 なぜ ？"),
        ("5 < 7 and 9 > 2", "5 7 and 9 2"),
        ("", ""),
        ("   \n\t", ""),
        ("<b></b> *** ``` ```", ""),
        ("?!…", ""),
    ],
)
def test_only_words_are_said(text: str, said: str):
    assert speakable(text) == said


def test_what_is_too_long_ends_with_a_sentence():
    said = speakable("This is a sentence. " * 1000)
    assert LONGEST - 25 < len(said) <= LONGEST and said.endswith("sentence.")
    assert len(speakable("x" * 10_000)) == LONGEST


def test_a_question_of_1500_characters_is_said_to_its_end():
    text = "Why? " * 299 + "Here."
    assert speakable(text) == text
