"""Test cases in the form of a coding question: calls with their values, or programs with input and output."""

from __future__ import annotations

import json
from typing import Any

from nicegui import ui

from components.fields import area_field, select_field, text_field, tick_field
from components.pieces import button, line, stack, text
from neurohire.models.questions import MOST_CASES, CodeCase

WAYS = {"call": "Call a function", "program": "Run the program with an input"}
WRONG = {
    "function": "Please name the function: letters, digits and underscores, not a digit first.",
    "args": 'Write the values as JSON with commas between them, e.g. "swiss", 3, [1, 2], true.',
    "expected": 'Write the expected value as JSON, e.g. "w", 7.5, [1, 2], {"a": 1}, null.',
    "case": "This case is too large or has too many values: at most 8 values and 10,000 characters.",
}


class CaseFields:
    """`read()` gives plain cases, or None with the errors shown."""

    def __init__(self, cases: list[CodeCase]) -> None:
        self.rows: list[_Case] = []
        text("How code is tested", tag="h3")
        text(
            "Python and JavaScript run in the browser of whoever presses Run tests. The candidate sees a "
            "case with what is expected, unless it is hidden: those run only in an interviewer's browser.",
            "muted",
        )
        self.box = stack("wide")
        for case in cases:
            self._add(case)
        self.more = button("Add a test case", self._new, icon="add").classes("self-start").mark("add-case")
        self._count()

    def read(self) -> list[dict[str, Any]] | None:
        found = [row.read() for row in self.rows]
        return [one for one in found if one is not None] if None not in found else None

    def complain(self, number: int) -> None:
        """The model refuses this case as a whole."""
        self.rows[number].expected.error = WRONG["case"]

    def all(self) -> list[Any]:
        return [field for row in self.rows for field in row.all()]

    def _new(self) -> None:
        self._add(None)
        self._count()

    def _add(self, case: CodeCase | None) -> None:
        with self.box:
            self.rows.append(_Case(case, self._remove))

    def _remove(self, row: _Case) -> None:
        self.rows.remove(row)
        row.box.delete()
        self._count()

    def _count(self) -> None:
        self.more.set_visibility(len(self.rows) < MOST_CASES)
        for number, row in enumerate(self.rows, 1):
            row.title.text = f"Case {number}"


class _Case:
    """One case; what belongs to the other way is hidden."""

    def __init__(self, case: CodeCase | None, on_remove: Any) -> None:
        is_call = case is None or bool(case.function)
        with ui.element("div").classes("rubric-edit stack") as self.box:
            with line(ends=True):
                self.title = text("", tag="h3")
                button("Take this case out", lambda: on_remove(self), kind="quiet", icon="remove")
            with ui.element("div").classes("grid"):
                self.way = select_field(
                    "How", WAYS, value="call" if is_call else "program", on_change=self._chosen
                )
                self.name = text_field("Name", value=case.name if case else "", limit=80, optional=True)
            with ui.element("div").classes("grid") as self.of_call:
                self.function = text_field(
                    "Function", value=case.function if case else "", limit=60, placeholder="first_unique"
                )
                args = json.dumps(case.args, ensure_ascii=False)[1:-1] if case and is_call else ""
                self.args = text_field("With these values", value=args, limit=10_000, placeholder='"swiss"')
            self.stdin = area_field(
                "Input", value=case.stdin if case else "", rows=2, limit=4000, optional=True
            )
            self.expected = area_field("Expected", value=_expected(case), rows=2, limit=10_000)
            self.hidden = tick_field("Hidden from the candidate", value=bool(case and case.hidden))
        self._chosen()

    def all(self) -> list[Any]:
        return [self.function, self.args, self.expected]

    def read(self) -> dict[str, Any] | None:
        beside = {"name": str(self.name.value or ""), "hidden": bool(self.hidden.value)}
        said = str(self.expected.value or "")
        if self.way.value == "program":
            return {**beside, "stdin": str(self.stdin.value or ""), "expected": said}
        name = str(self.function.value or "").strip()
        if not name.isidentifier() or not name.isascii():
            self.function.error = WRONG["function"]
        args = self._json(self.args, f"[{self.args.value or ''}]", "args")
        expected = self._json(self.expected, said, "expected")
        if any(field.error for field in self.all()):
            return None
        return {**beside, "function": name, "args": args, "expected": expected}

    def _json(self, field: Any, value: str, kind: str) -> Any:
        try:
            found = json.loads(value)
        except (ValueError, RecursionError):
            field.error = WRONG[kind]
            return None
        return found

    def _chosen(self) -> None:
        is_call = self.way.value == "call"
        self.of_call.set_visibility(is_call)
        self.stdin.set_visibility(not is_call)


def _expected(case: CodeCase | None) -> str:
    if case is None:
        return ""
    return json.dumps(case.expected, ensure_ascii=False) if case.function else str(case.expected)
