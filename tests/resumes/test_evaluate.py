"""The measuring tool counts as it says, and our own figures are reached on the shared resumes."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from neurohire.errors import Rejected
from neurohire.evaluate_resumes import evaluate, run
from tests.material import shared

FIELDS = ["file", "name", "email", "phone", "skills"]


def test_it_counts_right_wrong_and_invented(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ann.txt").write_text(
        "Ann Lee\nann@example.com | +44 20 7946 0000\nSkills\nPayroll, React.js\n"
    )
    (tmp_path / "bob.txt").write_text("Bob Stone\nbob@example.com\nSkills\nPayroll\n")
    (tmp_path / "bad.pdf").write_bytes(b"no PDF at all")
    truth = [
        ["ann.txt", "Ann Lee", "ANN@example.com", "+44 (20) 79460000", "payroll;ReactJS"],
        ["bob.txt", "Robert Stone", "", "", "Payroll;Welding"],
        ["bad.pdf", "Cid Roe", "", "", ""],
    ]
    with (tmp_path / "truth.csv").open("w", newline="") as file:
        csv.writer(file).writerows([FIELDS, *truth])
    run(tmp_path, tmp_path / "truth.csv")
    lines = capsys.readouterr().out.strip().splitlines()
    assert json.loads(lines[-1]) == {
        "files": 3,
        "email_right": 2,
        "name_right": 1,
        "phone_right": 3,
        "skills_recall": 0.75,
        "invented": 1,
    }
    assert any(line.startswith("bad.pdf") and "wrong_type" in line for line in lines)


@pytest.mark.needs("tesseract", "antiword")
def test_the_shared_resumes_are_read_as_well_as_promised() -> None:
    folder = shared("resumes")
    found = evaluate(folder, folder / "truth.csv")
    assert (found.files, found.email_right, found.invented) == (36, 36, 0)
    assert found.name_right >= 33 and found.phone_right >= 33 and found.skills_recall >= 0.80


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (b"name,email\nAnn,a@example.org\n", "needs a column named file.* It has: name, email"),
        (b"", "It has: none"),
        (b"file,name\n\xff\xfe\n", "CSV in UTF-8"),
    ],
)
def test_a_truth_table_without_file_names_is_told(tmp_path: Path, table: bytes, told: str) -> None:
    (tmp_path / "truth.csv").write_bytes(table)
    with pytest.raises(Rejected, match=told):
        run(tmp_path, tmp_path / "truth.csv")
