"""Where somebody is signed in: browser, since when, last seen, and a way to end it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from nicegui import ui

from components.pieces import button, line, status_chip, text
from components.times import Zone

BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    (r"Android", "Android"),
    (r"iPhone|iPad", "iOS"),
    (r"Windows", "Windows"),
    (r"Mac OS", "macOS"),
    (r"Linux", "Linux"),
)


class Session(Protocol):
    """One browser; neurohire.services.login_sessions.SessionView is one."""

    id: str
    user_agent: str
    created_at: datetime
    last_seen_at: datetime


def session_list(
    sessions: Sequence[Session], zone: Zone, on_end: Callable[[str, str], Any], *, this: str = ""
) -> None:
    """One row each; `on_end(id, name)` is called by its button. `this` is the browser that looks."""
    if not sessions:
        text("Signed in nowhere right now.", "muted")
    for session in sessions:
        name = browser_words(session.user_agent)
        with line(ends=True).classes("session-row"):
            with ui.element("div"):
                text(name, tag="b")
                since, seen = zone.short(session.created_at), zone.full(session.last_seen_at)
                text(f"Since {since}, last seen {seen}", "muted small")
            if session.id == this:
                status_chip("This browser", "good")
            else:
                _end_button(session.id, name, on_end)


def _end_button(session_id: str, name: str, on_end: Callable[[str, str], Any]) -> None:
    out = button("Sign out there", lambda: on_end(session_id, name))
    out.props["aria-label"] = f"Sign out {name}"


def browser_words(user_agent: str) -> str:
    """'Firefox on Linux', as far as the browser says."""
    browser = next((name for key, name in BROWSERS if key in user_agent), "A browser")
    system = next((name for key, name in SYSTEMS if re.search(key, user_agent)), "")
    return f"{browser} on {system}" if system else browser
