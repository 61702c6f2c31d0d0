"""`evaluate resumes`, `grading` and `frames`: quality figures on a user's own data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from neurohire.commands.opened import settings_in_force

app = typer.Typer(help="Measure on data of your own; a table, then one line of JSON.", no_args_is_help=True)
Folder = Annotated[
    Path, typer.Argument(metavar="DIR", exists=True, file_okay=False, help="Folder of resumes.")
]
Truth = Annotated[
    Path,
    typer.Option(
        exists=True, dir_okay=False, help="CSV with the columns file, email, name, phone, skills (with ;)."
    ),
]
Answers = Annotated[
    Path,
    typer.Argument(
        metavar="CSV",
        exists=True,
        dir_okay=False,
        help="Columns item_id, question, reference_answer, student_answer and, to compare with, score.",
    ),
]

Pictures = Annotated[
    Path, typer.Argument(metavar="DIR", exists=True, file_okay=False, help="Folder of JPEG pictures.")
]
Manifest = Annotated[
    Path,
    typer.Option(
        exists=True, dir_okay=False, help="CSV with the columns file, faces, look (camera, away-left, …)."
    ),
]


@app.command("resumes")
def resumes(folder: Folder, truth: Truth) -> None:
    """Compare what is read from the resumes in DIR with what is true of them."""
    from neurohire.evaluate_resumes import run  # here: the other commands need no reading of files

    run(folder, truth)


@app.command("grading")
def grading(
    answers: Answers,
    grader: Annotated[str, typer.Option(help="embedded, or model: the one that is set.")] = "embedded",
    out: Annotated[Path | None, typer.Option(help="Write item_id,score,raw (0-10) to this CSV.")] = None,
) -> None:
    """Compare a grader's scores with human ones."""
    from neurohire.evaluate_grading import run  # here: loads the word statistics

    if grader == "model":
        settings_in_force()  # also when an admin set it on the page
    run(answers, grader, out)


@app.command("frames")
def frames(folder: Pictures, manifest: Manifest) -> None:
    """Compare what is seen in the pictures in DIR with what people say of them."""
    from neurohire.evaluate_frames import run  # here: loads the face models

    run(folder, manifest)
