"""One person: contact, resumes, skills, interviews; make an interview from here."""

from __future__ import annotations

from typing import Any, NamedTuple

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui
from sqlmodel import Session

from components.candidate_form import CandidateFields
from components.candidate_table import APPOINTMENTS, NO_INTERVIEWS, appointment_row
from components.data_table import DataTable
from components.dialogs import confirm, side_sheet
from components.fields import select_field
from components.file_drop import MEBIBYTE, FileDrop
from components.interview_words import LEVELS, RESUMES, several
from components.page import page
from components.page_header import PageHeader
from components.pieces import (
    button,
    card,
    facts,
    grid,
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
from components.sharing import Sharing
from components.table import TablePage, TableQuery
from components.toast import toast
from neurohire.auth.actors import Actor
from neurohire.services import (
    candidate_accounts,
    candidate_list,
    candidate_resumes,
    candidates,
    positions,
    resumes,
)
from neurohire.services.accounts import colleagues
from neurohire.services.candidate_accounts import AccountView
from neurohire.services.candidate_list import CandidateProfile, CandidateResume
from neurohire.services.candidates import CandidateForm
from neurohire.vocabulary import ResumeState
from pages.candidate_account import CandidateAccount
from pages.candidates import MOST_POSITIONS
from pages.team import Desk

BUSY = (ResumeState.QUEUED, ResumeState.READING)
FROM_OTHERS = (
    "You meet this person in an interview or position. You see what came with it; "
    "whoever brought the person in can share the rest with you."
)
WITHOUT = "Without a resume the questions are planned from the position alone."


class Shown(NamedTuple):
    """What the page shows."""

    profile: CandidateProfile
    team: dict[str, str]
    account: AccountView | None


def everything(db: Session, actor: Actor, candidate_id: str) -> Shown:
    """One read for the whole page."""
    profile = candidate_list.get(db, actor, candidate_id)
    return Shown(profile, colleagues(db, actor), candidate_accounts.view(db, actor, candidate_id))


def open_positions(db: Session, actor: Actor) -> dict[str, str]:
    """Titles of the positions an interview can be made for."""
    return {row.id: row.title for row in positions.list_rows(db, actor, limit=MOST_POSITIONS)[0]}


def register() -> None:
    """The address of this page."""

    @page("/candidates/{candidate_id}")
    async def candidate(request: Request, candidate_id: str) -> Response | None:
        desk = Desk(request)
        shown = await desk.open(everything, candidate_id)
        if shown is None:
            return desk.to_login()
        with desk.page(shown.profile.name, "candidates"):
            _Profile(desk, shown)
        return None


class _Profile:
    """The page; `show` draws what has moved on."""

    def __init__(self, desk: Desk, shown: Shown) -> None:
        self.desk, self.id = desk, shown.profile.id
        self.shown, self.profile = shown, shown.profile
        self.head = ui.element("div").classes("floor")
        with grid(two=True):
            self.person = stack()
            self.skills = stack()
        with card("Interviews"):
            self.table = DataTable(
                APPOINTMENTS,
                self.load,
                label="Interviews",
                first=self.appointments(),
                empty=NO_INTERVIEWS,
            )
        with card("Resumes"):
            self.files = stack()
            self._drop()
        self.sharing_place = stack("wide")
        self.draw(shown)
        desk.listen((f"candidate:{self.id}", "interviews"), self.changed)

    async def changed(self, _events: object) -> None:
        await self.show()

    async def show(self) -> None:
        """Draw everything as it stands now."""
        shown = await self.desk.read(everything, self.id)
        if shown != self.shown:
            self.draw(shown)
            self.table.show(self.appointments())

    def draw(self, shown: Shown) -> None:
        self.shown, self.profile = shown, shown.profile
        for place in (self.head, self.person, self.skills, self.files, self.sharing_place):
            place.clear()
        with self.head:
            self._head()
        with self.person:
            self._person()
        with self.skills:
            self._skills()
        with self.files:
            for file in self.profile.resumes:
                self._file(file)
            if not self.profile.resumes:
                text("No resume yet.", "muted")
        if self.profile.may_change:
            with self.sharing_place:
                CandidateAccount(self.desk, self.id, self.profile.name, shown.account)
                words = "Admins see everybody; of the recruiters these, and who meets them in an interview."
                Sharing(words, self.desk.act(self.share)).show(self.profile.keepers, shown.team)

    async def load(self, _query: TableQuery) -> TablePage:
        self.profile = await self.desk.read(candidate_list.get, self.id)
        return self.appointments()

    def appointments(self) -> TablePage:
        rows = [appointment_row(row, self.desk.zone) for row in self.profile.appointments]
        return TablePage(rows, len(rows))

    def _head(self) -> PageHeader:
        profile = self.profile
        level = LEVELS[profile.level] if profile.level else ""
        words = " · ".join(part for part in (profile.target_role, level) if part)
        with page_header(profile.name, words or profile.email, back=("Candidates", "/candidates")) as header:
            button("Make an interview", self.desk.act(self.invite), icon="add").mark("invite")
            if self.desk.state.settings.live_interviews:
                href = f"/interviews/new?candidate={profile.id}"
                link_button("Schedule live", href, kind="primary", icon="calendar")
        return header

    def _person(self) -> None:
        profile = self.profile
        with card("Contact"):
            if not profile.may_change:
                note(FROM_OTHERS)
            facts(
                [
                    ("E-mail", profile.email),
                    ("Phone", profile.phone),
                    ("Target role", profile.target_role),
                    ("Level", LEVELS[profile.level] if profile.level else ""),
                    ("Added", self.desk.zone.full(profile.created_at)),
                ]
            )
            if profile.may_change:
                with line():
                    button("Edit", self.desk.act(self.edit), icon="edit").mark("edit-candidate")

    def _skills(self) -> None:
        with card("Skills"):
            if not self.profile.skills:
                text("None known. They are read from resumes.", "muted")
                return
            with line().classes("candidate-skills"):
                for skill in self.profile.skills:
                    tag(skill)

    def _file(self, file: CandidateResume) -> None:
        """One file: where it came from, what to do with it."""
        zone = self.desk.zone

        async def details() -> None:
            open_details(await self.desk.read(resumes.get_row, file.id))

        async def remove() -> None:
            await self.remove(file)

        with line(ends=True).classes("candidate-resume"):
            with stack("tight"):
                text(file.file_name, "candidate-file")
                came = f"from {file.position_title} · " if file.position_title else ""
                text(f"{came}{zone.short(file.created_at)}", "muted small")
                if file.state is ResumeState.REJECTED:
                    text(file.message, "small")
                elif file.hidden:
                    text(f"{several(len(file.hidden), 'hidden text')} left out", "small")
            with line():
                word, tone = RESUMES[file.state] if file.state is not ResumeState.READY else ("Read", "good")
                status_chip(word, tone, moving=file.state in BUSY)
                if file.state not in BUSY:
                    button(f"What was read from {file.file_name}", self.desk.act(details), kind="quiet",
                           icon="eye", icon_only=True)  # fmt: skip
                link_button("Download", f"/api/v1/resumes/{file.id}/file", kind="quiet", icon="download")
                if file.position_id is None and file.state not in BUSY:
                    button(f"Remove {file.file_name}", self.desk.act(remove), kind="quiet", icon="remove",
                           icon_only=True).mark(f"remove-{file.id}")  # fmt: skip

    def _drop(self) -> None:
        settings = self.desk.state.settings
        FileDrop(
            f"/api/v1/candidates/{self.id}/resumes",
            csrf=self.desk.csrf,
            title="Drop a resume here",
            help=f"PDF, DOCX, DOC or TXT, up to {settings.max_resume_mb} MiB",
            choose="Choose a file",
            most_files=5,
            most_bytes=settings.max_resume_mb * MEBIBYTE,
        )

    # -- what the buttons do ------------------------------------------------------------------

    async def share(self, user_id: str) -> None:
        await self.desk.change(candidates.share, self.id, user_id)
        await self.show()
        toast("Shared")

    async def remove(self, file: CandidateResume) -> None:
        sure = await confirm(
            f"Remove {file.file_name}?",
            "What was read from it goes. Interviews that were made from it keep their copy.",
            action="Remove the file",
            danger=True,
        )
        if sure:
            await self.desk.change(resumes.discard, file.id)
            await self.show()
            toast("Removed")

    def edit(self) -> None:
        """Contact, role and level beside the page."""
        profile = self.profile
        form = CandidateForm(**profile.model_dump(include=set(CandidateForm.model_fields)))
        with side_sheet("Edit contact", width=560) as sheet, stack():
            fields = CandidateFields(form)
            text("Interviews that were made keep the name they were made with.", "muted small")

            async def save() -> None:
                typed = fields.form()
                if typed is None:
                    return
                await self.desk.change(candidates.change, self.id, typed)
                sheet.close()
                await self.show()
                toast("Saved")

            with line():
                button("Save", self.desk.act(save), kind="primary").mark("save-candidate")
        sheet.on("hide", sheet.delete)
        sheet.open()

    async def invite(self) -> None:
        """Choose a position and a resume; questions are planned at once."""
        titles = await self.desk.read(open_positions)
        if not titles:
            toast("Make a position first: its questions are what an interview asks.", tone="attention")
            return
        files = candidate_list.readable(self.profile.resumes)
        with side_sheet(f"An interview with {self.profile.name}") as sheet, stack():
            position = select_field("Position", titles, value=next(iter(titles)), search=len(titles) > 8)
            choices = {file.id: file.file_name for file in files} | {"": "No resume"}
            resume = select_field("Resume", choices, value=files[0].id if files else "", help=WITHOUT)
            text("The link is ready at once; nothing is sent to the candidate.", "muted small")

            async def make() -> None:
                chosen: Any = str(position.value or ""), str(resume.value or "")
                interview_id = await self.desk.change(candidate_resumes.make_interview, self.id, *chosen)
                sheet.close()
                ui.navigate.to(f"/interviews/{interview_id}")

            with line():
                button("Make the interview", self.desk.act(make), kind="primary").mark("make-interview")
        sheet.on("hide", sheet.delete)
        sheet.open()
