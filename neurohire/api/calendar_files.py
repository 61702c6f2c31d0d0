"""Calendar files of live interviews, for the team."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from neurohire.api.identity import Staff, State
from neurohire.services import calendar_files

router = APIRouter(prefix="/api/v1", tags=["interviews"])
CALENDAR = "text/calendar; charset=utf-8"


@router.get("/interviews/{interview_id}/calendar.ics", response_class=Response)
async def calendar_of_interview(
    interview_id: str,
    actor: Staff,
    state: State,
    audience: Annotated[Literal["team", "candidate"], Query(alias="for")] = "team",
) -> Response:
    """A live interview for a calendar program; `for=candidate` is the one to send with the link."""
    make = calendar_files.for_team if audience == "team" else calendar_files.for_candidate
    file = await state.database.read(make, actor, interview_id)
    return Response(file, headers=headers(CALENDAR))


def headers(media_type: str) -> dict[str, str]:
    """A fixed name, and nothing kept on the way."""
    return {
        "Content-Type": media_type,
        "Content-Disposition": 'attachment; filename="interview.ics"',
        "Cache-Control": "no-store",
    }
