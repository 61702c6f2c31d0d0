"""API tokens as a card: made for oneself, shown once, revoked; for admins those of everybody."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar

from nicegui import ui
from nicegui.element import Element

from components.dialogs import confirm, side_sheet
from components.fields import all_valid, select_field, text_field, tick_field
from components.pieces import button, card, line, stack, tag, text
from components.secret_once import show_once
from components.times import Zone
from components.toast import toast
from neurohire.auth.actors import Actor
from neurohire.services import api_tokens
from neurohire.services.api_tokens import MOST_NAME, ApiTokenView
from neurohire.vocabulary import Scope

T = TypeVar("T")
DAYS = {7: "7 days", 30: "30 days", 90: "90 days", 365: "A year", 0: "Until it is revoked"}
SCOPES = {
    Scope.READ: "Read: interviews, links, reports, files",
    Scope.WRITE: "Write: upload resumes, make interviews",
    Scope.ADMIN: "Admin: the figures at /metrics",
}
SHORT = {Scope.READ: "read", Scope.WRITE: "write", Scope.ADMIN: "admin"}


class Desk(Protocol):
    """What this card needs of a visit; pages.team.Desk is one."""

    zone: Zone

    @property
    def actor(self) -> Actor | None: ...

    async def read(self, use_case: Any, *args: Any, **kwargs: Any) -> Any: ...

    async def change(self, use_case: Any, *args: Any, **kwargs: Any) -> Any: ...

    def act(self, handler: Callable[..., Any]) -> Callable[..., Awaitable[None]]: ...


async def api_tokens_section(desk: Desk, *, everybodys: bool = False) -> None:
    """The card; `everybodys` is for a page of admins, where each token names its owner."""
    section = _Section(desk, everybodys)
    await section.refresh()


class _Section:
    def __init__(self, desk: Desk, everybodys: bool) -> None:
        self.desk, self.everybodys = desk, everybodys
        with card("API tokens") as place:
            place.props["id"] = "api-tokens"
            text(
                "Whoever holds a token acts as its account over REST, as far as its scopes go."
                if everybodys
                else "For scripts that use REST in your name. Give each its own, with as little as it needs.",
                "muted",
            )
            self.list = stack("tight")
            with line():
                button("New token", desk.act(self.ask), icon="add").mark("new-token")

    async def refresh(self) -> None:
        use_case = api_tokens.everybodys if self.everybodys else api_tokens.mine
        self.draw(await self.desk.read(use_case))

    def draw(self, tokens: list[ApiTokenView]) -> None:
        self.list.clear()
        with self.list:
            if not tokens:
                text("There is none.", "muted small")
            for token in tokens:
                self.row(token)

    def row(self, token: ApiTokenView) -> None:
        name = token.name or "Without a name"
        revoke = self.desk.act(self.revoke)
        with line(ends=True).classes("session-row"):
            with ui.element("div"):
                with line().classes("token-name"):
                    text(name, tag="b")
                    for scope in token.scopes:
                        tag(SHORT[scope])
                text(self.words(token), "muted small")
            end = button("Revoke", lambda: revoke(token.id, name))
            end.props["aria-label"] = f"Revoke {name}"

    def words(self, token: ApiTokenView) -> str:
        zone = self.desk.zone
        used = f"last used {zone.short(token.last_used_at)}" if token.last_used_at else "never used"
        until = f"works until {zone.short(token.expires_at)}" if token.expires_at else "without an end"
        parts = [f"made {zone.short(token.created_at)}", used, until]
        words = " · ".join([f"{token.owner} ({token.owner_email})", *parts] if self.everybodys else parts)
        return words[:1].upper() + words[1:]

    async def revoke(self, token_id: str, name: str) -> None:
        if await confirm(
            f"Revoke {name}?", "Scripts that use it stop working at once.", action="Revoke", danger=True
        ):
            await self.desk.change(api_tokens.revoke, token_id)
            await self.refresh()
            toast("Token revoked")

    async def ask(self) -> None:
        """What the new token may do."""
        actor = self.desk.actor
        with side_sheet("New token") as sheet:
            name = text_field(
                "Name",
                help="A word to tell tokens apart, like the script's.",
                limit=MOST_NAME,
                check={"Please give it a name.": lambda value: bool(str(value or "").strip())},
            )
            text("What it may do", "field-label")
            with stack("tight"):
                ticks = {
                    scope: tick_field(words, value=scope is Scope.READ)
                    for scope, words in SCOPES.items()
                    if scope is not Scope.ADMIN or (actor is not None and actor.is_admin)
                }
            days = select_field("How long it works", DAYS, value=90)

            async def make() -> None:
                if not all_valid(name):
                    return
                scopes = tuple(scope for scope, tick in ticks.items() if tick.value)
                secret = await self.desk.change(api_tokens.create, name.value, scopes, days.value or None)
                sheet.close()
                await self.refresh()
                await _show(str(name.value), secret)

            with line():
                button("Make the token", self.desk.act(make), kind="primary").mark("make-token")
        sheet.on("hide", sheet.delete)
        sheet.open()


async def _show(name: str, secret: str) -> Element | None:
    words = "Copy it now. It is shown this once; we keep only a digest of it."
    await show_once(f"The token {name}" if name else "The token", words, secret, label="Token")
    return None
