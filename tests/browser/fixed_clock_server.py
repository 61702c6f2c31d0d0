"""The program with a clock that stands at the pictures' moment when it starts, and runs from there."""

from __future__ import annotations

from datetime import UTC, datetime

from neurohire import clock

MOMENT = datetime(2026, 11, 20, 14, 40, tzinfo=UTC)


def main() -> None:
    from main import main as program

    started = datetime.now(UTC)
    clock.set_source(lambda: MOMENT + (datetime.now(UTC) - started))
    program()


if __name__ == "__main__":
    main()
