"""`evaluate grading`: how well a grader agrees with human scores on a file of the user's own."""

from __future__ import annotations

import csv as csv_format
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from neurohire.errors import Rejected
from neurohire.grading.agreement import SCALE, figures
from neurohire.grading.calibration import as_people, is_fitting_half
from neurohire.grading.cautions import is_blank
from neurohire.grading.embedded import level
from neurohire.grading.sentences import spans
from neurohire.settings import get_settings

NEEDED = ("item_id", "question", "reference_answer", "student_answer")
OUT_SCALE = 10.0  # the predictions are on 0-10, as the app shows them
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
    """One line of the file. All shares are 0..1; a human score that is not there is None."""

    item_id: str
    group: str
    human: float | None
    raw: float  # as the app's points; not assessed counts as 0
    score: float  # what people would give, by the fixed calibration of this grader
    is_assessed: bool
    is_blank: bool
    is_fitting: bool  # of the half on which the calibration was fitted, were this that file


def run(csv: Path, grader: str, out: Path | None) -> None:
    """Prints a table and, as the last line, the figures of the written scores as JSON."""
    if grader not in GRADERS:
        raise Rejected(f"There is no such grader here. Use one of: {', '.join(sorted(GRADERS))}.")
    items = _items(read_rows(csv), grader)
    answered = [item for item in items if not item.is_blank]
    _print_table(items, with_halves=grader == "embedded")
    if out is not None:
        _write(out, items)
    print(json.dumps({"items": len(answered), **_figures(answered, "score")}))


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


def _figures(items: Sequence[Item], name: Literal["raw", "score"]) -> dict[str, float | None]:
    """Agreement with the human scores, where there are any."""
    scored = [item for item in items if item.human is not None]
    return figures([item.human or 0.0 for item in scored], [getattr(item, name) for item in scored])


def _items(rows: Sequence[Mapping[str, str]], grader: str) -> list[Item]:
    """Nobody is asked about an answer that was not given: it scores 0."""
    humans = [_human(row) for row in rows]
    given = [row for row in rows if not is_blank(row["student_answer"])]
    grades = GRADERS[grader]([_asked(row) for row in given])
    graded = dict(zip(map(id, given), grades, strict=True))
    return [_item(row, human, graded, grader) for row, human in zip(rows, humans, strict=True)]


def _item(
    row: Mapping[str, str], human: float | None, graded: Mapping[int, float | None], grader: str
) -> Item:
    share = graded.get(id(row), 0.0)
    raw = share or 0.0
    was_graded = id(row) in graded
    return Item(
        item_id=row["item_id"],
        group=row.get("dataset") or "all",
        human=human,
        raw=raw,
        score=as_people(raw) if was_graded and grader == "embedded" else raw,
        is_assessed=share is not None,
        is_blank=_is_empty(row),
        is_fitting=is_fitting_half(row["question"]),
    )


def _asked(row: Mapping[str, str]) -> Asked:
    """The reference is a rubric of one criterion; its sentences are the expected points."""
    reference = row["reference_answer"]
    points = [reference[start:end] for start, end in spans(reference)]
    return row["question"], points, row["student_answer"]


def _is_empty(row: Mapping[str, str]) -> bool:
    return row.get("empty_submission") == "1" or not row["student_answer"].strip()


def _human(row: Mapping[str, str]) -> float | None:
    if not (row.get("score") or "").strip():
        return None
    try:
        score, top = float(row["score"]), float(row.get("max_score") or SCALE)
    except ValueError as problem:
        raise Rejected("A score in the file is not a number.") from problem
    if not 0 <= score <= top or top <= 0:
        raise Rejected("A score in the file is not between 0 and its maximum.")
    return score / top


def _print_table(items: Sequence[Item], *, with_halves: bool) -> None:
    """Per set: counts, then the agreement of the points as they are (raw) and of the written scores."""
    print(f"{'':<40}{'raw':>15}{'score':>23}".rstrip())
    head = f"{'set':<24}{'items':>7}{'blank':>7}{'not assessed':>14}"
    print(head + f"{'pearson':>9}{'rmse':>7}{'pearson':>9}{'qwk':>7}{'rmse':>7}")
    groups = sorted({item.group for item in items})
    for name in [*groups, *(["all"] if len(groups) > 1 else [])]:
        members = [item for item in items if name == "all" or item.group == name]
        _print_line(name, members)
        if with_halves:
            _print_line("  fitting half", [item for item in members if item.is_fitting])
            _print_line("  other half", [item for item in members if not item.is_fitting])
    sys.stdout.flush()


def _print_line(name: str, members: Sequence[Item]) -> None:
    answered = [item for item in members if not item.is_blank]
    unsure = sum(not item.is_assessed for item in answered)
    raw, score = _figures(answered, "raw"), _figures(answered, "score")
    shown = [raw["pearson"], raw["rmse"], score["pearson"], score["qwk"], score["rmse"]]
    texts = ["-" if value is None else f"{value:.3f}" for value in shown]
    counts = f"{len(answered):>7}{len(members) - len(answered):>7}{unsure:>14}"
    widths = (9, 7, 9, 7, 7)
    print(
        f"{name[:23]:<24}{counts}"
        + "".join(f"{text:>{width}}" for text, width in zip(texts, widths, strict=True))
    )


def _write(out: Path, items: Sequence[Item]) -> None:
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv_format.writer(file)
        writer.writerow(("item_id", "score", "raw"))
        writer.writerows(
            (item.item_id, f"{item.score * OUT_SCALE:.4f}", f"{item.raw * OUT_SCALE:.4f}") for item in items
        )
