"""The command line: one file a group of commands; refusals are one sentence and exit code 1."""

from __future__ import annotations

import sys

import typer
from pydantic import ValidationError

from neurohire.commands import accounts, demo, evaluate, exchange, stand_in, upkeep
from neurohire.errors import DomainError

SETTINGS_WRONG, REFUSED = 2, 1

app = typer.Typer(
    name="neurohire",
    help="NeuroHire from the command line. The server itself is `python main.py`.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(accounts.users, name="user")
app.add_typer(accounts.tokens, name="token")
app.command("migrate")(upkeep.migrate)
app.command("check")(upkeep.check)
app.command("verify")(upkeep.verify)
app.add_typer(evaluate.app, name="evaluate")
app.command("demo")(demo.demo)
app.command("import")(exchange.take_in)
app.command("export")(exchange.give_out)
app.command("stand-in")(stand_in.serve)


def run() -> None:
    """What `python -m neurohire` does; people get sentences, not tracebacks."""
    try:
        app(prog_name="python -m neurohire")
    except DomainError as error:
        print(error.message, file=sys.stderr)
        sys.exit(REFUSED)
    except ValidationError as error:
        for problem in error.errors(include_input=False, include_url=False):
            name = "_".join(str(part) for part in problem["loc"]).upper()
            print(f"NEUROHIRE_{name}: {problem['msg']}", file=sys.stderr)
        sys.exit(SETTINGS_WRONG)
