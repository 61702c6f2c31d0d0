"""One person: contact, resumes, skills, interviews; make an interview from here."""

from __future__ import annotations

from typing import NamedTuple

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui
from sqlmodel import Session

from components.candidate_table import APPOINTMENTS, NO_INTERVIEWS, appointment_row
from components.data_table import DataTable
from components.dialogs import confirm
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
from neurohire.services import candidate_accounts, candidate_list, candidates, resume_rows, resumes
from neurohire.services.accounts import colleagues
from neurohire.services.candidate_accounts import AccountView
from neurohire.services.candidate_list import CandidateProfile, CandidateResume
from neurohire.vocabulary import ResumeState
from pages.candidate_account import CandidateAccount
from pages.candidate_contact import open_contact
from pages.candidate_interview import open_making
from pages.team import Desk

BUSY = (ResumeState.QUEUED, ResumeState.READING)
FROM_OTHERS = (
    "You meet this person in an interview or position. You see what came with it; "
    "whoever brought the person in can share the rest with you."
)


class Shown(NamedTuple):
    """What the page shows."""

    profile: CandidateProfile
    team: dict[str, str]
    account: AccountView | None


def everything(db: Session, actor: Actor, candidate_id: str) -> Shown:
    """One read for the whole page."""
    profile = candidate_list.get(db, actor, candidate_id)
    return Shown(profile, colleagues(db, actor), candidate_accounts.view(db, actor, candidate_id))


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
            open_details(await self.desk.read(resume_rows.get_row, file.id))

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

    async def edit(self) -> None:
        open_contact(self.desk, self.profile, self.show)

    async def invite(self) -> None:
        await open_making(self.desk, self.profile)
