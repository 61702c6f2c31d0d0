"""`evaluate grading` on a file of one's own: figures, blanks, output, and files that cannot be used."""

import csv
import json
import math
from pathlib import Path

import pytest

from neurohire.errors import Rejected
from neurohire.evaluate_grading import pearson, rmse, run, weighted_kappa

HEAD = ["item_id", "question", "reference_answer", "student_answer", "score", "max_score", "empty_submission"]
QUESTION = "What does a stack do?"
REFERENCE = "It returns the element that was added last. Removing from an empty stack is an error."


def write(path: Path, *rows: tuple[str, str, str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        writer.writerows(
            [item, QUESTION, REFERENCE, text, score, "5", empty] for item, text, score, empty in rows
        )
    return path


def test_prints_a_table_and_the_figures_last(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(
        tmp_path / "own.csv",
        ("a", REFERENCE, "5", ""),
        ("b", "It returns the element added last.", "3", ""),
        ("c", "No idea, sorry.", "0", ""),
        ("d", "No submission.", "0", "1"),
        ("e", "", "0", ""),
    )
    run(file, "embedded", tmp_path / "out.csv")
    lines = capsys.readouterr().out.splitlines()
    found = json.loads(lines[-1])
    assert list(found) == ["items", "pearson", "qwk", "rmse"]
    assert found["items"] == 3
    assert found["pearson"] > 0.9
    assert lines[1].split()[1:4] == ["3", "2", "1"]  # items, blank, not assessed
    written = {row["item_id"]: float(row["score"]) for row in csv.DictReader((tmp_path / "out.csv").open())}
    assert written["a"] == 10 > written["b"] > written["c"] == written["d"] == written["e"] == 0


def test_a_file_or_grader_that_cannot_be_used_says_why(tmp_path: Path) -> None:
    with pytest.raises(Rejected, match="no such grader"):
        run(write(tmp_path / "own.csv"), "oracle", None)
    with pytest.raises(Rejected, match="cannot be read"):
        run(tmp_path / "missing.csv", "embedded", None)
    (tmp_path / "short.csv").write_text("item_id,question\n1,Why?\n")
    with pytest.raises(Rejected, match="reference_answer"):
        run(tmp_path / "short.csv", "embedded", None)
    for score in ("six", "6"):
        with pytest.raises(Rejected, match="score in the file"):
            run(write(tmp_path / "bad.csv", ("a", "x", score, "")), "embedded", None)


def test_an_empty_file_has_no_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(write(tmp_path / "none.csv"), "embedded", None)
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last == {"items": 0, "pearson": None, "qwk": None, "rmse": None}


def test_measures_agree_with_hand_made_values() -> None:
    assert pearson([1, 2, 3], [2, 4, 6]) == pytest.approx(1)
    assert pearson([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)
    assert math.isnan(pearson([1, 2], [3, 3]))
    assert weighted_kappa([0, 5], [0, 5]) == pytest.approx(1)
    assert weighted_kappa([0, 5], [5, 0]) == pytest.approx(-1)
    assert rmse([0, 0], [3, 4]) == pytest.approx(math.sqrt(12.5))
