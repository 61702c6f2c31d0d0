"""`demo`: an empty installation filled with made-up people, to look around in."""

from __future__ import annotations

from typing import Annotated

import typer

from neurohire.commands.opened import opened_database
from neurohire.settings import get_settings

QUESTION = "Fill this empty installation with made-up positions, candidates and interviews?"


def demo(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Fill an EMPTY database with clearly fictional data, to look around in. Anything else is refused."""
    from neurohire.demo import making  # here: loads the bank, the grader and audio
    from neurohire.media_store import MediaStore

    settings = get_settings()
    with opened_database(upgrade=True) as database:
        database.run(making.check_empty)
        if not yes:
            typer.confirm(QUESTION, abort=True)
        media = MediaStore(settings.data_dir / "media", settings.min_free_mb)
        made = making.make(database, media)
    states = ", ".join(f"{count} {state}" for state, count in made.states.items())
    print(f"{made.positions} positions; interviews: {states}.")
    print(f"Start the server, open {settings.public_url} and sign in as")
    print(f"  {made.admin} (sees everything) or {made.recruiter}")
    print(f"  password of both: {made.password}")
    print("Look at: Home, what needs you; Interviews, Mara Lindqvist: report, voice, code, decision;")
    if settings.live_interviews:
        print("Nadia Kowalski: a live interview with chat, code, runs and scorecards; Ingrid Halvorsen: hers")
        print("begins in minutes: open her link in another browser, ask to join, and let her in from Home;")
    print("Data Analyst, Felix Braun: no suggested scores; Kundenservice: in German; Aiko Tanabe: live now.")
