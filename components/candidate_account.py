"""A candidate's account as those see it who keep the person: give it, make a new link, disable, enable."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from components.pieces import button, card, line, status_chip, text
from components.times import Zone
from neurohire.services.candidate_accounts import AccountView
from neurohire.vocabulary import UserState

STATES = {
    UserState.INVITED: ("No password yet", "attention"),
    UserState.ACTIVE: ("Active", "good"),
    UserState.DISABLED: ("Disabled", "neutral"),
}
NONE = (
    "Not needed: a link is enough. With an account the person sees all interviews, the resume and asks for "
    "another time in one place, and signs in with a password."
)
Act = Callable[[], Awaitable[None]]


def account_card(account: AccountView | None, zone: Zone, *, give: Act, disable: Act, enable: Act) -> None:
    """Where the account stands, and what can be done about it."""
    with card("Account of the candidate"):
        if account is None:
            text(NONE, "muted")
            with line():
                button("Give an account", give, icon="user").mark("give-account")
            return
        word, tone = STATES[account.state]
        status_chip(word, tone)  # type: ignore[arg-type]
        seen = zone.full(account.last_seen_at) if account.last_seen_at else "never"
        text(f"Signs in as {account.email} · last seen {seen}", "muted small")
        if account.link_until is not None:
            text(f"The link made last works until {zone.full(account.link_until)}.", "muted small")
        with line():
            if account.state is UserState.DISABLED:
                button("Enable the account", enable, kind="primary").mark("enable-account")
                return
            button("New one-time link", give, icon="link").mark("give-account")
            button("Disable", disable, kind="quiet").mark("disable-account")
