"""The chat of a live interview over HTTP: what was written, page by page; writing goes by the socket."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from neurohire.api.identity import State
from neurohire.api.seats import Sitting
from neurohire.services import room_chat
from neurohire.services.room_chat import ChatPage

router = APIRouter(prefix="/api/v1/interviews/{interview_id}/chat", tags=["live interviews"])


@router.get("")
async def get_chat(
    interview_id: str,
    who: Sitting,
    state: State,
    before: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    limit: Annotated[int, Query(ge=1, le=room_chat.MOST)] = room_chat.PAGE,
) -> ChatPage:
    """The newest lines, or those before a number; for whoever is in the room."""
    return await state.database.read(room_chat.history, who, interview_id, before, limit)
