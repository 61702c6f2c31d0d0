"""`evaluate grading`: how well a grader agrees with human scores on a file of the user's own."""

from __future__ import annotations

import csv as csv_format
import json
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from neurohire.errors import Rejected
from neurohire.grading.cautions import is_blank
from neurohire.grading.embedded import level
from neurohire.grading.sentences import spans
from neurohire.settings import get_settings

NEEDED = ("item_id", "question", "reference_answer", "student_answer", "score")
SCALE = 5.0  # the figures are given on 0-5
OUT_SCALE = 10.0  # the predictions on 0-10, as the app shows them
Asked = tuple[str, Sequence[str], str]  # question, expected points, answer
Grade = Callable[[Sequence[Asked]], list[float | None]]


def _embedded(rows: Sequence[Asked]) -> list[float | None]:
    return [level(*row) for row in rows]


def _model(rows: Sequence[Asked]) -> list[float | None]:
    from neurohire.ai.measured import levels

    return levels(get_settings(), rows)


GRADERS: dict[str, Grade] = {"embedded": _embedded, "model": _model}


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the file with the share (0..1) the grader gave; None is "not assessed"."""

    item_id: str
    group: str
    human: float
    suggested: float | None
    blank: bool


def run(csv: Path, grader: str, out: Path | None) -> None:
    """Prints a table and, as the last line, the figures as JSON."""
    if grader not in GRADERS:
        raise Rejected(f"There is no such grader here. Use one of: {', '.join(sorted(GRADERS))}.")
    items = _items(read_rows(csv), GRADERS[grader])
    answered = [item for item in items if not item.blank]
    _print_table(items)
    if out is not None:
        _write(out, items)
    print(json.dumps({"items": len(answered), **figures(answered)}))


def read_rows(path: Path) -> list[dict[str, str]]:
    """The lines of the file; a file that cannot be used says what it needs."""
    csv_format.field_size_limit(10_000_000)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv_format.DictReader(file)
            missing = [name for name in NEEDED if name not in (reader.fieldnames or [])]
            if missing:
                raise Rejected(f"The file lacks these columns: {', '.join(missing)}.")
            return [
                {key: value or "" for key, value in row.items() if isinstance(key, str)} for row in reader
            ]
    except (OSError, UnicodeDecodeError, csv_format.Error) as problem:
        raise Rejected("The file cannot be read. It must be a CSV in UTF-8.") from problem


def figures(items: Sequence[Item]) -> dict[str, float | None]:
    """Agreement with the human scores on 0-5; not assessed counts as 0."""
    human = [item.human * SCALE for item in items]
    ours = [(item.suggested or 0.0) * SCALE for item in items]
    measured = {
        "pearson": pearson(human, ours),
        "qwk": weighted_kappa(human, ours),
        "rmse": rmse(human, ours),
    }
    return {name: None if math.isnan(value) else round(value, 4) for name, value in measured.items()}


def pearson(one: Sequence[float], other: Sequence[float]) -> float:
    """Correlation; not a number where one side never changes."""
    if not one:
        return math.nan
    mean_one, mean_other = math.fsum(one) / len(one), math.fsum(other) / len(other)
    both = math.fsum((a - mean_one) * (b - mean_other) for a, b in zip(one, other, strict=True))
    spread = math.fsum((a - mean_one) ** 2 for a in one) * math.fsum((b - mean_other) ** 2 for b in other)
    return both / math.sqrt(spread) if spread > 0 else math.nan


def weighted_kappa(one: Sequence[float], other: Sequence[float]) -> float:
    """Quadratic weighted kappa on whole marks of 0-5."""
    marks = [[min(int(SCALE), max(0, round(value))) for value in side] for side in (one, other)]
    apart = sum((a - b) ** 2 for a, b in zip(*marks, strict=True))
    by_chance = sum((a - b) ** 2 for a in marks[0] for b in marks[1]) / max(1, len(one))
    return 1 - apart / by_chance if by_chance else math.nan


def rmse(one: Sequence[float], other: Sequence[float]) -> float:
    """Root of the mean squared difference."""
    if not one:
        return math.nan
    return math.sqrt(math.fsum((a - b) ** 2 for a, b in zip(one, other, strict=True)) / len(one))


def _items(rows: Sequence[Mapping[str, str]], grade: Grade) -> list[Item]:
    """Nobody is asked about an answer that was not given."""
    humans = [_human(row) for row in rows]
    given = [row for row in rows if not is_blank(row["student_answer"])]
    graded = dict(zip(map(id, given), grade([_asked(row) for row in given]), strict=True))
    return [
        Item(row["item_id"], row.get("dataset") or "all", human, graded.get(id(row), 0.0), _is_empty(row))
        for row, human in zip(rows, humans, strict=True)
    ]


def _asked(row: Mapping[str, str]) -> Asked:
    """The reference is a rubric of one criterion; its sentences are the expected points."""
    reference = row["reference_answer"]
    points = [reference[start:end] for start, end in spans(reference)]
    return row["question"], points, row["student_answer"]


def _is_empty(row: Mapping[str, str]) -> bool:
    return row.get("empty_submission") == "1" or not row["student_answer"].strip()


def _human(row: Mapping[str, str]) -> float:
    try:
        score, top = float(row["score"]), float(row.get("max_score") or SCALE)
    except ValueError as problem:
        raise Rejected("A score in the file is not a number.") from problem
    if not 0 <= score <= top or top <= 0:
        raise Rejected("A score in the file is not between 0 and its maximum.")
    return score / top


def _print_table(items: Sequence[Item]) -> None:
    groups = sorted({item.group for item in items})
    rows = [(name, [item for item in items if item.group == name]) for name in groups]
    if len(groups) > 1:
        rows.append(("all", list(items)))
    print(f"{'set':<24}{'items':>7}{'blank':>7}{'not assessed':>14}{'pearson':>9}{'qwk':>8}{'rmse':>8}")
    for name, members in rows:
        answered = [item for item in members if not item.blank]
        unsure = sum(item.suggested is None for item in answered)
        shown = ["-" if value is None else f"{value:.3f}" for value in figures(answered).values()]
        counts = f"{len(answered):>7}{len(members) - len(answered):>7}{unsure:>14}"
        print(f"{name[:23]:<24}{counts}{shown[0]:>9}{shown[1]:>8}{shown[2]:>8}")
    sys.stdout.flush()


def _write(out: Path, items: Sequence[Item]) -> None:
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv_format.writer(file)
        writer.writerow(("item_id", "score"))
        writer.writerows((item.item_id, f"{(item.suggested or 0.0) * OUT_SCALE:.4f}") for item in items)
