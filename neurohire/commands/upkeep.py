"""`migrate`, `check` and `verify`: what whoever runs the server needs now and then."""

from __future__ import annotations

from typing import Annotated

import typer
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import check as checks
from neurohire.commands.opened import opened_database, settings_in_force
from neurohire.models.journal import JournalEntry, JournalHead
from neurohire.services import journal


def migrate() -> None:
    """Bring the database to this version. The server does the same at its start."""
    with opened_database(upgrade=True):
        print("The database is at the newest version.")


def check(
    deploy: Annotated[bool, typer.Option("--deploy", help="Strict: what production needs.")] = False,
) -> None:
    """Look at the set-up; exit code 1 when it is weak."""
    findings = checks.findings(settings_in_force(), deploy=deploy)
    for found in findings:
        print(f"{found.grade:<5} {found.subject}: {found.words}")
    weak = sum(found.grade is checks.Grade.WEAK for found in findings)
    print(f"{weak} to mend." if weak else "Nothing to mend.")
    if weak:
        raise typer.Exit(1)


def verify() -> None:
    """Recompute the hash chain of every interview's journal; exit code 1 when one is broken."""
    with opened_database(upgrade=False) as database:
        ids, _ = database.run(interviews_with_journal)
        results = [database.run(journal.verify, interview_id)[0] for interview_id in ids]
    broken = [result for result in results if result.broken_at is not None]
    for result in broken:
        print(f"BROKEN {result.interview_id} at entry {result.broken_at}")
    entries, erased = sum(r.entries for r in results), sum(r.erased for r in results)
    print(f"{len(results)} journals, {entries} entries, {erased} erased, {len(broken)} broken")
    if broken:
        raise typer.Exit(1)


def interviews_with_journal(db: Session) -> list[str]:
    """Also those of which only the head or only entries are left."""
    heads = select(col(JournalHead.interview_id))
    entries = select(col(JournalEntry.interview_id))
    return sorted(db.scalars(heads.union(entries)))
