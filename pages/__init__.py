"""The pages. Each module has `register()` with its @ui.page functions inside; a new one gets a line here."""

from __future__ import annotations

from collections.abc import Callable


def register_pages() -> None:
    """Called inside create_app(), so that every app has its own routes."""
    registrations: tuple[Callable[[], None], ...] = ()
    for register in registrations:
        register()
