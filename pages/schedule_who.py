"""Whom to interview: somebody known, found while the name is typed, or a new person with a resume."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from components.candidate_form import CandidateFields
from components.fields import select_field
from components.people import Person
from components.pieces import button, line, link_button, stack, text
from neurohire.errors import NotFound
from neurohire.services import candidate_list
from neurohire.services.candidate_list import CandidateFilter, CandidateProfile, CandidateRow
from neurohire.services.candidates import CandidateForm
from pages.resume_intake import ResumeIntake
from pages.team import Desk

OFFERED, SHORTEST_SEARCH = 5, 2
NO_RESUME = "No resume"


class Who:
    """Fields of a new person with those underneath who are known already; a chosen one takes their place."""

    def __init__(self, desk: Desk, chosen: CandidateProfile | None) -> None:
        self.desk, self.asked = desk, 0
        self.chosen: CandidateProfile | None = None
        self.resume: ui.select | None = None
        with stack() as self.new:
            self.fields = CandidateFields(CandidateForm(), folded=True)
            self.name, self.email = self.fields.name, self.fields.email
            for field in (self.name, self.email):
                field.props["debounce"] = 200
                field.on_value_change(desk.act(self.look))
            self.known = stack("tight").classes("who-known")
            self.known.props["role"] = "status"
            with self.fields.more:
                self.intake = ResumeIntake(desk)
                self.intake.fields = self.fields
        self.place = stack()
        if chosen is not None:
            self.show(chosen)

    async def look(self) -> None:
        """Who is meant? Asked with what was typed last."""
        typed = self.email if self.email.value and not self.name.value else self.name
        words = str(typed.value or "").strip()[:120]
        self.asked += 1
        number, found = self.asked, list[CandidateRow]()
        if len(words) >= SHORTEST_SEARCH:
            page = await self.desk.read(
                candidate_list.list_page, CandidateFilter(search=words), limit=OFFERED
            )
            found = page.rows
        if number == self.asked:
            self.offer(found)

    def offer(self, found: list[CandidateRow]) -> None:
        self.known.clear()
        if not found or self.chosen is not None:
            return
        with self.known:
            text("Somebody you know?", "muted small")
            for row in found:
                self._offered(row)

    def _offered(self, row: CandidateRow) -> None:
        async def choose() -> None:
            self.show(await self.desk.read(candidate_list.get, row.id))

        words = row.email if row.email == row.name else f"{row.name} · {row.email}"
        button(words, self.desk.act(choose), icon="user").mark(f"choose-{row.email}")

    def show(self, profile: CandidateProfile) -> None:
        """This person it is."""
        self.chosen = profile
        self.new.set_visibility(False)
        self.place.clear()
        files = candidate_list.readable(profile.resumes)
        with self.place:
            with line(ends=True):
                Person(profile.name, profile.email)
                with line():
                    link_button("Profile", f"/candidates/{profile.id}", kind="quiet", icon="open")
                    button("Somebody else", self.forget, icon="close").mark("somebody-else")
            if files:
                choices = {file.id: file.file_name for file in files} | {"": NO_RESUME}
                self.resume = select_field(
                    "Resume", choices, value=files[0].id, help="Seen in the room; questions may stand on it"
                )

    def forget(self) -> None:
        """Another person after all."""
        self.chosen = self.resume = None
        self.place.clear()
        self.known.clear()
        self.new.set_visibility(True)

    async def values(self) -> dict[str, Any]:
        """What goes into the form."""
        if self.chosen is not None:
            return {
                "candidate_id": self.chosen.id,
                "candidate_name": self.chosen.name,
                "candidate_email": self.chosen.email,
                "resume_id": str(self.resume.value or "") if self.resume else "",
            }
        typed = self.fields.typed()
        try:
            resume_id = await self.intake.kept()
        except NotFound:  # thrown away meanwhile
            resume_id = ""
        return {
            "candidate_name": typed.name,
            "candidate_email": typed.email,
            "candidate_phone": typed.phone,
            "target_role": typed.target_role,
            "level": typed.level,
            "resume_id": resume_id,
        }
