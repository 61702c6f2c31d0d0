"""Every question ever used: search, filter, sort; a row opens in full beside the list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast, get_args
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui

from components.data_table import DataTable
from components.fields import select_field
from components.interview_words import LEVELS, TYPES
from components.page import page
from components.pieces import button, line, link_button, page_header, text
from components.pool_words import (
    POOL_SOURCES,
    POOL_STATES,
    level_words,
    mean_words,
    source_words,
    spread_words,
)
from components.position_form import FIELDS
from components.table import (
    Column,
    Empty,
    TablePage,
    TableQuery,
    chip_cell,
    date_cell,
    spread_cell,
    text_cell,
)
from components.times import Zone
from neurohire.services import pool_list
from neurohire.services.pool_list import PoolFilter, PoolPage, PoolRow, Sort
from neurohire.vocabulary import Level, PoolState, QuestionSource, QuestionType
from pages.question_import import QuestionImport
from pages.question_sheet import QuestionSheet
from pages.team import Desk

COLUMNS = (
    Column("text", "Question"),
    Column("type", "Type"),
    Column("level", "Level"),
    Column("source", "Source", "chip"),
    Column("uses", "Used", "number", sortable=True),
    Column("mean", "Scores", "spread", sortable=True),
    Column("used", "Last used", "date", sortable=True),
)
SORTS = {"uses": "uses", "mean": "mean", "used": "used"}
EMPTY = Empty(
    "No question fits",
    "Take a filter off, or write the question yourself.",
    "New question",
    "/questions/new",
    "questions",
)
MOST_PAGES = 100_000


def register() -> None:
    """The address of this page."""

    @page("/questions")
    async def all_questions(request: Request) -> Response | None:
        desk = Desk(request)
        asked, number = asked_in(request)
        found = await desk.open(pool_list.first_page, asked, offset=(number - 1) * TableQuery.size)
        if found is None:
            return desk.to_login()
        with desk.page("Questions", "questions", width="wide"):
            shown = _Questions(desk, asked, number, found)
        if name := request.query_params.get("open", ""):
            await desk.act(shown.sheet.open)(name[:80])
        return None


def asked_in(request: Request) -> tuple[PoolFilter, int]:
    """The filter and the page that the address names; what makes no sense is left out."""
    given = request.query_params
    kinds: dict[str, Any] = {
        "type": QuestionType, "level": Level, "source": QuestionSource, "state": PoolState,
    }  # fmt: skip
    chosen: dict[str, Any] = {
        name: kind(given[name]) for name, kind in kinds.items() if given.get(name) in set(kind)
    }
    chosen |= {name: given.get(name, "")[:200].strip() for name in ("skill", "field")}
    chosen["search"] = given.get("q", "")[:200].strip()
    if given.get("sort") in get_args(Sort):
        chosen["sort"] = given["sort"]
    number = given.get("page", "1")
    is_number = number.isascii() and number.isdigit() and len(number) < 7
    return PoolFilter(**chosen), min(max(1, int(number)), MOST_PAGES) if is_number else 1


class _Questions:
    """Filters, table and sheet; the address always says what is shown."""

    def __init__(self, desk: Desk, asked: PoolFilter, number: int, found: PoolPage) -> None:
        self.desk, self.asked = desk, asked
        with page_header("Questions", "Every question ever used, from the bank, a model or you."):
            link_button("Likely duplicates", "/questions/duplicates", kind="quiet")
            self.importer = QuestionImport(desk, self.changed_all)
            link_button("New question", "/questions/new", kind="primary", icon="add")
        self.sheet = QuestionSheet(desk, self.redraw)
        self._filters(found.skills)
        name = asked.sort.removeprefix("-")
        self.table = DataTable(
            COLUMNS,
            self.load,
            label="Questions",
            first=page_of(found, desk.zone),
            query=TableQuery(
                page=number,
                sort=next((column for column, sort in SORTS.items() if sort == name), ""),
                descending=asked.sort.startswith("-"),
                search=asked.search,
            ),
            searches="Search in words and skills",
            empty=EMPTY,
            on_open=desk.act(self.sheet.open),
        )
        self.table.classes("pool-table")
        with line(ends=True):
            text("Scores are those of the reports: a person's, else the suggested ones.", "muted small")
            with line():
                self.json = link_button("Export as JSON", "", kind="quiet", icon="download")
                self.csv = link_button("Export as CSV", "", kind="quiet", icon="download")
        self._link_exports()
        desk.listen(("questions",), self.changed)

    def _filters(self, skills: list[str]) -> None:
        asked = self.asked
        choices: tuple[tuple[str, str, dict[Any, str], Any], ...] = (
            ("type", "Type", {kind: TYPES[kind] for kind in QuestionType}, asked.type),
            ("skill", "Skill", {name: name for name in skills}, asked.skill),
            ("field", "Field", FIELDS, asked.field),
            ("level", "Level", {level: LEVELS[level] for level in Level}, asked.level),
            (
                "source",
                "Source",
                {source: POOL_SOURCES[source][0] for source in QuestionSource},
                asked.source,
            ),
        )
        more = button("Filters", icon="filter").classes("pool-more")
        with ui.element("div").classes("pool-filters") as box:
            box.props.update({"role": "group", "aria-label": "Filters"})
            self.fields = {
                name: select_field(
                    label,
                    {"": "All", **options},
                    value=value if value in options else "",
                    search=name == "skill",
                    on_change=self.desk.act(self.filtered),
                )
                for name, label, options, value in choices
            }
            self.fields["state"] = select_field(
                "State", POOL_STATES, value=asked.state, on_change=self.desk.act(self.filtered)
            )
            self.clear = button("Clear filters", self.desk.act(self.clear_all), kind="quiet", icon="close")
        more.on("click", lambda: box.classes(toggle="is-open"))
        self._show_clear()

    async def filtered(self) -> None:
        """A filter was chosen: begin at the first page."""
        values = {name: field.value or None for name, field in self.fields.items()}
        self.asked = self.asked.model_copy(
            update={
                **values,
                "skill": values["skill"] or "",
                "field": values["field"] or "",
                "state": values["state"] or PoolState.ACTIVE,
            }
        )
        self.table.query = replace(self.table.query, page=1)
        self._show_clear()
        await self.table.refresh()

    async def clear_all(self) -> None:
        for name, field in self.fields.items():
            field.value = PoolState.ACTIVE if name == "state" else ""

    async def load(self, query: TableQuery) -> TablePage:
        """What the table asks for; the address follows."""
        name = SORTS.get(query.sort, "used")
        sort = cast(Sort, f"-{name}" if query.descending or not query.sort else name)
        self.asked = self.asked.model_copy(update={"search": query.search, "sort": sort})
        found = await self.desk.read(pool_list.list_page, self.asked, limit=query.size, offset=query.offset)
        self._link_exports()
        ui.navigate.history.replace(f"/questions{in_address(self.asked, query.page)}")
        return page_of(found, self.desk.zone)

    async def changed(self, _events: object) -> None:
        """Somebody changed a question, or uses were counted."""
        await self.redraw()

    async def changed_all(self) -> None:
        await self.redraw()

    async def redraw(self) -> None:
        await self.table.refresh()

    def _show_clear(self) -> None:
        chosen = [name for name, field in self.fields.items() if field.value and name != "state"]
        self.clear.set_visibility(bool(chosen) or self.fields["state"].value != PoolState.ACTIVE)

    def _link_exports(self) -> None:
        address = in_address(self.asked, 1)
        self.json.props["href"] = f"/api/v1/questions.json{address}"
        self.csv.props["href"] = f"/api/v1/questions.csv{address}"
        for link in (self.json, self.csv):
            link.update()


def in_address(asked: PoolFilter, number: int) -> str:
    """As a query string; what is as usual is left out."""
    usual = PoolFilter()
    given = {
        "q" if name == "search" else name: str(value)
        for name, value in asked
        if value and value != getattr(usual, name)
    }
    if number > 1:
        given["page"] = str(number)
    return f"?{urlencode(given)}" if given else ""


def page_of(found: PoolPage, zone: Zone) -> TablePage:
    return TablePage([row_of(row, zone) for row in found.rows], found.total)


def row_of(row: PoolRow, zone: Zone) -> dict[str, Any]:
    """One line of the table."""
    bars = row.spread if row.mean is not None else ()
    used = row.last_used_at
    return {
        "id": row.id,
        "text": text_cell(" ".join(row.text.split())[:300], row.skill),
        "type": TYPES[row.type],
        "level": level_words(row),
        "source": chip_cell(source_words(row), POOL_SOURCES[row.source][1]),
        "uses": row.uses or "",
        "mean": spread_cell(mean_words(row), spread_words(row), bars) if row.scored else "",
        "used": date_cell(zone.short(used), zone.both(used)) if used else "",
    }
