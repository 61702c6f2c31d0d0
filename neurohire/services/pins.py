"""Questions that a position asks every candidate: chosen in the pool, first in each new set."""

from __future__ import annotations

from pydantic import BaseModel
from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.database import record
from neurohire.errors import InvalidState, NotFound
from neurohire.events import Event
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.models.question_pool import PoolQuestion, PoolVersion, PositionQuestion
from neurohire.models.questions import Question
from neurohire.questions.request import MAX_QUESTIONS
from neurohire.services import access, journal, pool_rows, speech_ahead
from neurohire.services.interviews import changed
from neurohire.vocabulary import InterviewState, ModelState, PoolState, QuestionSource, QuestionType

NOT_BEGUN = (InterviewState.DRAFT, InterviewState.INVITED)
MOST_PINS = 50


class Pin(BaseModel):
    """A pinned question as the position's page shows it."""

    pool_id: str
    text: str
    type: QuestionType
    skill: str
    is_retired: bool
    sets_without: int  # interviews that have not begun and do not have it


def questions(db: Session, position_id: str) -> list[Question]:
    """In their order, newest version, those that are in use."""
    query = (
        select(PoolVersion.question)  # type: ignore[call-overload]
        .join(PoolQuestion, col(PoolQuestion.id) == col(PoolVersion.pool_id))
        .join(PositionQuestion, col(PositionQuestion.pool_id) == col(PoolQuestion.id))
        .where(
            col(PositionQuestion.position_id) == position_id,
            col(PoolVersion.number) == col(PoolQuestion.version),
            col(PoolQuestion.state) == PoolState.ACTIVE,
        )
        .order_by(col(PositionQuestion.place))
    )
    return [Question.model_validate(stored) for stored in db.scalars(query)]


def of_position(db: Session, actor: Actor, position_id: str) -> list[Pin]:
    access.position(db, actor, position_id)
    query = (
        select(PoolQuestion)
        .join(PositionQuestion, col(PositionQuestion.pool_id) == col(PoolQuestion.id))
        .where(col(PositionQuestion.position_id) == position_id)
        .order_by(col(PositionQuestion.place))
    )
    return [
        Pin(
            pool_id=row.id,
            text=row.text,
            type=QuestionType(row.type),
            skill=row.skill,
            is_retired=row.state != PoolState.ACTIVE,
            sets_without=len(_without(db, position_id, row.id)) if row.state == PoolState.ACTIVE else 0,
        )
        for row in db.scalars(query).all()
    ]


def pin(db: Session, actor: Actor, pool_id: str, position_id: str) -> int:
    """New sets of the position get it; gives the number of sets, not begun yet, that do not have it."""
    position = access.position(db, actor, position_id)
    row = access.question(db, actor, pool_id, to_change=True)
    if row.state != PoolState.ACTIVE:
        raise InvalidState("This question is retired. Bring it back before you use it in a position.")
    if row.source == QuestionSource.RESUME:
        raise InvalidState("This form stands on each resume, so new sets take it where it fits.")
    if db.get(PositionQuestion, (position_id, pool_id)) is not None:
        raise InvalidState(f"{position.title} has this question already.")
    place = db.scalar(
        select(func.count()).where(col(PositionQuestion.position_id) == position_id)
    ) or 0  # fmt: skip
    if place >= MOST_PINS:
        raise InvalidState(f"A position has at most {MOST_PINS} questions of its own.")
    made = PositionQuestion(
        position_id=position_id, pool_id=pool_id, place=place, pinned_by=actor.user_id, pinned_at=clock.now()
    )
    db.add(made)
    pool_rows.note(db, pool_id, "pinned", actor.user_id, position_id=position_id)
    _tell(db, position_id)
    db.flush()
    return len(_without(db, position_id, pool_id))


def unpin(db: Session, actor: Actor, pool_id: str, position_id: str) -> None:
    """Sets that were made with it keep it."""
    access.position(db, actor, position_id)
    gone = db.execute(
        delete(PositionQuestion).where(
            col(PositionQuestion.position_id) == position_id, col(PositionQuestion.pool_id) == pool_id
        )
    )
    if not gone.rowcount:  # type: ignore[attr-defined]
        raise NotFound("This question is not pinned any more.")
    pool_rows.note(db, pool_id, "unpinned", actor.user_id, position_id=position_id)
    _tell(db, position_id)


def add_to_sets(db: Session, actor: Actor, pool_id: str, position_id: str) -> int:
    """Put it at the end of every set that has not begun and lacks it; gives how many got it.

    A set that the model is still writing gets it from there.
    """
    access.position(db, actor, position_id)
    row = access.question(db, actor, pool_id)
    if row.state != PoolState.ACTIVE or db.get(PositionQuestion, (position_id, pool_id)) is None:
        raise InvalidState("This question is not pinned here any more.")
    question, given = pool_rows.current(db, row), 0
    for interview_id in _without(db, position_id, pool_id):
        given += _add(db, actor, interview_id, question)
    return given


def _add(db: Session, actor: Actor, interview_id: str, question: Question) -> bool:
    interview = access.interview(db, actor, interview_id, to_change=True)  # it may be beginning right now
    count = db.scalar(
        select(func.count()).where(col(InterviewQuestion.interview_id) == interview_id)
    ) or 0  # fmt: skip
    if interview.state not in NOT_BEGUN or count >= MAX_QUESTIONS:
        return False
    made = InterviewQuestion(
        interview_id=interview_id,
        place=count,
        question_id=question.id,
        question=question.model_dump(mode="json"),
        pool_id=question.id,
    )
    db.add(made)
    journal.append(db, interview_id, actor.journal_name, "questions_changed")
    pool_rows.touch(db, [question.id])
    speech_ahead.begin(db, interview, speech_ahead.AFTER_EDIT)
    changed(db, interview)
    return True


def _without(db: Session, position_id: str, pool_id: str) -> list[str]:
    has_it = select(InterviewQuestion.interview_id).where(col(InterviewQuestion.pool_id) == pool_id)  # type: ignore[call-overload]
    query = select(Interview.id).where(  # type: ignore[call-overload]
        col(Interview.position_id) == position_id,
        col(Interview.state).in_(NOT_BEGUN),
        col(Interview.writing_state) != ModelState.WAITING,
        col(Interview.id).not_in(has_it),
    )
    return list(db.scalars(query))


def _tell(db: Session, position_id: str) -> None:
    record(db, Event(f"position:{position_id}", "pins_changed"))
