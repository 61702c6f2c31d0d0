"""My account: theme, where I am signed in, signing out."""

from __future__ import annotations

import re

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui
from sqlmodel import Session

from components.dialogs import confirm
from components.layout import chosen_theme
from components.page import page
from components.pieces import button, card, facts, line, page_header, stack, status_chip, text
from components.theme_choice import SignOut, ThemeChoice
from components.toast import toast
from neurohire.auth.actors import Actor
from neurohire.services import login_sessions
from neurohire.services.login_sessions import SessionView
from pages.team import ROLES, Desk

BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    (r"Android", "Android"),
    (r"iPhone|iPad", "iOS"),
    (r"Windows", "Windows"),
    (r"Mac OS", "macOS"),
    (r"Linux", "Linux"),
)


def register() -> None:
    """The address of this page."""

    @page("/account")
    async def account(request: Request) -> Response | None:
        desk = Desk(request)
        sessions = await desk.open(my_sessions)
        if sessions is None:
            return desk.to_login()
        with desk.page("My account", "account", width="reading"):
            _Account(desk, sessions)
        return None


def my_sessions(db: Session, actor: Actor) -> list[SessionView]:
    return login_sessions.list_sessions(db, actor.user_id)


def end_mine(db: Session, actor: Actor, session_id: str) -> None:
    login_sessions.revoke(db, actor.user_id, session_id)


class _Account:
    """The page."""

    def __init__(self, desk: Desk, sessions: list[SessionView]) -> None:
        self.desk = desk
        assert desk.actor is not None
        with page_header("My account", f"Signed in as {desk.actor.email}"):
            SignOut(desk.csrf)
        with card("You"):
            facts([("Name", desk.actor.name), ("E-mail", desk.actor.email), ("Role", ROLES[desk.actor.role])])
            text(f"Times are shown for {desk.zone.name}, as this browser says.", "muted small")
        with card("Theme"):
            ThemeChoice(chosen_theme(desk.request))
        with card("Where you are signed in"):
            text("Sign out what you do not know or no longer use; it ends at once.", "muted")
            self.list = stack("tight")
        self.draw(sessions)

    def draw(self, sessions: list[SessionView]) -> None:
        self.list.clear()
        with self.list:
            for session in sessions:
                self.row(session)

    def row(self, session: SessionView) -> None:
        name = browser_words(session.user_agent)
        is_this = session.id == self.desk.session_id
        with line(ends=True).classes("session-row"):
            with ui.element("div"):
                text(name, tag="b")
                text(f"Last seen {self.desk.zone.full(session.last_seen_at)}", "muted small")
            if is_this:
                status_chip("This browser", "good")
            else:
                end = self.desk.act(self.end)
                out = button("Sign out there", lambda: end(session.id, name))
                out.props["aria-label"] = f"Sign out {name}"

    async def end(self, session_id: str, name: str) -> None:
        sure = await confirm(
            f"Sign out {name}?", "Pages open there stop working at once.", action="Sign out there"
        )
        if sure:
            await self.desk.change(end_mine, session_id)
            self.draw(await self.desk.read(my_sessions))
            toast("Signed out there")


def browser_words(user_agent: str) -> str:
    """'Firefox on Linux', as far as the browser says."""
    browser = next((name for key, name in BROWSERS if key in user_agent), "A browser")
    system = next((name for key, name in SYSTEMS if re.search(key, user_agent)), "")
    return f"{browser} on {system}" if system else browser
