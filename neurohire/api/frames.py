"""Frames of the candidate's camera: looked at twice a second and, unless they are evidence, forgotten."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse
from pydantic import BaseModel

from neurohire.api.identity import Staff, State
from neurohire.api.recordings import Grant
from neurohire.errors import Rejected
from neurohire.proctoring.jpeg import MOST_BYTES, NotAFrame, jpeg_size
from neurohire.services import camera_checks, incidents

router = APIRouter(prefix="/api/v1", tags=["proctoring"])
PER_SECOND = "3/second"
TOO_LARGE = f"A frame may have {MOST_BYTES // 1000} kB at most. Nothing was kept."


class FrameTaken(BaseModel):
    """`dropped`: frames that were not looked at; `is_checked`: false where checks are off; `last`: the
    largest number that came, to go on from."""

    dropped: int
    is_checked: bool
    last: int


@router.post("/interviews/{interview_id}/frames", status_code=202)
async def post_frame(
    interview_id: str,
    request: Request,
    grant: Grant,
    state: State,
    number: Annotated[int, Query(ge=0, le=10_000_000)],
) -> FrameTaken:
    """One JPEG of the candidate's camera, numbered by the page; the newest is looked at."""
    state.limits.check(f"frames:{interview_id}", PER_SECOND)
    jpeg = await _body(request)
    if jpeg_size(jpeg) is None:
        raise NotAFrame()
    await state.database.read(camera_checks.check_frames, grant)
    told = state.cameras.take(interview_id, number, jpeg)
    return FrameTaken(dropped=told.dropped, is_checked=told.is_checked, last=told.last)


@router.get("/incidents/{incident_id}/evidence", response_class=FileResponse)
async def get_evidence(incident_id: str, staff: Staff, state: State) -> FileResponse:
    """The frame that shows an incident best, for those who may see the interview."""
    sha256 = await state.database.read(incidents.evidence, staff, incident_id)
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": "inline"}
    return FileResponse(state.media.path(sha256), media_type="image/jpeg", headers=headers)


async def _body(request: Request) -> bytes:
    """At most the size of a frame; what is too long is not read to its end."""
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > MOST_BYTES:
            raise Rejected(TOO_LARGE, code="too_large")
    return bytes(data)
