"""A candidate's wish for another time as the team sees it: the words, the times, move it or say why not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from components.fields import area_field
from components.pieces import button, card, line, link_button, text
from components.times import Zone, zone_named
from neurohire.services.reschedule_requests import MOST_WORDS, RequestView


def wish_card(of: RequestView, name: str, here: Zone, decline: Callable[[str], Awaitable[None]]) -> None:
    """`decline` gets the words the candidate reads."""
    base, there = f"/interviews/{of.interview_id}/schedule", zone_named(of.zone)
    with card(f"{name} asks for another time"):
        if of.words:
            text(of.words, "wish-words")
        text(f"Asked {here.short(of.created_at)}", "muted small")
        if of.times:
            text("These would suit; one click fills the form, nothing is moved yet.", "muted")
        with line():
            for at in of.times:
                link_button(here.beside(at, there), f"{base}?at={quote(at.isoformat())}", icon="calendar")
        with line():
            link_button("Move it to another time", base, kind="plain" if of.times else "primary", icon="edit")
        words = area_field("Or keep the time, and say why", rows=2, limit=MOST_WORDS, optional=True)

        async def keep() -> None:
            await decline(str(words.value or ""))

        with line():
            button("Keep the time", keep).mark("decline-wish")
