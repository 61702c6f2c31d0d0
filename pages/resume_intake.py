"""A resume is dropped for a person who is not saved yet: where the file stands, and what it fills in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from components.candidate_form import CandidateFields
from components.file_drop import MEBIBYTE, FileDrop, SentFile
from components.pieces import button, line, note, stack, status_chip, tag, text
from components.resume_details import open_details
from neurohire.services import resume_rows, resumes
from neurohire.services.resume_rows import ResumeRow
from neurohire.vocabulary import ResumeState
from pages.team import Desk

BUSY = (ResumeState.QUEUED, ResumeState.READING)


class ResumeIntake:
    """Drop area and state of the file; `fields` may be set after it was made. `resume_id` is what to keep."""

    fields: CandidateFields

    def __init__(self, desk: Desk, on_new: Callable[[ResumeRow], Any] | None = None) -> None:
        self.desk, self.resume_id, self.on_new = desk, "", on_new
        settings = desk.state.settings
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

    async def sent(self, file: SentFile) -> None:
        """The file is on the server; what is in it comes in a moment."""
        earlier, row = (
            self.resume_id,
            await self.desk.read(resume_rows.get_row, str(file.answer.get("id", ""))),
        )
        self.take(row)
        if self.on_new:
            self.on_new(row)
        if earlier:
            await self.desk.change(resumes.discard, earlier)

    def take(self, row: ResumeRow) -> None:
        self.resume_id = row.id
        self.desk.listen((f"resume:{row.id}",), self.changed)
        self.show(row)

    async def changed(self, _events: object) -> None:
        if self.resume_id:
            self.show(await self.desk.read(resume_rows.get_row, self.resume_id))

    def show(self, row: ResumeRow) -> None:
        """Where the file stands; what was read fills what is empty."""
        self.read.clear()
        with self.read:
            text(row.file_name, "candidate-file")
            if row.state in BUSY:
                status_chip("Reading", "accent", moving=True)
                return
            if row.state is ResumeState.REJECTED:
                note(f"{row.message} You can go on without it.", tone="attention")
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
        open_details(await self.desk.read(resume_rows.get_row, self.resume_id))

    async def kept(self) -> str:
        """The file's id, unless it could not be read."""
        if not self.resume_id:
            return ""
        row = await self.desk.read(resume_rows.get_row, self.resume_id)
        return "" if row.state is ResumeState.REJECTED else row.id
