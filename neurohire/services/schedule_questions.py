"""Questions of a live interview before it is scheduled: proposed, replaced, picked; nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel
from sqlmodel import Session

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.errors import Rejected
from neurohire.models.candidates import Resume
from neurohire.models.interviews import Interview
from neurohire.models.positions import Position
from neurohire.models.questions import Question
from neurohire.questions import single
from neurohire.questions.bank import Bank
from neurohire.questions.request import WriteRequest
from neurohire.questions.writer import EmbeddedWriter
from neurohire.services import access, pool_rows, question_sets
from neurohire.vocabulary import InterviewKind, ResumeState

NONE_LEFT = "There is no other question like this one. You can write your own."


class Draft(BaseModel):
    """Whom and what the questions are for, as far as the form says."""

    seed: str  # the same form gets the same questions
    position_id: str
    candidate_id: str = ""
    resume_id: str = ""


def suggest(db: Session, actor: Actor, draft: Draft) -> list[Question]:
    """What would be planned; [] where the position asks for nothing."""
    position = access.position(db, actor, draft.position_id)
    if not any(position.question_counts.values()):
        return []
    request, bank = _request(db, actor, draft, position)
    return EmbeddedWriter(bank).write(request).questions


def another(
    db: Session, actor: Actor, draft: Draft, question: Question, current: Sequence[Question]
) -> Question:
    """One like this that is not in the set."""
    position = access.position(db, actor, draft.position_id)
    request, bank = _request(db, actor, draft, position)
    found = single.another_like(question, request, list(current), bank)
    if found is None:
        raise Rejected(NONE_LEFT, code="none_left")
    return found


def picked(db: Session, actor: Actor, pool_id: str) -> Question:
    """A question of the pool as it stands now."""
    return pool_rows.current(db, access.question(db, actor, pool_id))


def _request(db: Session, actor: Actor, draft: Draft, position: Position) -> tuple[WriteRequest, Bank]:
    resume: Resume | None = access.resume(db, actor, draft.resume_id) if draft.resume_id else None
    if resume is not None and resume.state != ResumeState.READY:
        resume = None
    now = clock.now()
    unsaved = Interview(  # never added to the session
        id=draft.seed,
        kind=InterviewKind.LIVE,
        position_id=position.id,
        candidate_id=draft.candidate_id or None,
        title=position.title,
        created_by=actor.user_id,
        created_at=now,
        expires_at=now,
    )
    return question_sets.request_for(db, unsaved, position, resume)
