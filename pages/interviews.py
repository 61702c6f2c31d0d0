"""Every interview the person may see: search, filters, order and pages, all done on the server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from datetime import time as datetime_time
from typing import Any, cast
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response
from nicegui.elements.mixins.text_element import TextElement

from components.data_table import DataTable
from components.interview_words import STATES, score_words
from components.page import page
from components.pieces import link_button, link_tabs, page_header
from components.table import (
    Column,
    Empty,
    Filter,
    TablePage,
    TableQuery,
    chip_cell,
    date_cell,
    person_cell,
    text_cell,
)
from components.times import Zone
from neurohire import clock
from neurohire.services import interviews
from neurohire.services.interviews import InterviewPage, InterviewRow
from neurohire.services.schedule_form import FURTHEST
from neurohire.vocabulary import InterviewState
from pages.team import Desk

COLUMNS = (
    Column("who", "Candidate", "person", sortable=True),
    Column("position", "Position"),
    Column("state", "State", "chip"),
    Column("made", "Made", "date", sortable=True),
    Column("expires", "Link works until", "date"),
    Column("score", "Score", "number", sortable=True),
)
FILTERS: dict[str, tuple[str, tuple[InterviewState, ...]]] = {
    "decide": ("To decide", (InterviewState.SUBMITTED, InterviewState.TERMINATED)),
    "live": ("Waiting or live", (InterviewState.LIVE, InterviewState.WAITING)),
    "invited": ("Invited", (InterviewState.INVITED, InterviewState.DRAFT)),
    "decided": ("Decided", (InterviewState.REVIEWED,)),
    "closed": ("Expired or cancelled", (InterviewState.EXPIRED, InterviewState.CANCELLED)),
}
WHEN = {"today": "Today", "coming": "Upcoming", "past": "Past"}  # of live interviews, by the viewer's day
CHIPS = {**{name: label for name, (label, _) in FILTERS.items()}, **WHEN, "mine": "Mine"}
TABS = (("List", "/interviews"), ("Week", "/interviews/week"))
LONG_AGO = timedelta(days=10_000)
SORTS = {"who": "candidate_name", "made": "created_at", "score": "score"}
OPEN = (InterviewState.INVITED, InterviewState.LIVE, InterviewState.WAITING)
GRADED = (InterviewState.SUBMITTED, InterviewState.REVIEWED, InterviewState.TERMINATED)
EMPTY = Empty(
    "No interviews yet",
    "Make a position and drop resumes there: each readable one becomes an interview with its own link.",
    "Go to positions",
    "/positions",
    "interviews",
)


def register() -> None:
    """The address of this page."""

    @page("/interviews")
    async def all_interviews(request: Request) -> Response | None:
        desk = Desk(request)
        query = _first_query(request)
        found = await desk.open(interviews.list_page, **asked(query, desk.zone))
        if found is None:
            return desk.to_login()
        with desk.page("Interviews", "interviews"):
            with page_header("Interviews", "One for each candidate of each position."):
                csv = link_button("Download results (CSV)", results_href(query, desk.zone), icon="download")
                link_button("New position", "/positions/new", icon="add")
                if desk.state.settings.live_interviews:
                    link_button("Schedule live", "/interviews/new", kind="primary", icon="calendar")
            if desk.state.settings.live_interviews:
                link_tabs(TABS, "List", label="Ways to look at interviews")
            table = DataTable(
                COLUMNS,
                _loader(desk, csv),
                label="Interviews",
                first=page_of(found, desk.zone),
                query=query,
                filters=[Filter(name, label) for name, label in chips(desk.state.settings.live_interviews)],
                searches="Search by name, e-mail or position",
                empty=EMPTY,
            )

        async def changed(_: object) -> None:
            await table.refresh()

        desk.listen(("interviews",), changed)
        return None


def _loader(desk: Desk, csv: TextElement) -> Any:
    async def load(query: TableQuery) -> TablePage:
        csv.props["href"] = results_href(query, desk.zone)  # the file has what the list shows
        return page_of(await desk.read(interviews.list_page, **asked(query, desk.zone)), desk.zone)

    return load


def chips(with_live: bool) -> list[tuple[str, str]]:
    """What can be chosen over the list."""
    return [(name, label) for name, label in CHIPS.items() if with_live or name not in WHEN]


def _first_query(request: Request) -> TableQuery:
    given = request.query_params
    shown = [*given.getlist("show"), *given.getlist("state")]
    search = given.get("search", "")[:200].strip()
    return TableQuery(search=search, filters=tuple(name for name in CHIPS if name in shown))


def asked(query: TableQuery, zone: Zone) -> dict[str, Any]:
    """The table's query in the words of the service."""
    states = {state for name in query.filters if name in FILTERS for state in FILTERS[name][1]}
    planned = _planned(query.filters, zone)
    by_time = planned.start is not None or planned.end is not None
    name = SORTS.get(query.sort, "scheduled_at" if by_time else "created_at")
    descending = query.descending or (not query.sort and "coming" not in query.filters)
    return {
        "search": query.search,
        "states": tuple(state for state in InterviewState if state in states),
        "planned": planned if by_time or planned.mine else None,
        "sort": cast(interviews.Sort, f"-{name}" if descending else name),
        "limit": query.size,
        "offset": query.offset,
    }


def _planned(names: tuple[str, ...], zone: Zone) -> interviews.Planned:
    """One stretch of time from the first chosen one to the last."""
    here = clock.now().astimezone(zone.info).date()
    first, last = (
        datetime.combine(here + timedelta(days=n), datetime_time(), zone.info).astimezone(UTC) for n in (0, 1)
    )
    chosen = [name for name in WHEN if name in names]
    spans = {"today": (first, last), "coming": (last, last + FURTHEST), "past": (first - LONG_AGO, first)}
    starts, ends = [spans[name][0] for name in chosen], [spans[name][1] for name in chosen]
    return interviews.Planned(
        start=min(starts, default=None), end=max(ends, default=None), mine="mine" in names
    )


def results_href(query: TableQuery, zone: Zone) -> str:
    """Where the rows of this list are as CSV, on all of its pages."""
    wanted = asked(query, zone)
    names = [("state", state.value) for state in wanted["states"]]
    names += [("search", wanted["search"])] if wanted["search"] else []
    if planned := wanted["planned"]:
        names += [("planned_from", planned.start.isoformat())] if planned.start else []
        names += [("planned_until", planned.end.isoformat())] if planned.end else []
        names += [("mine", "true")] if planned.mine else []
    return "/api/v1/interviews.csv?" + urlencode([*names, ("zone", zone.info.key)])


def page_of(found: InterviewPage, zone: Zone) -> TablePage:
    return TablePage([row_of(row, zone) for row in found.rows], found.total)


def row_of(row: InterviewRow, zone: Zone) -> dict[str, Any]:
    """One line of the table; what is handed in opens its report."""
    word, tone = STATES[row.state]
    is_open = row.state in OPEN
    return {
        "id": row.id,
        "href": f"/interviews/{row.id}/report" if row.state in GRADED else f"/interviews/{row.id}",
        "who": person_cell(row.candidate_name, row.candidate_email),
        "position": text_cell(
            row.title, f"Live · {zone.short(row.scheduled_at)}" if row.scheduled_at else ""
        ),
        "state": chip_cell(word, tone, moving=row.state is InterviewState.LIVE),
        "made": date_cell(zone.short(row.created_at), zone.both(row.created_at)),
        "expires": date_cell(zone.short(row.expires_at), zone.both(row.expires_at)) if is_open else "",
        "score": text_cell(score_words(row), row.score_base) if row.score_base else score_words(row),
    }
