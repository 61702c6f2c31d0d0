"""A new candidate: a resume fills what is empty, the person confirms; somebody known already is offered."""

from __future__ import annotations

from typing import NamedTuple

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui
from sqlmodel import Session

from components.candidate_form import CandidateFields
from components.page import page
from components.pieces import (
    button,
    card,
    line,
    link_button,
    note,
    page_header,
    stack,
    text,
)
from components.toast import toast
from neurohire.auth.actors import Actor
from neurohire.errors import DomainError, InvalidState, NotFound
from neurohire.services import candidates, resume_rows
from neurohire.services.candidate_list import CandidateRow
from neurohire.services.candidates import CandidateForm
from neurohire.services.resume_rows import ResumeRow
from pages.resume_intake import ResumeIntake
from pages.team import Desk


class Begun(NamedTuple):
    """A file that was dropped before the page was loaded anew."""

    row: ResumeRow | None


def begun(db: Session, actor: Actor, resume_id: str) -> Begun:
    """The file that the address names, if it is still there and the user's."""
    try:
        return Begun(resume_rows.get_row(db, actor, resume_id) if resume_id else None)
    except NotFound:
        return Begun(None)


def register() -> None:
    """The address of this page."""

    @page("/candidates/new")
    async def new_candidate(request: Request) -> Response | None:
        desk = Desk(request)
        found = await desk.open(begun, request.query_params.get("resume", "")[:36])
        if found is None:
            return desk.to_login()
        with desk.page("Add candidate", "candidates", width="reading"):
            page_header(
                "Add candidate",
                "Nobody is invited by this: make an interview whenever you like.",
                back=("Candidates", "/candidates"),
            )
            _NewCandidate(desk, found.row)
        return None


class _NewCandidate:
    """Drop, fields, save."""

    def __init__(self, desk: Desk, row: ResumeRow | None) -> None:
        self.desk = desk
        with card("Resume"):
            text("Optional. What is read from it fills the fields below where they are empty.", "muted")
            self.intake = ResumeIntake(desk, _remember)
        with card("Person"):
            self.fields = CandidateFields(CandidateForm(), on_email=desk.act(self.look_up))
            self.intake.fields = self.fields
            self.known = stack()
            with line():
                button("Add candidate", desk.act(self.save), kind="primary").mark("add-candidate")
                link_button("Cancel", "/candidates", kind="quiet")
        if row is not None:
            self.intake.take(row)

    async def look_up(self) -> None:
        """As soon as an address is typed: is this person here already?"""
        email = str(self.fields.email.value or "")
        self.known.clear()
        if "@" not in email:
            return
        try:
            found = await self.desk.read(candidates.find, email)
        except DomainError:
            return  # said when it is saved
        if found is not None:
            self.offer(found)

    def offer(self, found: CandidateRow) -> None:
        """The person who has this address already."""
        self.known.clear()
        with self.known:
            note(f"{found.name} has this e-mail.", title="This person is here already", tone="attention")
            with line():
                link_button("Open the page of this person", f"/candidates/{found.id}", icon="open")
                if self.intake.resume_id:

                    async def give() -> None:
                        await self.give_resume(found.id)

                    button("Add the resume there", self.desk.act(give)).mark("give-resume")

    async def give_resume(self, candidate_id: str) -> None:
        await self.desk.change(candidates.attach, self.intake.resume_id, candidate_id)
        ui.navigate.to(f"/candidates/{candidate_id}")

    async def save(self) -> None:
        form = self.fields.form()
        if form is None:
            toast("Please look at the field marked above.", tone="attention")
            return
        try:
            candidate_id = await self.desk.change(candidates.add, form, await self.intake.kept())
        except InvalidState as error:
            if error.code != candidates.EXISTS:
                raise
            if found := await self.desk.read(candidates.find, form.email):
                self.offer(found)
            return
        ui.navigate.to(f"/candidates/{candidate_id}")


def _remember(row: ResumeRow) -> None:
    """A reload of the page still knows the file."""
    ui.navigate.history.replace(f"/candidates/new?resume={row.id}")
