"""One account beside the list: name, role, link, sessions, disable; every button asks the server anew."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui

from components.dialogs import confirm, side_sheet
from components.fields import select_field, text_field
from components.pieces import button, facts, line, note, stack, status_chip, text
from components.session_list import session_list
from components.toast import toast
from neurohire.errors import InvalidState
from neurohire.services import user_list, users
from neurohire.services.accounts import MOST_NAME
from neurohire.services.user_links import NewLink
from neurohire.services.user_list import UserDetail
from neurohire.vocabulary import Role, UserState
from pages.team import ROLES, Desk

DISABLED = "{} cannot sign in. What they made stays."
DISABLE = (
    "{} is signed out everywhere at once: open pages close, API tokens and links end for good. "
    "What they made stays. You can enable the account again."
)


class UserSheet:
    """Opened from a row of the list, drawn anew after each change."""

    def __init__(self, desk: Desk, show_link: Callable[[Desk, NewLink], Awaitable[None]]) -> None:
        self.desk, self.show_link = desk, show_link
        self.sheet: ui.dialog | None = None
        self.user_id = ""

    async def open(self, user_id: str) -> None:
        detail = await self.desk.read(user_list.get, user_id)
        self.user_id = user_id
        with side_sheet(detail.user.name, width=560) as sheet:
            self.body = stack("wide")
        sheet.on("hide", sheet.delete)
        self.sheet = sheet
        self.draw(detail)
        sheet.open()

    def draw(self, detail: UserDetail) -> None:
        self.detail = detail
        self.body.clear()
        with self.body:
            self._who()
            if detail.user.state is not UserState.DISABLED:
                self._name_and_role()
                self._link()
                self._sessions()
            self._ending()

    def _who(self) -> None:
        user, zone = self.detail.user, self.desk.zone
        seen = zone.full(user.last_seen_at) if user.last_seen_at else "never"
        facts([("E-mail", user.email), ("Role", ROLES[user.role.value]), ("Last seen", seen)])
        if user.state is UserState.DISABLED:
            note(DISABLED.format(user.name), title="This account is disabled", tone="attention")

    def _name_and_role(self) -> None:
        user = self.detail.user
        with stack():
            self.name = text_field("Name", value=user.name, limit=MOST_NAME)
            with line():
                button("Save the name", self.desk.act(self.rename)).mark("save-name")
        with stack():
            choices = {role.value: ROLES[role.value] for role in (Role.RECRUITER, Role.ADMIN)}
            self.role = select_field("Role", choices, value=user.role.value)
            with line():
                button("Change the role", self.desk.act(self.change_role)).mark("change-role")

    def _link(self) -> None:
        user = self.detail.user
        is_new = user.state is UserState.INVITED
        words = "The password was not set yet." if is_new else "For somebody who forgot the password."
        if user.link_until is not None:
            until = self.desk.zone.full(user.link_until)
            words += f" The link made last works until {until}; a new one replaces it."
        with stack("tight"):
            text("One-time link", tag="h3")
            text(words, "muted small")
            with line():
                button("New link", self.desk.act(self.new_link), icon="link").mark("new-link")

    def _sessions(self) -> None:
        with stack("tight"):
            text("Signed in", tag="h3")
            session_list(
                self.detail.sessions,
                self.desk.zone,
                self.desk.act(self.end_session),
                this=self.desk.session_id,
            )
            if len(self.detail.sessions) > 1 and not self.detail.is_me:
                with line():
                    button("Sign out everywhere", self.desk.act(self.end_sessions)).mark("end-sessions")

    def _ending(self) -> None:
        if self.detail.user.state is UserState.DISABLED:
            with line():
                button("Enable the account", self.desk.act(self.enable), kind="primary").mark("enable-user")
        elif self.detail.is_me:
            status_chip("This is your own account", "neutral")
        else:
            with line():
                button("Disable the account", self.desk.act(self.disable), kind="danger").mark("disable-user")

    # -- what the buttons do ------------------------------------------------------------------

    async def rename(self) -> None:
        await self._change(users.rename, str(self.name.value or ""), done="Name saved")

    async def change_role(self) -> None:
        role, user = str(self.role.value), self.detail.user
        if role == user.role.value:
            raise InvalidState("That is the role already. Choose the other one first.", code="same_role")
        word = "You see" if self.detail.is_me else f"{user.name} sees"
        consequence = (
            f"{word} and may change everything, accounts and settings too."
            if role == Role.ADMIN
            else f"{word} only own positions and interviews from then on."
        )
        title = f"Make {'yourself' if self.detail.is_me else user.name} {ROLES[role].lower()}?"
        if await confirm(title, consequence, action="Change the role"):
            await self._change(users.change_role, role, done="Role changed")

    async def new_link(self) -> None:
        link = await self.desk.change(users.new_link, self.desk.state.settings, self.user_id)
        await self.refresh()
        await self.show_link(self.desk, link)

    async def end_session(self, session_id: str, name: str) -> None:
        if await confirm(f"Sign out {name}?", "Pages open there close at once.", action="Sign out there"):
            await self._change(users.end_sessions, session_id, done="Signed out there")

    async def end_sessions(self) -> None:
        words = f"Every page {self.detail.user.name} has open closes at once. Signing in again is possible."
        if await confirm("Sign out everywhere?", words, action="Sign out everywhere"):
            await self._change(users.end_sessions, done="Signed out everywhere")

    async def disable(self) -> None:
        name = self.detail.user.name
        if await confirm(f"Disable {name}?", DISABLE.format(name), action="Disable", danger=True):
            await self._change(users.disable, done="Account disabled")

    async def enable(self) -> None:
        await self._change(users.enable, done="Account enabled")

    async def _change(self, use_case: Any, *arguments: Any, done: str) -> None:
        try:
            await self.desk.change(use_case, self.user_id, *arguments)
        finally:
            await self.refresh()
        toast(done)

    async def refresh(self) -> None:
        self.draw(await self.desk.read(user_list.get, self.user_id))
