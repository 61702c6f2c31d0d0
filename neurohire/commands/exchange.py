"""`import` and `export`: the three JSON files of an earlier system."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from neurohire.commands.opened import opened_database

if TYPE_CHECKING:
    from neurohire.services.exchange import FileReport

ALL, SOME_REFUSED, NOTHING_READABLE = 0, 1, 2
MOST_REMARKS = 200


def take_in(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="JSON files, in any order.")],
    email: Annotated[
        str, typer.Option(help="The account that the interviews belong to; else the first admin.")
    ] = "",
) -> None:
    """Take in interview_links.json, question_pool.json and candidate_answers.json of an earlier system.

    They are told apart by what is in them, each record stands alone, and the same again changes nothing.
    Exit code: 0 all went in, 1 some was refused, 2 no file could be read.
    """
    from neurohire.services import exchange  # here: the other commands need none of it

    with opened_database(upgrade=True) as database:
        by, _ = database.run(exchange.importer, email)
        reports = exchange.take_in(database, by, files)
    _print(reports)
    if not any(report.is_readable for report in reports):
        raise typer.Exit(NOTHING_READABLE)
    if any(report.refused for report in reports):
        raise typer.Exit(SOME_REFUSED)


def give_out(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
) -> None:
    """Write interview_links.json, candidate_answers.json and question_pool.json into an empty folder.

    They hold names, e-mails and answers: the files are for their owner only. No secret is in them.
    """
    from neurohire.services import exchange_files

    with opened_database(upgrade=True) as database:
        for name, count in exchange_files.write(database, folder):
            print(f"{name:28} {count}")


def _print(reports: list[FileReport]) -> None:
    print(f"{'file':40} {'what':16} {'new':>6} {'known':>6} {'refused':>8}")
    for report in reports:
        figures = f"{report.new:6} {report.known:6} {report.refused:8}"
        print(f"{report.name:40} {report.kind.value:16} {figures}")
    for report in reports:
        for remark in report.remarks[:MOST_REMARKS]:
            where = ", ".join(part for part in (report.name, remark.place) if part)
            print(f"{'REFUSED' if remark.is_refused else 'note'} {where}: {remark.words}")
        if len(report.remarks) > MOST_REMARKS:
            print(f"and {len(report.remarks) - MOST_REMARKS:,} more in {report.name}")
