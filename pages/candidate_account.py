"""The account of a candidate on the person's page: the one-time link is shown once, disabling asks first."""

from __future__ import annotations

from components.candidate_account import account_card
from components.dialogs import confirm
from components.toast import toast
from neurohire.services import candidate_accounts
from neurohire.services.candidate_accounts import AccountView
from pages.team import Desk
from pages.users import show_link

DISABLE = (
    "{} is signed out everywhere at once, and the one-time link ends. Links to single interviews still work. "
    "You can enable the account again."
)


class CandidateAccount:
    """Drawn into the current place; the page draws itself anew when something has changed."""

    def __init__(self, desk: Desk, candidate_id: str, name: str, account: AccountView | None) -> None:
        self.desk, self.id, self.name = desk, candidate_id, name
        acts = {"give": self.give, "disable": self.disable, "enable": self.enable}
        account_card(account, desk.zone, **{key: desk.act(act) for key, act in acts.items()})

    async def give(self) -> None:
        link = await self.desk.change(candidate_accounts.give, self.desk.state.settings, self.id)
        await show_link(self.desk, link)

    async def disable(self) -> None:
        title = f"Disable the account of {self.name}?"
        if await confirm(title, DISABLE.format(self.name), action="Disable the account", danger=True):
            await self.desk.change(candidate_accounts.disable, self.id)
            toast("The account is disabled")

    async def enable(self) -> None:
        await self.desk.change(candidate_accounts.enable, self.id)
        toast("The account is enabled")
