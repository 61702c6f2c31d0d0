"""`@page(path)`: NiceGUI's page decorator with the time a page may take to be built."""

from __future__ import annotations

from typing import Any

from nicegui import ui

# longer than the database may take to say no (twice 3 s to connect and 5 s to read): then the page says
# so in our words; with NiceGUI's 3 s it would be an error page of the framework's
BUILD_SECONDS = 20.0


def page(path: str, **options: Any) -> ui.page:
    """Everything else as in `ui.page`."""
    return ui.page(path, response_timeout=BUILD_SECONDS, **options)
