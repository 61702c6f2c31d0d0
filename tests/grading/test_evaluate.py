"""`evaluate grading` on a file of one's own: figures, blanks, output, and files that cannot be used."""

import csv
import json
import math
from pathlib import Path

import pytest

from neurohire.errors import Rejected
from neurohire.evaluate_grading import run
from neurohire.grading.agreement import pearson, rmse, weighted_kappa
from neurohire.grading.calibration import LOWEST, SPAN, as_people, is_fitting_half

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
    assert lines[2].split()[1:4] == ["3", "2", "1"]  # items, blank, not assessed
    raw, score = (column(tmp_path / "out.csv", name) for name in ("raw", "score"))
    assert raw["a"] == 10 > raw["b"] > raw["c"] == raw["d"] == raw["e"] == 0
    assert score["a"] == pytest.approx(10 * (LOWEST + SPAN)) and score["a"] > score["b"] > score["c"]
    assert score["c"] == pytest.approx(10 * LOWEST)  # answered, nothing found: those people still gave this
    assert score["d"] == score["e"] == 0  # nothing answered
    assert found["rmse"] == pytest.approx(rmse([5, 3, 0], [score[x] / 2 for x in "abc"]), abs=1e-4)


def column(path: Path, name: str) -> dict[str, float]:
    return {row["item_id"]: float(row[name]) for row in csv.DictReader(path.open(encoding="utf-8"))}


def test_without_human_scores_the_predictions_are_written_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "own.csv"
    with file.open("w", encoding="utf-8", newline="") as made:
        writer = csv.writer(made)
        writer.writerow(["item_id", "question", "reference_answer", "student_answer"])
        writer.writerow(["a", QUESTION, REFERENCE, REFERENCE])
        writer.writerow(["b", QUESTION, REFERENCE, ""])
    run(file, "embedded", tmp_path / "out.csv")
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last == {"items": 1, "pearson": None, "qwk": None, "rmse": None}
    assert column(tmp_path / "out.csv", "raw") == {"a": 10, "b": 0}


def test_lines_without_a_score_are_left_out_of_the_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [("a", REFERENCE, "5", ""), ("b", "The element added last.", "3", ""), ("c", "No idea.", "0", "")]
    run(write(tmp_path / "all.csv", *rows), "embedded", None)
    run(write(tmp_path / "more.csv", *rows, ("d", REFERENCE, "", "")), "embedded", None)
    few, more = (json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{"))
    assert (few.pop("items"), more.pop("items")) == (3, 4)
    assert few == more


def test_both_halves_are_shown_and_cut_by_question(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(write(tmp_path / "own.csv", ("a", REFERENCE, "5", ""), ("b", "Last.", "1", "")), "embedded", None)
    lines = capsys.readouterr().out.splitlines()
    halves = {line.split("half")[0].strip(): int(line.split("half")[1].split()[0]) for line in lines[3:5]}
    expected = {"fitting": 2, "other": 0} if is_fitting_half(QUESTION) else {"fitting": 0, "other": 2}
    assert halves == expected


def test_the_calibration_keeps_the_order_and_the_scale() -> None:
    shares = [number / 100 for number in range(101)]
    given = [as_people(share) for share in shares]
    assert given == sorted(given) and len(set(given)) == len(given)
    assert given[0] >= 0 and given[-1] <= 1


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
