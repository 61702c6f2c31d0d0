"""Candidates over REST: the list, one person, and a resume of a person as a raw body."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import unquote

from fastapi import APIRouter, Depends, Header, Query, Request

from neurohire.api.identity import Staff, State
from neurohire.api.resumes import Uploaded
from neurohire.auth.actors import Actor
from neurohire.errors import Rejected
from neurohire.resumes.file_names import safe_display_name
from neurohire.services import access, candidate_list, interviews, resume_intake, resume_rows
from neurohire.services.candidate_list import CandidateFilter, CandidatePage, CandidateProfile, Sort
from neurohire.state import AppState
from neurohire.vocabulary import InterviewState, RejectionCode

router = APIRouter(prefix="/api/v1", tags=["candidates"])


def asked_for(
    search: Annotated[str, Query(max_length=200)] = "",
    position_id: Annotated[str, Query(max_length=36)] = "",
    state: InterviewState | None = None,
    sort: Sort = "-created_at",
) -> CandidateFilter:
    """The filter of the list."""
    return CandidateFilter(search=search, position_id=position_id, state=state, sort=sort)


@router.get("/candidates")
async def list_candidates(
    actor: Staff,
    app: State,
    asked: Annotated[CandidateFilter, Depends(asked_for)],
    limit: Annotated[int, Query(ge=1, le=interviews.MOST)] = 25,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> CandidatePage:
    """The candidates this account may see; `total` counts at most 1,000."""
    return await app.database.read(candidate_list.list_page, actor, asked, limit=limit, offset=offset)


@router.get("/candidates/{candidate_id}")
async def get_candidate(candidate_id: str, actor: Staff, state: State) -> CandidateProfile:
    """One person with the resumes and interviews this account may see."""
    return await state.database.read(candidate_list.get, actor, candidate_id)


@router.post("/candidates/resumes", status_code=201)
async def upload_for_new(
    request: Request, actor: Staff, state: State, x_file_name: str = Header("resume")
) -> Uploaded:
    """A resume of a person who is not saved yet; it is thrown away after a day unless one is."""
    return await _take_in(request, actor, state, None, x_file_name)


@router.post("/candidates/{candidate_id}/resumes", status_code=201)
async def upload_for(
    candidate_id: str, request: Request, actor: Staff, state: State, x_file_name: str = Header("resume")
) -> Uploaded:
    """One more resume of a person: the body is the file itself, X-File-Name its percent-encoded name."""
    await state.database.read(access.candidate, actor, candidate_id)
    return await _take_in(request, actor, state, candidate_id, x_file_name)


async def _take_in(
    request: Request, actor: Actor, state: AppState, candidate_id: str | None, file_name: str
) -> Uploaded:
    name = safe_display_name(unquote(file_name))
    try:
        received = await state.media.receive(request.stream(), state.settings.max_resume_mb * 1024 * 1024)
    except Rejected as refusal:
        raise Rejected(refusal.message, code=RejectionCode.TOO_LARGE) from refusal
    row_id = await resume_intake.take_in_for(
        state.database, state.media, state.settings, actor, candidate_id, received, name
    )
    row = await state.database.read(resume_rows.get_row, actor, row_id)
    return Uploaded(**row.model_dump(include=set(Uploaded.model_fields)))
