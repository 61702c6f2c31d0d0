"""The history of an interview's documents over REST, for the playback."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from neurohire.api.identity import Staff, State
from neurohire.services import playback
from neurohire.services.playback import HistoryPage

router = APIRouter(prefix="/api/v1", tags=["interviews"])


@router.get("/interviews/{interview_id}/documents/{document_id}/history")
async def history(
    interview_id: str,
    document_id: str,
    actor: Staff,
    state: State,
    after: Annotated[int, Query(ge=0, le=2**53 - 1)] = 0,
    limit: Annotated[int, Query(ge=1, le=playback.MOST)] = playback.MOST,
) -> HistoryPage:
    """Every edit with time and person, in order; a live interview's document has the interview's id."""
    return await state.database.read(playback.page, actor, interview_id, document_id, after, limit)
