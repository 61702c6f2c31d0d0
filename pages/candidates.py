"""Everybody the team has met: search, filter by position and state, sort; a row opens the person's page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple, cast, get_args
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui
from sqlmodel import Session

from components.candidate_table import COLUMNS, EMPTY, NOBODY_FITS, candidate_row
from components.data_table import DataTable
from components.fields import select_field
from components.interview_words import STATES
from components.page import page
from components.pieces import button, link_button, page_header
from components.table import TablePage, TableQuery
from components.times import Zone
from neurohire.auth.actors import Actor
from neurohire.errors import NotFound
from neurohire.services import candidate_list, candidates, positions
from neurohire.services.candidate_list import CandidateFilter, CandidatePage, Sort
from neurohire.vocabulary import InterviewState
from pages.team import Desk

SORTS = {"who": "name", "added": "created_at"}
MOST_POSITIONS = 500
MOST_PAGES = 100_000


class Shown(NamedTuple):
    """What the page shows first."""

    asked: CandidateFilter
    found: CandidatePage
    positions: dict[str, str]


def everything(db: Session, actor: Actor, asked: CandidateFilter, *, offset: int) -> Shown:
    """One read for the whole page."""
    rows, _ = positions.list_rows(db, actor, limit=MOST_POSITIONS)
    titles = {row.id: row.title for row in rows}
    if asked.position_id not in titles:  # archived, one of very many, or nothing of the user's
        try:
            titles[asked.position_id] = positions.get(db, actor, asked.position_id).title
        except NotFound:
            asked = asked.model_copy(update={"position_id": ""})
    titles.pop("", None)
    return Shown(asked, candidate_list.list_page(db, actor, asked, offset=offset), titles)


def register() -> None:
    """The address of this page."""

    @page("/candidates")
    async def all_candidates(request: Request) -> Response | None:
        desk = Desk(request)
        asked, number = asked_in(request)
        shown = await desk.open(everything, asked, offset=(number - 1) * TableQuery.size)
        if shown is None:
            return desk.to_login()
        with desk.page("Candidates", "candidates", width="wide"):
            _Candidates(desk, shown.asked, number, shown)
        return None


def asked_in(request: Request) -> tuple[CandidateFilter, int]:
    """The filter and the page that the address names; what makes no sense is left out."""
    given = request.query_params
    asked = CandidateFilter(
        search=given.get("q", "")[:200].strip(), position_id=given.get("position", "")[:36].strip()
    )
    if given.get("state") in set(InterviewState):
        asked.state = InterviewState(given["state"])
    if given.get("sort") in get_args(Sort):
        asked.sort = cast(Sort, given["sort"])
    number = given.get("page", "1")
    is_number = number.isascii() and number.isdigit() and len(number) < 7
    return asked, min(max(1, int(number)), MOST_PAGES) if is_number else 1


class _Candidates:
    """Filters and table; the address always says what is shown."""

    def __init__(self, desk: Desk, asked: CandidateFilter, number: int, shown: Shown) -> None:
        self.desk, self.asked = desk, asked
        with page_header("Candidates", "Everybody you brought in or met in a position or interview."):
            link_button("Add candidate", "/candidates/new", kind="primary", icon="add")
        self._filters(shown.positions)
        name = asked.sort.removeprefix("-")
        is_asked = bool(asked.search or asked.position_id or asked.state)
        self.table = DataTable(
            COLUMNS,
            self.load,
            label="Candidates",
            first=page_of(shown.found, desk.zone),
            query=TableQuery(
                page=number,
                sort=next(column for column, sort in SORTS.items() if sort == name),
                descending=asked.sort.startswith("-"),
                search=asked.search,
            ),
            searches="Search by name, e-mail or skill",
            empty=NOBODY_FITS if is_asked else EMPTY,
        )
        self.table.classes("candidate-table")
        desk.listen((candidates.TOPIC, "interviews"), self.changed)

    def _filters(self, titles: dict[str, str]) -> None:
        asked, act = self.asked, self.desk.act
        states = {state.value: word for state, (word, _) in STATES.items()}
        more = button("Filters", icon="filter").classes("pool-more")
        with ui.element("div").classes("pool-filters candidate-filters") as box:
            box.props.update({"role": "group", "aria-label": "Filters"})
            options = {"": "All", **titles}
            chosen = asked.position_id if asked.position_id in options else ""
            self.position = select_field(
                "Interviewed for", options, value=chosen, search=True, on_change=act(self.filtered)
            )
            self.state = select_field(
                "State of an interview",
                {"": "All", **states},
                value=asked.state.value if asked.state else "",
                on_change=act(self.filtered),
            )
            self.clear = button("Clear filters", act(self.clear_all), kind="quiet", icon="close")
        more.on("click", lambda: box.classes(toggle="is-open"))
        self._show_clear()

    async def filtered(self) -> None:
        """A filter was chosen: begin at the first page."""
        state = str(self.state.value or "")
        self.asked = self.asked.model_copy(
            update={
                "position_id": str(self.position.value or ""),
                "state": InterviewState(state) if state in set(InterviewState) else None,
            }
        )
        self.table.query = replace(self.table.query, page=1)
        self._show_clear()
        await self.table.refresh()

    async def clear_all(self) -> None:
        self.position.value = self.state.value = ""

    async def load(self, query: TableQuery) -> TablePage:
        """What the table asks for; the address follows."""
        name = SORTS.get(query.sort, "created_at")
        sort = cast(Sort, f"-{name}" if query.descending or not query.sort else name)
        self.asked = self.asked.model_copy(update={"search": query.search, "sort": sort})
        found = await self.desk.read(
            candidate_list.list_page, self.asked, limit=query.size, offset=query.offset
        )
        ui.navigate.history.replace(f"/candidates{in_address(self.asked, query.page)}")
        self._say_when_empty()
        return page_of(found, self.desk.zone)

    async def changed(self, _events: object) -> None:
        """Somebody was brought in or corrected, or an interview went on."""
        await self.table.refresh()

    def _show_clear(self) -> None:
        self.clear.set_visibility(bool(self.position.value or self.state.value))

    def _say_when_empty(self) -> None:
        asked = self.asked
        words = NOBODY_FITS if asked.search or asked.position_id or asked.state else EMPTY
        self.table.props["empty"] = (words.title, words.words, words.action, words.href, words.icon)


def in_address(asked: CandidateFilter, number: int) -> str:
    """As a query string; what is as usual is left out."""
    given = {
        "q": asked.search,
        "position": asked.position_id,
        "state": asked.state.value if asked.state else "",
        "sort": asked.sort if asked.sort != CandidateFilter().sort else "",
        "page": str(number) if number > 1 else "",
    }
    given = {name: value for name, value in given.items() if value}
    return f"?{urlencode(given)}" if given else ""


def page_of(found: CandidatePage, zone: Zone) -> TablePage:
    rows: list[dict[str, Any]] = [candidate_row(row, zone) for row in found.rows]
    return TablePage(rows, found.total)
