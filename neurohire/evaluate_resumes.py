"""Measures resume reading against a truth table: a tool people run on their own files."""

from __future__ import annotations

import asyncio
import csv
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from neurohire.errors import DomainError, Rejected
from neurohire.models.resumes_read import ReadResume, ResumeFacts
from neurohire.resumes.read import read_resume
from neurohire.resumes.skills import canonical_skill
from neurohire.workers import Limits, Workers, WorkFailed

_KIND = "resumes"
NO_COLUMN = "The truth table needs a column named file; email, name, phone and skills are compared with it."


@dataclass
class Evaluation:
    """Counts over all files; `*_right` also counts truth and result both empty."""

    files: int = 0
    email_right: int = 0
    name_right: int = 0
    phone_right: int = 0
    skills_recall: float = 0.0
    invented: int = 0  # values given where the truth has none


@dataclass
class Row:
    """One file: what was found, and why it was refused if it was."""

    file: str
    truth: dict[str, str]
    facts: ResumeFacts
    refused: str = ""

    def is_right(self, field: str) -> bool:
        return _comparable(field, getattr(self.facts, field)) == _comparable(field, self.truth.get(field))

    def invented(self) -> int:
        return sum(
            bool(getattr(self.facts, field)) and not _comparable(field, self.truth.get(field))
            for field in ("email", "name", "phone")
        )

    def skills(self) -> tuple[int, int]:
        """How many of the true skills were found, by canonical name, of how many."""
        wanted = [skill.strip() for skill in self.truth.get("skills", "").split(";") if skill.strip()]
        found = {_canonical(skill) for skill in self.facts.skills}
        return sum(_canonical(skill) in found for skill in wanted), len(wanted)


def run(folder: Path, truth: Path) -> None:
    """Prints a table and, as the last line, the figures as JSON."""
    rows = asyncio.run(_read_all(folder, truth))
    print(f"{'file':44} {'e-mail':7} {'name':5} {'phone':6} {'skills':8} note")
    for row in rows:
        marks = [("yes" if row.is_right(field) else "NO") for field in ("email", "name", "phone")]
        found, wanted = row.skills()
        print(
            f"{row.file[:44]:44} {marks[0]:7} {marks[1]:5} {marks[2]:6} {f'{found}/{wanted}':8} {row.refused}"
        )
    print(json.dumps(asdict(_sum(rows))))


def evaluate(folder: Path, truth: Path) -> Evaluation:
    return _sum(asyncio.run(_read_all(folder, truth)))


async def _read_all(folder: Path, truth: Path) -> list[Row]:
    wanted = _truth(truth)
    workers = Workers({_KIND: Limits()})
    try:
        return list(await asyncio.gather(*(_read_one(workers, folder, row) for row in wanted)))
    finally:
        await workers.close()


def _truth(path: Path) -> list[dict[str, str]]:
    """The rows, or Rejected with what is wrong with the table."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if "file" not in (reader.fieldnames or ()):
                raise Rejected(f"{NO_COLUMN} It has: {', '.join(reader.fieldnames or ()) or 'none'}.")
            return [{name: value or "" for name, value in row.items() if name} for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Rejected("The truth table can't be read: it must be a CSV in UTF-8.") from error


async def _read_one(workers: Workers, folder: Path, truth: dict[str, str]) -> Row:
    name = truth["file"]
    try:
        read = await workers.run(_KIND, read_resume, str(folder / name), name)
    except DomainError as error:
        return Row(name, truth, ResumeFacts(), error.code)
    except WorkFailed as error:
        return Row(name, truth, ResumeFacts(), error.reason)
    return Row(name, truth, ReadResume.model_validate(read).facts)


def _sum(rows: list[Row]) -> Evaluation:
    skills = [row.skills() for row in rows]
    wanted = sum(total for _, total in skills)
    return Evaluation(
        files=len(rows),
        email_right=sum(row.is_right("email") for row in rows),
        name_right=sum(row.is_right("name") for row in rows),
        phone_right=sum(row.is_right("phone") for row in rows),
        skills_recall=round(sum(found for found, _ in skills) / wanted, 4) if wanted else 0.0,
        invented=sum(row.invented() for row in rows),
    )


def _comparable(field: str, value: str | None) -> str:
    text = " ".join((value or "").split())
    if field == "phone":
        is_masked = (
            re.search(r"\d[xX*]|[xX*]\d", text) is not None
        )  # nobody can be called there: counts as empty
        return "" if is_masked else re.sub(r"\D", "", text)
    return text.casefold()


def _canonical(skill: str) -> str:
    return (canonical_skill(skill) or skill).casefold()
