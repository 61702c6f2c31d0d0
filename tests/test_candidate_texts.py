"""Texts of the candidate's pages go through gettext: all collected, and a language file is used at once."""

from __future__ import annotations

from pathlib import Path

from babel.messages.pofile import read_po

from components.candidate_words import step_names
from components.check_words import check_words
from components.stage_words import connection_words, stage_words
from components.texts import TEMPLATE, collect, texts_for

GERMAN = r"""
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "I'm done"
msgstr "Fertig"

msgid "{number} question"
msgid_plural "{number} questions"
msgstr[0] "{number} Frage"
msgstr[1] "{number} Fragen"
"""


def test_the_template_has_every_text() -> None:
    """Run `python -m components.texts` when this fails."""
    with TEMPLATE.open("rb") as file:
        written = {message.id for message in read_po(file)}
    assert written == {message.id for message in collect()}
    assert len(written) > 150


def test_a_language_file_is_used_and_gaps_are_english(tmp_path: Path) -> None:
    (tmp_path / "de").mkdir()
    (tmp_path / "de" / "candidate.po").write_text(GERMAN, encoding="utf-8")
    texts = texts_for("de-AT", tmp_path)
    words = stage_words(texts)
    assert (texts.language, words["done"], words["skip"]) == ("de", "Fertig", "Skip this question")
    assert texts.count("{number} question", "{number} questions", 2) == "2 Fragen"
    assert texts_for("../..", tmp_path).language == "en"


def test_every_word_of_the_elements_is_there() -> None:
    """What the scripts ask for by name exists."""
    import re

    texts = texts_for("en")
    folder = Path(__file__).resolve().parents[1] / "components"
    for script, words in (
        ("interview_stage.js", stage_words(texts)),
        ("device_check.js", check_words(texts)),
    ):
        asked = set(re.findall(r'say\("([a-z_]+)"', (folder / script).read_text()))
        assert {name for name in asked if not name.endswith("_")} <= set(words)
    assert len(step_names(texts)) == 5 and "offline" in connection_words(texts)
