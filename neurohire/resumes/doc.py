"""Text of a legacy Word file through antiword, when it is installed."""

from __future__ import annotations

import re
from pathlib import Path

from neurohire.resumes.programs import ProgramTooSlow, is_installed, run_program
from neurohire.resumes.receive import DAMAGED, PASSWORD, reject
from neurohire.vocabulary import RejectionCode

NOT_INSTALLED = (
    "Old Word files (.doc) cannot be read on this server. Save it as PDF or DOCX and upload it again."
)
PROSE = 22  # average characters per line of the first column
TOO_SLOW = "Reading this file took too long. Save it as PDF and upload that."


def read_doc(path: Path) -> str:
    if not is_installed("antiword"):
        raise reject(RejectionCode.WRONG_TYPE, NOT_INSTALLED)
    try:
        code, output, errors = run_program(
            ["antiword", "-m", "UTF-8.txt", "-i", "1", "-w", "0", str(path.absolute())]
        )
    except ProgramTooSlow as error:
        raise reject(RejectionCode.TOO_SLOW, TOO_SLOW) from error
    if code != 0 or not output:
        if b"ncrypted" in errors:
            raise reject(RejectionCode.PASSWORD_PROTECTED, PASSWORD)
        raise reject(RejectionCode.UNREADABLE, DAMAGED)
    return _without_table_lines(output.decode("utf-8", "replace"))


def _without_table_lines(text: str) -> str:
    """antiword draws table cells between bars; each cell line becomes a line of its own."""
    lines: list[str] = []
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|") and line.rstrip().endswith("|"):
            rows.append([cell.strip() for cell in line.strip()[1:-1].split("|")])
            continue
        lines += _cells(rows)
        rows = []
        lines.append(re.sub(r"^\s*\[pic\]\s*$", "", line).rstrip())
    return "\n".join(lines)


def _cells(rows: list[list[str]]) -> list[str]:
    """Columns of running text are read one after the other, label and value side by side."""
    first = [row[0] for row in rows if row[0]]
    if first and sum(map(len, first)) / len(first) > PROSE and len({len(row) for row in rows}) == 1:
        rows = [list(column) for column in zip(*rows, strict=True)]
    return [cell for row in rows for cell in row if cell]
