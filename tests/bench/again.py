"""Measuring again when a figure is missed: what else a shared machine does falls on some runs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

RUNS = 3
Figures = TypeVar("Figures")


async def one_of_three(
    folder: Path, measure: Callable[[Path], Awaitable[Figures]], check: Callable[[Figures], None]
) -> None:
    """Until `check` raises nothing, each run in a folder of its own; AssertionError if the last does, too."""
    for run in range(1, RUNS + 1):
        (place := folder / f"run{run}").mkdir()
        found = await measure(place)
        try:
            check(found)
        except AssertionError as error:
            print(f"run {run} of {RUNS}: {error}")
            if run == RUNS:
                raise
        else:
            return
