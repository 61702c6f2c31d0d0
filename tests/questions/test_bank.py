"""The bank loads whole, and a broken file is named with the id."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from neurohire.questions.bank import BankError, load_bank
from neurohire.vocabulary import QuestionType
from tests.questions.made_up import form, question

GOOD = question(QuestionType.TECHNICAL, "backend", "SQL", 1).model_dump(mode="json", exclude_defaults=True)


def written(folder: Path, *entries: object, forms: object = None) -> Path:
    (folder / "bank").mkdir()
    (folder / "bank" / "sql.yaml").write_text(yaml.safe_dump(list(entries)), encoding="utf-8")
    if forms is not None:
        (folder / "forms.yaml").write_text(yaml.safe_dump(forms), encoding="utf-8")
    return folder


def test_questions_and_forms_are_found_by_id(tmp_path: Path) -> None:
    a_form = form(1, QuestionType.SCENARIO).model_dump(mode="json")
    bank = load_bank(written(tmp_path, GOOD, forms=[a_form]))
    assert bank.question(GOOD["id"]) is bank.questions[0]
    assert bank.form("form-1") is bank.forms[0]
    assert bank.question("unknown") is None
    assert load_bank(tmp_path) is bank


@pytest.mark.parametrize(
    ("entries", "forms", "says"),
    [
        ([GOOD | {"type": "quiz"}], None, f"sql.yaml: {GOOD['id']}: type"),
        ([GOOD, GOOD], None, "already used in sql.yaml"),
        ([GOOD | {"follow_ups": [{"text": "And what else?", "criterion": "nope"}]}], None, "criterion nope"),
        (["text"], None, "entry 1 is not a mapping"),
        ([GOOD], {"a": 1}, "forms.yaml: a list"),
        ([GOOD], [{"id": "no-fact", "type": "technical", "kinds": ["project"], "rubric": GOOD["rubric"],
                   "text": "A question without a gap"}], "forms.yaml: no-fact"),
    ],
)  # fmt: skip
def test_a_broken_entry_is_named(tmp_path: Path, entries: list[object], forms: object, says: str) -> None:
    with pytest.raises(BankError) as raised:
        load_bank(written(tmp_path, *entries, forms=forms))
    assert says in str(raised.value)


def test_broken_yaml_is_named(tmp_path: Path) -> None:
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "bad.yaml").write_text("- id: [", encoding="utf-8")
    with pytest.raises(BankError, match=r"bad\.yaml"):
        load_bank(tmp_path)


def test_the_curated_bank_loads() -> None:
    bank = load_bank()
    assert bank.questions
    assert all(bank.by_type.values())
