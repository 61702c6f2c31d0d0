"""Languages, policy, recording and checks of a live interview beside its page, until it begins."""

from __future__ import annotations

from components.dialogs import side_sheet
from components.pieces import button, line, stack, text
from components.schedule_how import HowFields
from components.toast import toast
from neurohire.services import schedule
from neurohire.services.schedule_form import HowForm
from pages.team import Desk


async def open_how(desk: Desk, interview_id: str) -> None:
    """The fields as they stand now; the candidate's page says what is saved."""
    found = await desk.read(schedule.get, interview_id)
    form = HowForm(**found.model_dump(include=set(HowForm.model_fields)))
    with side_sheet("How it is held", width=560) as sheet, stack():
        fields = HowFields(form)
        text("The candidate reads this on the page of the link.", "muted small")

        async def save() -> None:
            await desk.change(schedule.change_how, interview_id, fields.form())
            sheet.close()
            toast("Saved")

        with line():
            button("Save", desk.act(save), kind="primary").mark("save-how")
    sheet.on("hide", sheet.delete)
    sheet.open()
