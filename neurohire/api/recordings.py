"""Spoken answers over HTTP: numbered chunks in, one audio file out."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel

from neurohire.api.identity import Asking, State
from neurohire.api.joined_pieces import joined, measured
from neurohire.auth.actors import CandidateGrant, Identity
from neurohire.errors import NotAllowed, NotFound, Unavailable
from neurohire.services import access, recordings
from neurohire.services.recordings import MAX_CHUNK, Take

router = APIRouter(prefix="/api/v1/interviews/{interview_id}", tags=["recordings"])
RecordingId = Annotated[str, Path(pattern=recordings.UUID.pattern)]


def own_grant(interview_id: str, identity: Asking) -> CandidateGrant:
    """The candidate of this interview, in the browser that entered it last."""
    grant = identity.grants.get(interview_id)
    if grant is None and interview_id in identity.ended_grants:
        raise NotAllowed("This interview was opened elsewhere. What waits here is kept on this device.")
    if grant is None:
        raise NotFound()
    return grant


Grant = Annotated[CandidateGrant, Depends(own_grant)]


class Ended(BaseModel):
    """How many chunks the take has."""

    chunks: Annotated[int, Query(ge=0, le=recordings.MAX_CHUNKS)]


@router.put("/recordings/{recording_id}/chunks/{number}", status_code=204)
async def put_chunk(
    recording_id: RecordingId,
    number: int,
    question: Annotated[str, Query(max_length=36)],
    request: Request,
    grant: Grant,
    state: State,
    follow_up: Annotated[int, Query(ge=0, le=2)] = 0,
    content_type: str = Header("audio/webm"),
    x_content_sha256: str = Header(""),
) -> None:
    """Keep one chunk; sending it again is harmless."""
    received = await state.media.receive(request.stream(), MAX_CHUNK)
    try:
        found = await asyncio.to_thread(measured, received)
        if x_content_sha256 and found.sha256 != x_content_sha256.lower():
            raise Unavailable("This piece arrived damaged. It will be sent again.", code="damaged")
        take = Take(
            recording_id=recording_id, question_id=question, follow_up=follow_up, media_type=content_type
        )
        # refused before it is kept: else anybody with a link could fill the disk with refused pieces
        await state.database.read(recordings.check_chunk, grant, take, number, found)
        stored = await asyncio.to_thread(state.media.keep, received)
        await state.database.transact(recordings.add_chunk, grant, take, number, stored)
    finally:
        state.media.discard(received)


@router.post("/recordings/{recording_id}/end", status_code=204)
async def end_recording(recording_id: RecordingId, body: Ended, grant: Grant, state: State) -> None:
    """The take is complete."""
    await state.database.transact(recordings.end, grant, recording_id, body.chunks)


@router.get("/recordings/{recording_id}", response_class=StreamingResponse)
async def get_recording(
    interview_id: str,
    recording_id: RecordingId,
    identity: Asking,
    state: State,
    byte_range: Annotated[str, Header(alias="range", max_length=100)] = "",
) -> Response:
    """All chunks of a take as one file, or a part of it; for the team and for the candidate's own copy."""
    await _may_hear(identity, interview_id, state)
    media_type, addresses = await state.database.read(recordings.chunks, interview_id, recording_id)
    return await joined(state, media_type, addresses, byte_range)


async def _may_hear(identity: Identity, interview_id: str, state: State) -> None:
    if identity.user is not None and identity.user.is_staff:
        await state.database.read(access.interview, identity.user, interview_id)
    elif interview_id not in identity.grants:
        raise NotFound()
