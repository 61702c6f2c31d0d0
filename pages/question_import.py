"""A file of questions handed in on the page of questions; what became of each row is told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from nicegui import ui

from components.dialogs import side_sheet
from components.file_drop import MEBIBYTE, FileDrop, SentFile
from components.interview_words import several
from components.pieces import button, note, stack, text
from pages.team import Desk

OUTCOMES = {"known": "already there", "alike": "like another", "broken": "can't be read"}
HELP = "A JSON file that “Export as JSON” gave here or elsewhere, up to 10 MiB"
YOURS = "They are yours: planned for positions you work on, seen by you and admins. You can open each to all."
OPEN = "The whole team can use them."


class QuestionImport:
    """A button that opens the sheet."""

    def __init__(self, desk: Desk, on_added: Callable[[], Awaitable[None]]) -> None:
        self.desk, self.on_added = desk, on_added
        button("Import", desk.act(self.open), icon="upload").mark("import")

    async def open(self) -> None:
        actor = await self.desk.who()
        with side_sheet("Import questions", width=560) as sheet, stack():
            text("Each row stands alone. What is here already, or reads like one that is, is left out.")
            text(OPEN if actor.is_admin else YOURS, "muted")
            FileDrop(
                "/api/v1/questions",
                csrf=self.desk.csrf,
                title="Drop a file of questions here",
                help=HELP,
                choose="Choose a file",
                accept=(".json",),
                most_files=1,
                most_bytes=10 * MEBIBYTE,
                on_done=self.desk.act(self.done),
            )
            self.outcome = stack()
            self.outcome.props["role"] = "status"
        sheet.on("hide", sheet.delete)
        sheet.open()

    async def done(self, sent: SentFile) -> None:
        """Show what the route said, and the list anew."""
        self.outcome.clear()
        with self.outcome:
            imported(sent.answer)
        await self.on_added()


def imported(answer: Mapping[str, Any]) -> None:
    """The counts, and the rows that did not come in."""
    added = _count(answer.get("added"))
    words = f"{several(added, 'question')} added." if added else "No question was added."
    rest = [
        f"{_count(answer.get(name))} {word}" for name, word in OUTCOMES.items() if _count(answer.get(name))
    ]
    note(
        " ".join([words, f"{', '.join(rest)}." if rest else ""]).strip(),
        tone="good" if added else "attention",
    )
    rows = answer.get("rows")
    if not isinstance(rows, Sequence):
        return
    with ui.element("ul").classes("pool-history"):
        for row in rows:
            if isinstance(row, Mapping):
                _row(row)


def _row(row: Mapping[str, Any]) -> None:
    outcome = OUTCOMES.get(str(row.get("outcome")), "left out")
    problem = str(row.get("problem") or "")
    with ui.element("li"):
        text(
            f"Row {_count(row.get('number'))}, {outcome}{f': {problem}' if problem else ''}",
            "small",
            tag="span",
        )
        text(str(row.get("text") or ""), "muted small", tag="span")


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0
