"""The pool over HTTP: what a filter leaves as JSON or CSV, and a file of questions taken in."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from neurohire.api.identity import Staff, State
from neurohire.errors import Rejected
from neurohire.questions import exchange
from neurohire.services import pool_files
from neurohire.services.pool_files import Imported
from neurohire.services.pool_list import PoolFilter, Sort
from neurohire.vocabulary import Level, PoolState, QuestionSource, QuestionType

router = APIRouter(prefix="/api/v1", tags=["questions"])


def asked_for(
    search: Annotated[str, Query(max_length=200, alias="q")] = "",
    type: QuestionType | None = None,
    skill: Annotated[str, Query(max_length=60)] = "",
    field: Annotated[str, Query(max_length=40)] = "",
    level: Level | None = None,
    source: QuestionSource | None = None,
    state: PoolState = PoolState.ACTIVE,
    sort: Sort = "-used",
) -> PoolFilter:
    """The filter of the list, by its names in the address."""
    return PoolFilter(
        search=search, type=type, skill=skill, field=field, level=level, source=source, state=state, sort=sort
    )


Asked = Annotated[PoolFilter, Depends(asked_for)]


@router.get("/questions.json", response_class=Response)
async def questions_json(actor: Staff, state: State, asked: Asked) -> Response:
    """The questions this account may see and the filter leaves, to be imported elsewhere; 10,000 at most."""
    text = await state.database.read(pool_files.as_json, actor, asked)
    headers = {"Content-Disposition": 'attachment; filename="questions.json"'}
    return Response(text, media_type="application/json", headers=headers)


@router.get("/questions.csv", response_class=Response)
async def questions_csv(actor: Staff, state: State, asked: Asked) -> Response:
    """The same with uses and scores as a table, safe to open in a spreadsheet."""
    text = await state.database.read(pool_files.as_csv, actor, asked)
    headers = {"Content-Disposition": 'attachment; filename="questions.csv"'}
    return Response("\ufeff" + text, media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/questions", status_code=201)
async def import_questions(request: Request, actor: Staff, state: State) -> Imported:
    """Take in a file that /questions.json gave; what an admin brings in is there for everybody."""
    try:
        path = await state.media.receive(request.stream(), exchange.MOST_BYTES)
    except Rejected as refusal:
        raise Rejected("The file is larger than 10 MiB. Please split it.", code="too_large") from refusal
    try:
        content = await asyncio.to_thread(path.read_bytes)
    finally:
        state.media.discard(path)
    rows = await asyncio.to_thread(exchange.read, content)
    return await pool_files.take_in(state.database, actor, rows, is_open=actor.is_admin)
