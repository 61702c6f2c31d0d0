"""The positions the person works on."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import Response

from components.data_table import DataTable
from components.interview_words import LEVELS, several
from components.page import page
from components.pieces import link_button, page_header
from components.table import Column, Empty, TablePage, TableQuery, chip_cell, date_cell
from components.times import Zone
from neurohire.services import positions
from neurohire.services.positions import PositionRow
from pages.team import Desk

COLUMNS = (
    Column("title", "Title"),
    Column("level", "Level"),
    Column("interviews", "Interviews", "number"),
    Column("decide", "To decide", "chip"),
    Column("made", "Made", "date"),
)
EMPTY = Empty(
    "No positions yet",
    "Paste a job description; the title, level and skills are proposed from it.",
    "Make your first position",
    "/positions/new",
    "positions",
)


def register() -> None:
    """The address of this page."""

    @page("/positions")
    async def all_positions(request: Request) -> Response | None:
        desk = Desk(request)
        query = TableQuery(search=request.query_params.get("search", "")[:200].strip())
        found = await desk.open(positions.list_rows, **_asked(query))
        if found is None:
            return desk.to_login()

        async def load(query: TableQuery) -> TablePage:
            return _page(await desk.read(positions.list_rows, **_asked(query)), desk.zone)

        with desk.page("Positions", "positions"):
            with page_header("Positions", "Each has its resumes, its mix of questions and its links."):
                link_button("New position", "/positions/new", kind="primary", icon="add")
            DataTable(
                COLUMNS,
                load,
                label="Positions",
                first=_page(found, desk.zone),
                query=query,
                searches="Search by title",
                empty=EMPTY,
            )
        return None


def _asked(query: TableQuery) -> dict[str, Any]:
    return {"search": query.search, "limit": query.size, "offset": query.offset}


def _page(found: tuple[list[PositionRow], int], zone: Zone) -> TablePage:
    rows, total = found
    return TablePage([_row(row, zone) for row in rows], total)


def _row(row: PositionRow, zone: Zone) -> dict[str, Any]:
    return {
        "id": row.id,
        "href": f"/positions/{row.id}",
        "title": row.title,
        "level": LEVELS[row.level],
        "interviews": row.interviews,
        "decide": chip_cell(several(row.to_decide, "report"), "accent") if row.to_decide else "",
        "made": date_cell(zone.short(row.created_at), zone.both(row.created_at)),
    }
