"""`python -m neurohire`: accounts, tokens, migration, checks and evaluations from the command line."""

from __future__ import annotations

from neurohire.commands import run

if __name__ == "__main__":
    run()
