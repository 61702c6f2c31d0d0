"""My account: theme, where I am signed in, signing out."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response
from sqlmodel import Session

from components.api_tokens import api_tokens_section
from components.dialogs import confirm
from components.layout import chosen_theme
from components.page import page
from components.pieces import button, card, facts, line, page_header, stack, text
from components.session_list import session_list
from components.theme_choice import SignOut, ThemeChoice
from components.toast import toast
from neurohire.auth.actors import Actor
from neurohire.services import login_sessions
from neurohire.services.login_sessions import SessionView
from pages.team import ROLES, Desk


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
            await api_tokens_section(desk)
        return None


def my_sessions(db: Session, actor: Actor) -> list[SessionView]:
    return login_sessions.list_sessions(db, actor.user_id)


def end_mine(db: Session, actor: Actor, session_id: str) -> None:
    login_sessions.revoke(db, actor.user_id, session_id)


def end_my_others(db: Session, actor: Actor, session_id: str) -> None:
    login_sessions.end_all(db, actor.user_id, but=session_id)


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
            session_list(sessions, self.desk.zone, self.desk.act(self.end), this=self.desk.session_id)
            if len(sessions) > 1:
                with line():
                    button("Sign out everywhere else", self.desk.act(self.end_others)).mark("end-others")

    async def end(self, session_id: str, name: str) -> None:
        sure = await confirm(
            f"Sign out {name}?", "Pages open there stop working at once.", action="Sign out there"
        )
        if sure:
            await self.desk.change(end_mine, session_id)
            self.draw(await self.desk.read(my_sessions))
            toast("Signed out there")

    async def end_others(self) -> None:
        words = "Pages open in other browsers stop working at once. This one stays signed in."
        if await confirm("Sign out everywhere else?", words, action="Sign out everywhere else"):
            await self.desk.change(end_my_others, self.desk.session_id)
            self.draw(await self.desk.read(my_sessions))
            toast("Signed out everywhere else")
