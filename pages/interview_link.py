"""The candidate's link on the page of an interview: copy it, make a new one, end it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from components.copy_link import CopyLink
from components.dialogs import confirm
from components.pieces import button, card, line, note, text
from components.toast import toast
from neurohire.services import invitations
from neurohire.services.interviews import OVER, InterviewDetail
from neurohire.vocabulary import InterviewState
from pages.team import Desk


class InterviewLink:
    """A card drawn into the current place; `show` draws the page anew when the link has changed."""

    def __init__(self, desk: Desk, detail: InterviewDetail, show: Callable[[], Awaitable[None]]) -> None:
        self.desk, self.id, self.show = desk, detail.id, show
        with card("Link for the candidate"):
            if detail.state in OVER:
                text("The interview is over, so its link opens nothing any more.", "muted")
            else:
                self.draw(detail)

    def draw(self, detail: InterviewDetail) -> None:
        link = detail.link
        if link is None:
            missing = "Make one as soon as the questions are right."
            missing = missing if detail.candidate_email else "The candidate's e-mail is missing."
            text(f"There is no link yet. {missing}", "muted")
        elif link.is_revoked or detail.state is InterviewState.EXPIRED or link.is_expired:
            words = "This link was revoked." if link.is_revoked else "This link has expired."
            note(f"{words} Make a new one to let the candidate in.", tone="attention")
        elif not link.url:
            note("This link can't be shown again. A new one ends it and can be copied.", tone="attention")
        else:
            until = self.desk.zone.both(link.expires_at)
            CopyLink(link.url, expires=f"Works until {until}. One person, one interview.")
        with line():
            button("New link", self.desk.act(self.new_link), icon="retry").mark("new-link")
            if link is not None and not (link.is_revoked or link.is_expired):
                button("Revoke", self.desk.act(self.revoke), kind="quiet").mark("revoke")

    async def new_link(self) -> None:
        sure = await confirm(
            "Make a new link?", "The earlier link stops working at once.", action="Make a new link"
        )
        if sure:
            await self.desk.change(invitations.reissue, self.id)
            await self.show()
            toast("The new link is ready to be copied")

    async def revoke(self) -> None:
        sure = await confirm(
            "Revoke the link?",
            "It stops working at once. What was answered so far is kept, and you can make a new link.",
            action="Revoke the link",
            danger=True,
        )
        if sure:
            await self.desk.change(invitations.revoke, self.id)
            await self.show()
            toast("The link is revoked")
