"""Interviews over REST: list, one, its report; links and results as CSV."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response, StreamingResponse
from pydantic import AwareDatetime

from neurohire import clock
from neurohire.api.identity import Staff, State
from neurohire.services import interviews, reports, results
from neurohire.services.interviews import InterviewDetail, InterviewPage
from neurohire.services.reports import Report
from neurohire.vocabulary import InterviewState

router = APIRouter(prefix="/api/v1", tags=["interviews"])


@router.get("/interviews")
async def list_interviews(
    actor: Staff,
    state: State,
    search: Annotated[str, Query(max_length=200)] = "",
    states: Annotated[list[InterviewState] | None, Query(alias="state")] = None,
    position_id: Annotated[str, Query(max_length=36)] = "",
    sort: interviews.Sort = "-created_at",
    limit: Annotated[int, Query(ge=1, le=interviews.MOST)] = 25,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> InterviewPage:
    """The interviews this account may see; `total` counts at most 1,000."""
    return await state.database.read(
        interviews.list_page,
        actor,
        search=search,
        states=tuple(states or ()),
        position_id=position_id,
        sort=sort,
        limit=limit,
        offset=offset,
    )


@router.get("/interviews.csv", response_class=StreamingResponse)
async def results_csv(
    actor: Staff,
    state: State,
    search: Annotated[str, Query(max_length=200)] = "",
    states: Annotated[list[InterviewState] | None, Query(alias="state")] = None,
    position_id: Annotated[str, Query(max_length=36)] = "",
    zone: Annotated[str, Query(max_length=60, pattern=r"^[A-Za-z0-9_+/-]+$")] = "UTC",
    planned_from: AwareDatetime | None = None,
    planned_until: AwareDatetime | None = None,
    mine: bool = False,
) -> StreamingResponse:
    """One row an interview, with scores and decision, safe to open in a spreadsheet; times in `zone`."""
    wanted = results.Wanted(
        search,
        tuple(states or ()),
        position_id,
        zone,
        interviews.Planned(start=planned_from, end=planned_until, mine=mine),
    )
    lines = results.stream(state.database, actor, wanted)
    first = await anext(lines)  # what is refused is refused before the answer begins
    name = f"results-{clock.now():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_with(first, lines), media_type="text/csv; charset=utf-8", headers=headers)


async def _with(first: str, rest: AsyncIterator[str]) -> AsyncIterator[str]:
    yield first
    async for lines in rest:
        yield lines


@router.get("/interviews/{interview_id}")
async def get_interview(interview_id: str, actor: Staff, state: State) -> InterviewDetail:
    """One interview with its newest link."""
    return await state.database.read(interviews.get, actor, interview_id)


@router.get("/interviews/{interview_id}/report")
async def get_report(interview_id: str, actor: Staff, state: State) -> Report:
    """Answers, scores with quotes, totals and decisions, as far as they are there."""
    return await state.database.read(reports.get, actor, interview_id)


@router.get("/positions/{position_id}/links.csv", response_class=Response)
async def links_csv(position_id: str, actor: Staff, state: State) -> Response:
    """Open invitation links of a position, safe to open in a spreadsheet."""
    text = await state.database.read(interviews.links_csv, actor, position_id)
    headers = {"Content-Disposition": 'attachment; filename="links.csv"'}
    return Response("\ufeff" + text, media_type="text/csv; charset=utf-8", headers=headers)
