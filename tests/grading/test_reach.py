"""Agreement with people on public short answers, and relations that must hold whatever the answer."""

import csv
import io
import json
from collections import defaultdict
from contextlib import redirect_stdout

import pytest

from neurohire.evaluate_grading import run
from neurohire.grading.embedded import level
from neurohire.grading.sentences import spans
from tests.material import shared


def measured(name: str) -> tuple[dict[str, float], dict[str, list[float]]]:
    """The figures, and per line of the table: raw Pearson and RMSE, Pearson, kappa and RMSE of the scores."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        run(shared(f"grading/{name}.csv"), "embedded", None)
    *table, last = printed.getvalue().splitlines()
    lines = {line[:24].strip(): [float(text) for text in line.split()[-5:]] for line in table[2:]}
    return dict(json.loads(last)), lines


def test_agrees_with_people_on_computer_science_answers() -> None:
    found, lines = measured("mohler")
    assert found["items"] == 1122
    assert found["pearson"] >= 0.62
    assert found["rmse"] <= 0.95
    assert lines["mohler2011"][0] >= 0.58  # the points as they are, with placeholders like all others
    other = dict(zip(("raw", "raw rmse", "pearson", "qwk", "rmse"), lines["other half"], strict=True))
    assert other["pearson"] >= 0.58 and other["rmse"] <= 1.0  # nothing was fitted on these


def test_agrees_with_people_on_network_answers_without_blanks() -> None:
    found, lines = measured("saf_english")
    assert found["items"] == 1308
    assert found["pearson"] >= 0.41
    assert lines["other half"][2] >= 0.41


def test_balanced_sample_is_measured() -> None:
    found, lines = measured("sample_balanced")
    assert found["items"] == 192
    assert found["pearson"] >= 0.50
    assert {"mohler2011", "saf2022-en", "all"} <= lines.keys()


def test_relations_hold_for_changed_answers() -> None:
    rows = list(csv.DictReader(shared("grading/metamorphic_answers.csv").open(encoding="utf-8")))
    scores: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows:
        reference = row["reference_answer"]
        points = [reference[start:end] for start, end in spans(reference)]
        scores[row["question"]][row["kind"]] = 10 * (level(row["question"], points, row["answer"]) or 0.0)
    broken = [
        (kind, question, score)
        for question, by_kind in scores.items()
        for kind, score in by_kind.items()
        if not holds(kind, score, by_kind["reference"])
    ]
    assert len(rows) == 165
    assert len(broken) <= 0.05 * len(rows), broken


def holds(kind: str, score: float, reference: float) -> bool:
    most = {
        "question_repeated": 2.0,
        "other_question": 3.0,
        "keyword_salad": 0.6 * reference,
        "padding_only": 2.0,
        "injection": 1.0,
        "empty": 0.0,
        "no_response": 0.0,
    }
    apart = {
        "reference_lower_no_punctuation": 1.0,
        "reference_with_fillers": 1.5,
        "reference_plus_injection": 0.5,
    }
    if kind == "reference":
        return score >= 8.0
    return score <= most[kind] if kind in most else abs(score - reference) <= apart[kind]


@pytest.mark.parametrize("kind", ["injection", "keyword_salad"])
def test_the_relations_can_fail(kind: str) -> None:
    assert not holds(kind, 10.0, 10.0)
