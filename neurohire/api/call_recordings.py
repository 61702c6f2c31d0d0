"""The recording of a live call over HTTP: everybody's own pieces in, one file a take out."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel

from neurohire.api.identity import State
from neurohire.api.joined_pieces import joined, measured
from neurohire.api.seats import Sitting
from neurohire.errors import Unavailable
from neurohire.services import call_recordings
from neurohire.services.call_recordings import MAX_PIECE, MAX_PIECES, Piece
from neurohire.services.recordings import UUID

router = APIRouter(prefix="/api/v1/interviews/{interview_id}/call-recordings", tags=["live interviews"])
MIN_FREE = 500 * 1024 * 1024  # what is typed still fits when recordings have stopped
TakeId = Annotated[str, Path(pattern=UUID.pattern)]
Seconds = Annotated[float, Query(ge=0, le=86_400, allow_inf_nan=False)]


class Complete(BaseModel):
    """How many pieces the take has."""

    pieces: Annotated[int, Query(ge=0, le=MAX_PIECES)]


@router.put("/{take_id}/pieces/{number}", status_code=204)
async def put_piece(
    interview_id: str,
    take_id: TakeId,
    number: int,
    request: Request,
    who: Sitting,
    state: State,
    until: Seconds = 0.0,
    age: Seconds = 0.0,
    content_type: Annotated[str, Header(max_length=100)] = "video/webm",
    x_content_sha256: Annotated[str, Header(max_length=64)] = "",
) -> None:
    """Keep one piece of what the page of this person recorded of him; sending it again is harmless."""
    if state.media.free_bytes() < MIN_FREE:
        raise Unavailable("The server has no room for recordings right now.", code="recording_full")
    received = await state.media.receive(request.stream(), MAX_PIECE)
    try:
        found = await asyncio.to_thread(measured, received)
        if x_content_sha256 and found.sha256 != x_content_sha256.lower():
            raise Unavailable("This piece arrived damaged. It will be sent again.", code="damaged")
        piece = Piece(take_id=take_id, number=number, media_type=content_type, until=until, age=age)
        # refused before it is kept: else anybody with a link could fill the disk with refused pieces
        await state.database.read(call_recordings.check_piece, who, interview_id, piece, found)
        stored = await asyncio.to_thread(state.media.keep, received)
        await state.database.transact(call_recordings.add_piece, who, interview_id, piece, stored)
    finally:
        state.media.discard(received)


@router.post("/{take_id}/end", status_code=204)
async def end_take(interview_id: str, take_id: TakeId, body: Complete, who: Sitting, state: State) -> None:
    """The take is complete."""
    await state.database.transact(call_recordings.end, who, interview_id, take_id, body.pieces)


@router.get("/{take_id}", response_class=StreamingResponse)
async def get_take(
    interview_id: str,
    take_id: TakeId,
    who: Sitting,
    state: State,
    byte_range: Annotated[str, Header(alias="range", max_length=100)] = "",
) -> Response:
    """A take as one file, or a part of it, once the interview is over; a candidate gets his own."""
    media_type, addresses = await state.database.read(call_recordings.pieces, who, interview_id, take_id)
    extension = media_type.partition("/")[2]
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": f'inline; filename="recording-{take_id[:8]}.{extension}"',
    }
    return await joined(state, media_type, addresses, byte_range, headers)
