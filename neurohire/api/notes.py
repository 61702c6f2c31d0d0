"""One's own notes, bookmarks and scorecard of a live interview; nobody can ask for another's."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel
from sqlmodel import Session

from neurohire.api.identity import Staff, State
from neurohire.auth.actors import Actor
from neurohire.services import notes, room_access, scorecards
from neurohire.services.notes import MyNotes
from neurohire.services.room_access import Seat
from neurohire.services.scorecards import MyCard

router = APIRouter(prefix="/api/v1", tags=["interviews"])


class Mine(BaseModel):
    """No card: who does not interview fills in none."""

    notes: MyNotes
    card: MyCard | None


@router.get("/interviews/{interview_id}/notes")
async def my_notes(interview_id: str, actor: Staff, state: State) -> Mine:
    """What this account wrote for itself in a live interview."""
    return await state.database.read(_mine, actor, interview_id)


def _mine(db: Session, actor: Actor, interview_id: str) -> Mine:
    seated = room_access.seated(db, actor, interview_id)
    has_card = seated.seat is Seat.INTERVIEWER
    return Mine(
        notes=notes.mine(db, interview_id, actor.user_id),
        card=scorecards.mine(db, seated.interview, actor.user_id) if has_card else None,
    )
