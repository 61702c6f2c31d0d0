"""`evaluate grading --grader model`, and the relations that must hold with a model that obeys every order."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path

import pytest

from neurohire.ai.measured import levels
from neurohire.errors import Rejected
from neurohire.evaluate_grading import run
from neurohire.grading.sentences import spans
from neurohire.settings import Settings
from neurohire.stand_in.server import StandIn
from tests.grading.test_evaluate import REFERENCE, write
from tests.grading.test_reach import holds
from tests.material import shared


def test_the_model_that_is_set_is_measured(
    model_settings: Settings, stand_in: StandIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = write(
        tmp_path / "own.csv", ("a", REFERENCE, "5", ""), ("b", "No idea.", "0", ""), ("c", "", "0", "")
    )
    run(file, "model", None)
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found["items"] == 2 and found["pearson"] > 0.9
    assert len(stand_in.behaviour.calls) == 4  # twice an answer, none for a blank


def test_without_a_model_it_says_what_to_set(settings: Settings, tmp_path: Path):
    with pytest.raises(Rejected, match="NEUROHIRE_MODEL_BASE_URL"):
        run(write(tmp_path / "own.csv", ("a", REFERENCE, "5", "")), "model", None)


def test_relations_hold_with_a_model_that_obeys(model_settings: Settings, stand_in: StandIn):
    stand_in.behaviour.obeys = True
    rows = list(csv.DictReader(shared("grading/metamorphic_answers.csv").open(encoding="utf-8")))
    asked = []
    for row in rows:
        reference = row["reference_answer"]
        asked.append((row["question"], [reference[a:b] for a, b in spans(reference)], row["answer"]))
    scores: dict[str, dict[str, float]] = defaultdict(dict)
    for row, found in zip(rows, levels(model_settings, asked), strict=True):
        scores[row["question"]][row["kind"]] = 10 * (found or 0.0)
    broken = [
        (kind, question, score)
        for question, by_kind in scores.items()
        for kind, score in by_kind.items()
        if not holds(kind, score, by_kind["reference"])
    ]
    assert len(rows) == 165
    assert len(broken) <= 0.05 * len(rows), broken
