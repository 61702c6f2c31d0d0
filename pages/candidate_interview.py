"""An interview is made for a person who is known: a position and a resume; questions are planned at once."""

from __future__ import annotations

from nicegui import ui
from sqlmodel import Session

from components.dialogs import side_sheet
from components.fields import select_field
from components.pieces import button, line, stack, text
from components.toast import toast
from neurohire.auth.actors import Actor
from neurohire.services import candidate_list, candidate_resumes, positions
from neurohire.services.candidate_list import CandidateProfile
from pages.candidates import MOST_POSITIONS
from pages.team import Desk

WITHOUT = "Without a resume the questions are planned from the position alone."
NO_POSITION = "Make a position first: its questions are what an interview asks."


def open_positions(db: Session, actor: Actor) -> dict[str, str]:
    """Titles of the positions an interview can be made for."""
    return {row.id: row.title for row in positions.list_rows(db, actor, limit=MOST_POSITIONS)[0]}


async def open_making(desk: Desk, profile: CandidateProfile) -> None:
    """The choices beside the page; once made, the interview's own page opens."""
    titles = await desk.read(open_positions)
    if not titles:
        toast(NO_POSITION, tone="attention")
        return
    files = candidate_list.readable(profile.resumes)
    with side_sheet(f"An interview with {profile.name}") as sheet, stack():
        position = select_field("Position", titles, value=next(iter(titles)), search=len(titles) > 8)
        choices = {file.id: file.file_name for file in files} | {"": "No resume"}
        resume = select_field("Resume", choices, value=files[0].id if files else "", help=WITHOUT)
        text("The link is ready at once; nothing is sent to the candidate.", "muted small")

        async def make() -> None:
            chosen = str(position.value or ""), str(resume.value or "")
            interview_id = await desk.change(candidate_resumes.make_interview, profile.id, *chosen)
            sheet.close()
            ui.navigate.to(f"/interviews/{interview_id}")

        with line():
            button("Make the interview", desk.act(make), kind="primary").mark("make-interview")
    sheet.on("hide", sheet.delete)
    sheet.open()
