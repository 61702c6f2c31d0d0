"""Every file of the question bank reads, keeps the form of a question, and together they suffice."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

import neurohire.questions
from neurohire.models.questions import Question
from neurohire.vocabulary import Level, QuestionSource, QuestionType

BANK = Path(neurohire.questions.__file__).parent / "bank"
FILES = sorted(BANK.glob("*.yaml"))
NON_TECHNICAL = {
    "product", "design", "sales", "finance", "people", "support", "marketing", "operations", "management",
    "general",
}  # fmt: skip
FIELDS = NON_TECHNICAL | {
    "software", "frontend", "backend", "data", "ml", "security", "infrastructure", "mobile", "embedded", "qa",
}  # fmt: skip
ALIKE = 0.85  # cosine of character n-grams; the closest pair that is really different stays far below
LANGUAGES = {  # spelled as the editor shows them
    "Python", "JavaScript", "TypeScript", "Java", "C#", "C++", "Go", "Rust", "PHP", "SQL", "Kotlin", "Swift",
    "Shell", "HTML", "CSS",
}  # fmt: skip


class StrictLoader(yaml.SafeLoader):
    """A safe loader that refuses a mapping that names a key twice; plain YAML silently keeps the last one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        assert len(keys) == len(set(keys)), f"a key is written twice near {node.start_mark}"
        return super().construct_mapping(node, deep=deep)


@cache
def questions_of(path: Path) -> tuple[Question, ...]:
    rows = yaml.load(path.read_text("utf-8"), Loader=StrictLoader)
    return tuple(Question.model_validate(row) for row in rows)


def all_questions() -> list[Question]:
    return [question for path in FILES for question in questions_of(path)]


def repeated(values: list[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


def plain(text: str) -> str:
    return " ".join("".join(c for c in text.lower() if c.isalnum() or c.isspace()).split())


def alike_pairs(texts: list[tuple[str, str]]) -> list[str]:
    """Names of the pairs of texts that share most of their wording (cosine of weighted 3- to 5-grams)."""
    grams = [ngrams(text) for _, text in texts]
    spread = Counter(gram for counts in grams for gram in counts)
    vectors = [
        {
            gram: count * (1 + math.log((1 + len(texts)) / (1 + spread[gram])))
            for gram, count in counts.items()
        }
        for counts in grams
    ]
    lengths = [math.sqrt(sum(weight**2 for weight in vector.values())) for vector in vectors]
    return [
        f"{texts[one][0]}, {texts[two][0]}"
        for one, two in combinations(range(len(texts)), 2)
        if product(vectors[one], vectors[two]) >= ALIKE * lengths[one] * lengths[two]
    ]


def ngrams(text: str) -> Counter[str]:
    words = [f" {word} " for word in text.lower().split()]
    return Counter(
        word[at : at + size] for word in words for size in (3, 4, 5) for at in range(len(word) - size + 1)
    )


def product(one: dict[str, float], two: dict[str, float]) -> float:
    small, large = sorted((one, two), key=len)
    return sum(weight * large[gram] for gram, weight in small.items() if gram in large)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_question_of_a_file_can_be_asked_and_graded(path: Path) -> None:
    for question in questions_of(path):
        where = f"{path.name}: {question.id}"
        assert 2 <= len(question.rubric) <= 4, where
        assert 1 <= len(question.follow_ups) <= 2, where
        assert question.levels and len(set(question.levels)) == len(question.levels), where
        assert question.fields and set(question.fields) <= FIELDS, where
        assert question.source is QuestionSource.BANK, where
        keys = [criterion.key for criterion in question.rubric]
        assert len(set(keys)) == len(keys), where
        assert {follow_up.criterion for follow_up in question.follow_ups} <= set(keys), where
        for criterion in question.rubric:
            spot = f"{where}: {criterion.key}"
            assert set(criterion.anchors) == {0, 1, 2, 3, 4}, spot
            assert len(set(criterion.anchors.values())) == 5, spot
            assert 2 <= len(criterion.points) <= 5, spot
            assert not repeated([plain(point) for point in criterion.points]), spot


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_only_coding_questions_have_an_editor_and_only_technical_roles_get_them(path: Path) -> None:
    for question in questions_of(path):
        where = f"{path.name}: {question.id}"
        if question.type is QuestionType.CODING:
            assert question.languages and set(question.languages) <= LANGUAGES, where
            assert not set(question.fields) & NON_TECHNICAL, where
        else:
            assert not question.languages and not question.starter, where


def test_ids_and_texts_are_unique_over_all_files() -> None:
    questions = all_questions()
    assert repeated([question.id for question in questions]) == []
    assert repeated([plain(question.text) for question in questions]) == []
    follow_ups = [plain(f.text) for question in questions for f in question.follow_ups]
    assert repeated(follow_ups) == []


def test_expected_points_are_written_for_their_own_question() -> None:
    points = [plain(point) for question in all_questions() for c in question.rubric for point in c.points]
    assert repeated(points) == []


def test_the_bank_is_large_and_broad_enough() -> None:
    questions = all_questions()
    assert len(questions) >= 300
    assert len({question.skill for question in questions}) >= 30
    assert {question.type for question in questions} == set(QuestionType)


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_every_field_has_questions_of_its_own_for_juniors_and_seniors(field: str) -> None:
    fitting = [question for question in all_questions() if field in question.fields]
    for level in (Level.JUNIOR, Level.SENIOR):
        assert sum(level in question.levels for question in fitting) >= 6, level


def test_no_two_questions_read_alike() -> None:
    questions = all_questions()
    assert alike_pairs([(question.id, question.text) for question in questions]) == []


def test_a_reworded_copy_reads_alike() -> None:
    text = all_questions()[0].text
    assert alike_pairs([("one", text), ("two", f"Now tell me: {text.lower()}")]) == ["one, two"]


def test_every_skill_has_one_spelling() -> None:
    skills = {question.skill for question in all_questions()}
    assert repeated([skill.lower() for skill in skills]) == []


@pytest.mark.parametrize(
    ("told", "needs"),
    [(r"(72|seventy-two) hours", "GDPR"), (r"works council", "where there is one"), (r"\bVAT\b", "where")],
)
def test_what_holds_in_some_countries_only_says_so(told: str, needs: str) -> None:
    """A stranger who grades an answer must not mark somebody down for the law of his own country."""
    for question in all_questions():
        for point in (point for criterion in question.rubric for point in criterion.points):
            assert not re.search(told, point, re.IGNORECASE) or needs in point, f"{question.id}: {point}"
