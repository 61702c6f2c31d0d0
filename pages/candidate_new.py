"""A new candidate: a resume fills what is empty, the person confirms; somebody known already is offered."""

from __future__ import annotations

from typing import NamedTuple

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui
from sqlmodel import Session

from components.candidate_form import CandidateFields
from components.file_drop import MEBIBYTE, FileDrop, SentFile
from components.page import page
from components.pieces import (
    button,
    card,
    line,
    link_button,
    note,
    page_header,
    stack,
    status_chip,
    tag,
    text,
)
from components.resume_details import open_details
from components.toast import toast
from neurohire.auth.actors import Actor
from neurohire.errors import DomainError, InvalidState, NotFound
from neurohire.services import candidates, resumes
from neurohire.services.candidate_list import CandidateRow
from neurohire.services.candidates import CandidateForm
from neurohire.services.resumes import ResumeRow
from neurohire.vocabulary import ResumeState
from pages.team import Desk

BUSY = (ResumeState.QUEUED, ResumeState.READING)


class Begun(NamedTuple):
    """A file that was dropped before the page was loaded anew."""

    row: ResumeRow | None


def begun(db: Session, actor: Actor, resume_id: str) -> Begun:
    """The file that the address names, if it is still there and the user's."""
    try:
        return Begun(resumes.get_row(db, actor, resume_id) if resume_id else None)
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
        self.desk, self.resume_id = desk, ""
        settings = desk.state.settings
        with card("Resume"):
            text("Optional. What is read from it fills the fields below where they are empty.", "muted")
            self.drop = FileDrop(
                "/api/v1/candidates/resumes",
                csrf=desk.csrf,
                title="Drop a resume here",
                help=f"PDF, DOCX, DOC or TXT, up to {settings.max_resume_mb} MiB",
                choose="Choose a file",
                most_files=1,
                most_bytes=settings.max_resume_mb * MEBIBYTE,
                on_done=desk.act(self.sent),
            )
            self.read = stack("tight")
            self.read.props["role"] = "status"
        with card("Person"):
            self.fields = CandidateFields(CandidateForm(), on_email=desk.act(self.look_up))
            self.known = stack()
            with line():
                button("Add candidate", desk.act(self.save), kind="primary").mark("add-candidate")
                link_button("Cancel", "/candidates", kind="quiet")
        if row is not None:
            self.take(row)

    async def sent(self, file: SentFile) -> None:
        """The file is on the server; what is in it comes in a moment."""
        earlier, row = self.resume_id, await self.desk.read(resumes.get_row, str(file.answer.get("id", "")))
        self.take(row)
        ui.navigate.history.replace(f"/candidates/new?resume={row.id}")
        if earlier:
            await self.desk.change(resumes.discard, earlier)

    def take(self, row: ResumeRow) -> None:
        self.resume_id = row.id
        self.desk.listen((f"resume:{row.id}",), self.changed)
        self.show(row)

    async def changed(self, _events: object) -> None:
        if self.resume_id:
            self.show(await self.desk.read(resumes.get_row, self.resume_id))

    def show(self, row: ResumeRow) -> None:
        """Where the file stands; what was read fills what is empty."""
        self.read.clear()
        with self.read:
            text(row.file_name, "candidate-file")
            if row.state in BUSY:
                status_chip("Reading", "accent", moving=True)
                return
            if row.state is ResumeState.REJECTED:
                note(f"{row.message} You can add the person without it.", tone="attention")
                return
            filled = self.fields.fill_empty(name=row.name, email=row.email, phone=row.phone)
            words = f"Read. Filled in: {', '.join(filled)}. Please check." if filled else "Read."
            note(words, tone="good")
            if row.skills:
                with line().classes("candidate-skills"):
                    for skill in row.skills[:20]:
                        tag(skill)
            label = "What was read" + (" · hidden text was left out" if row.hidden else "")
            with line():
                button(label, self.desk.act(self.details), icon="eye")

    async def details(self) -> None:
        open_details(await self.desk.read(resumes.get_row, self.resume_id))

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
                if self.resume_id:

                    async def give() -> None:
                        await self.give_resume(found.id)

                    button("Add the resume there", self.desk.act(give)).mark("give-resume")

    async def give_resume(self, candidate_id: str) -> None:
        await self.desk.change(candidates.attach, self.resume_id, candidate_id)
        ui.navigate.to(f"/candidates/{candidate_id}")

    async def save(self) -> None:
        form = self.fields.form()
        if form is None:
            toast("Please look at the field marked above.", tone="attention")
            return
        try:
            candidate_id = await self.desk.change(candidates.add, form, await self.kept_resume())
        except InvalidState as error:
            if error.code != candidates.EXISTS:
                raise
            if found := await self.desk.read(candidates.find, form.email):
                self.offer(found)
            return
        ui.navigate.to(f"/candidates/{candidate_id}")

    async def kept_resume(self) -> str:
        """The file, unless it could not be read."""
        if not self.resume_id:
            return ""
        row = await self.desk.read(resumes.get_row, self.resume_id)
        return "" if row.state is ResumeState.REJECTED else row.id
