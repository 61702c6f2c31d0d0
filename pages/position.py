"""One position: resumes dropped here become interviews; the table fills as files finish."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import Response

from components.clipboard import CopyAll
from components.data_table import DataTable
from components.dialogs import confirm
from components.file_drop import MEBIBYTE, FileDrop
from components.page import page
from components.pieces import line, link_button, text
from components.resume_details import open_details
from components.resume_table import COLUMNS, FILTERS, resume_row, summary
from components.table import Empty, TablePage, TableQuery
from components.toast import toast
from neurohire.errors import Rejected
from neurohire.services import interviews, overview, resume_rows, resumes
from neurohire.services.overview import PositionPage, ResumePage
from neurohire.vocabulary import ResumeState
from pages.position_edit import position_head, position_tabs
from pages.team import Desk

EMPTY = Empty(
    "No resumes yet",
    "Drop them above. Each readable file becomes an interview with questions of its own and a link.",
    icon="candidates",
)


def register() -> None:
    """The address of this page."""

    @page("/positions/{position_id}")
    async def position(request: Request, position_id: str) -> Response | None:
        desk = Desk(request)
        view = await desk.open(overview.position_page, position_id, **asked(_first_query(request)))
        if view is None:
            return desk.to_login()
        with desk.page(view.position.title, "positions", width="wide"):
            _Candidates(desk, view, _first_query(request))
        return None


class _Candidates:
    """The drop zone, the summary and the table of one position."""

    def __init__(self, desk: Desk, view: PositionPage, query: TableQuery) -> None:
        self.desk, self.id = desk, view.position.id
        with position_head(view.position):
            if desk.state.settings.live_interviews:
                href = f"/interviews/new?position={self.id}"
                link_button("Schedule live", href, kind="primary", icon="calendar")
        position_tabs(self.id, "Candidates")
        settings = desk.state.settings
        FileDrop(
            f"/api/v1/positions/{self.id}/resumes",
            csrf=desk.csrf,
            help=f"PDF, DOCX, DOC or TXT, up to {settings.max_resume_mb} MiB each, "
            f"{settings.max_resumes} at once",
            most_files=settings.max_resumes,
            most_bytes=settings.max_resume_mb * MEBIBYTE,
        )
        with line(ends=True):
            self.summary = text("", "muted number")
            self.summary.props["role"] = "status"
            with line() as self.links:
                self.copy = CopyAll("Copy all links", desk.act(self.copy_all))
                link_button("Links as CSV", f"/api/v1/positions/{self.id}/links.csv", icon="download")
                results = f"/api/v1/interviews.csv?position_id={self.id}&zone={quote(desk.zone.info.key)}"
                link_button("Download results (CSV)", results, icon="download")
        self.table = DataTable(
            COLUMNS,
            self.load,
            label="Resumes",
            first=self.page(view.resumes),
            query=query,
            filters=FILTERS,
            searches="Search by file, name or e-mail",
            empty=EMPTY,
            on_edit=desk.act(self.edit),
            on_tool=desk.act(self.use),
        )
        self.table.classes("resume-table")
        desk.listen((f"position:{self.id}",), self.changed)

    def page(self, found: ResumePage) -> TablePage:
        """Rows for the table; the line over it is brought up to date on the way."""
        self.summary.text = summary(found.counts, found.writing) if found.counts else ""
        self.links.set_visibility(found.counts.get(ResumeState.READY, 0) > 0)
        counts = {name: found.counts.get(ResumeState(name), 0) for name, _ in FILTERS}
        return TablePage([resume_row(row) for row in found.rows], found.total, counts)

    async def load(self, query: TableQuery) -> TablePage:
        return self.page(await self.desk.read(overview.resume_page, self.id, **asked(query)))

    async def changed(self, _events: object) -> None:
        """A file was taken in, read, refused or completed; or its interview went on."""
        await self.table.refresh()

    async def edit(self, row_id: str, column: str, value: str) -> None:
        """A cell was changed: the fact is corrected, or the cell says what is wrong."""
        if column not in ("name", "email", "phone", "skills"):
            return
        given: Any = [part.strip() for part in value.split(",")] if column == "skills" else value
        try:
            await self.desk.change(resumes.complete, row_id, **{column: given})
        except Rejected as error:
            row = await self.desk.read(resume_rows.get_row, row_id)
            self.table.show_row(resume_row(row, wrong=(column, value, error.message)))
            return
        row = await self.desk.read(resume_rows.get_row, row_id)
        self.table.show_row(resume_row(row))
        toast("Saved" if column != "email" or not row.link else f"Saved. The link for {row.email} is ready.")

    async def use(self, row_id: str, name: str) -> None:
        """A button of a row."""
        row = await self.desk.read(resume_rows.get_row, row_id)
        if name == "details":
            open_details(row)
        elif name == "discard" and await confirm(
            f"Take {row.file_name} out?",
            "The row and what was read from the file go. You can drop the file again.",
            action="Take it out",
            danger=True,
        ):
            await self.desk.change(resumes.discard, row_id)
            toast("Taken out of the list")

    async def copy_all(self) -> None:
        """Name, address and link of everyone who can still enter."""
        found = await self.desk.read(interviews.open_links, self.id)
        self.copy.offer("\n".join(f"{name}\t{email}\t{link}" for name, email, _, link, _ in found))


def asked(query: TableQuery) -> dict[str, Any]:
    """The table's query in the words of the service."""
    states = tuple(state for state in ResumeState if state.value in query.filters)
    return {"search": query.search, "states": states, "limit": query.size, "offset": query.offset}


def _first_query(request: Request) -> TableQuery:
    show = request.query_params.get("show", "")
    return TableQuery(filters=(show,) if any(show == name for name, _ in FILTERS) else ())
