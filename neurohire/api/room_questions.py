"""The questions of a live interview for its interviewers: the whole list, and the bank to pick from."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from neurohire.api.identity import Staff, State
from neurohire.services import room_question_list
from neurohire.services.room_question_list import BankQuestion, RoomQuestion

router = APIRouter(prefix="/api/v1/interviews/{interview_id}/room", tags=["live interviews"])


@router.get("/questions")
async def get_room_questions(interview_id: str, actor: Staff, state: State) -> list[RoomQuestion]:
    """With rubric and expected points: never for candidates."""
    return await state.database.read(room_question_list.whole, actor, interview_id)


@router.get("/bank")
async def search_room_bank(
    interview_id: str,
    actor: Staff,
    state: State,
    search: Annotated[str, Query(max_length=200)] = "",
    kind: Annotated[str, Query(max_length=20)] = "",
) -> list[BankQuestion]:
    """Questions that may be added, those used most first."""
    return await state.database.read(room_question_list.bank, actor, interview_id, search, kind)
