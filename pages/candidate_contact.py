"""Contact, role and level of a person, edited beside the page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from components.candidate_form import CandidateFields
from components.dialogs import side_sheet
from components.pieces import button, line, stack, text
from components.toast import toast
from neurohire.services import candidates
from neurohire.services.candidate_list import CandidateProfile
from neurohire.services.candidates import CandidateForm
from pages.team import Desk


def open_contact(desk: Desk, profile: CandidateProfile, show: Callable[[], Awaitable[None]]) -> None:
    """`show` draws the page anew once it is saved."""
    form = CandidateForm(**profile.model_dump(include=set(CandidateForm.model_fields)))
    with side_sheet("Edit contact", width=560) as sheet, stack():
        fields = CandidateFields(form)
        text("Interviews that were made keep the name they were made with.", "muted small")

        async def save() -> None:
            typed = fields.form()
            if typed is None:
                return
            await desk.change(candidates.change, profile.id, typed)
            sheet.close()
            await show()
            toast("Saved")

        with line():
            button("Save", desk.act(save), kind="primary").mark("save-candidate")
    sheet.on("hide", sheet.delete)
    sheet.open()
