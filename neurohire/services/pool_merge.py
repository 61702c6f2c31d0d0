"""Questions that ask the same become one: uses and scores go to the kept one, and it can be undone."""

from __future__ import annotations

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.database import record
from neurohire.errors import InvalidState, Rejected
from neurohire.events import Event
from neurohire.models.question_pool import PoolChange, PoolQuestion, PositionQuestion
from neurohire.questions.uniqueness import TextIndex
from neurohire.services import access, pool_counts, pool_rows
from neurohire.services.pool_list import PoolRow, row_of
from neurohire.services.question_pool import TOPIC
from neurohire.vocabulary import PoolState, QuestionSource

LOOKED_AT = 3_000  # the bank, recruiters' questions, and of the model's the newest
LOWEST = 0.5  # of the words: two such questions are worth a look
MOST_PAIRS = 50


class LikelyPair(BaseModel):
    """Two questions that read alike, the more used one first."""

    first: PoolRow
    second: PoolRow
    likeness: float  # 0 to 1


def candidates(db: Session, actor: Actor) -> list[PoolRow]:
    """What `pairs` looks at; apart from it, because comparing takes a while and needs no database."""
    query = (
        select(PoolQuestion)
        .where(
            col(PoolQuestion.state) == PoolState.ACTIVE,
            col(PoolQuestion.source) != QuestionSource.RESUME,
            access.visible_questions(actor),
        )
        .order_by(col(PoolQuestion.is_open).desc(), col(PoolQuestion.created_at).desc())
        .limit(LOOKED_AT)
    )
    return [row_of(row.model_dump()) for row in db.scalars(query)]


def pairs(rows: list[PoolRow]) -> list[LikelyPair]:
    """The most alike first; questions of different types are not compared."""
    found: list[tuple[float, PoolRow, PoolRow]] = []
    for kind in {row.type for row in rows}:
        of_kind = [row for row in rows if row.type is kind]
        for one, two, likeness in TextIndex(row.text for row in of_kind).pairs(LOWEST):
            first, second = sorted((of_kind[one], of_kind[two]), key=lambda row: (-row.uses, row.id))
            found.append((likeness, first, second))
    found.sort(key=lambda pair: (-pair[0], pair[1].id))
    return [LikelyPair(first=a, second=b, likeness=round(x, 2)) for x, a, b in found[:MOST_PAIRS]]


def merge(db: Session, actor: Actor, kept_id: str, gone_id: str) -> None:
    """Uses, scores and pins of `gone` count for `kept`; `gone` is never planned again."""
    if kept_id == gone_id:
        raise Rejected("These are one question.")
    kept, gone = (access.question(db, actor, name, to_change=True) for name in sorted((kept_id, gone_id)))
    if kept.id != kept_id:
        kept, gone = gone, kept
    if kept.state != PoolState.ACTIVE or gone.state == PoolState.MERGED:
        raise InvalidState("One of these is not in use any more. Reload to see how they stand.")
    if QuestionSource.RESUME in (kept.source, gone.source):
        raise Rejected("Forms of resume questions can't be merged.")
    pins = _move_pins(db, actor, gone.id, kept.id)
    before = gone.state
    gone.state, gone.merged_into = PoolState.MERGED, kept.id
    pool_rows.note(db, gone.id, "merged", actor.user_id, other=kept.id, pins=pins, before=before)
    pool_rows.note(db, kept.id, "took_in", actor.user_id, other=gone.id)
    _recount(db, kept.id, gone.id)


def part(db: Session, actor: Actor, gone_id: str) -> None:
    """Undo a merge: both stand on their own again, with their own uses, scores and pins."""
    gone = access.question(db, actor, gone_id, to_change=True)
    kept_id = gone.merged_into
    if gone.state != PoolState.MERGED or kept_id is None:
        raise InvalidState("These are not merged any more.")
    query = select(PoolChange).where(col(PoolChange.pool_id) == gone.id, col(PoolChange.kind) == "merged")
    change = db.scalars(query.order_by(col(PoolChange.at).desc())).first()
    body = change.body if change else {}
    gone.state, gone.merged_into = str(body.get("before", PoolState.ACTIVE)), None
    for position_id, is_new in body.get("pins", []):
        moved = db.get(PositionQuestion, (position_id, kept_id))
        if is_new and moved is not None:
            db.delete(moved)
        _pin(db, actor, position_id, gone.id)
    pool_rows.note(db, gone.id, "parted", actor.user_id, other=kept_id)
    pool_rows.note(db, kept_id, "parted", actor.user_id, other=gone.id)
    _recount(db, kept_id, gone.id)


def _move_pins(db: Session, actor: Actor, gone_id: str, kept_id: str) -> list[tuple[str, bool]]:
    """(position, whether the kept one is new there)."""
    moved = []
    query = select(PositionQuestion).where(col(PositionQuestion.pool_id) == gone_id)
    for row in db.scalars(query).all():
        moved.append((row.position_id, _pin(db, actor, row.position_id, kept_id, row.place)))
        db.delete(row)
        record(db, Event(f"position:{row.position_id}", "pins_changed"))
    return moved


def _pin(db: Session, actor: Actor, position_id: str, pool_id: str, place: int = 0) -> bool:
    if db.get(PositionQuestion, (position_id, pool_id)) is not None:
        return False
    row = PositionQuestion(position_id=position_id, pool_id=pool_id, place=place,
                           pinned_by=actor.user_id, pinned_at=clock.now())  # fmt: skip
    db.add(row)
    return True


def _recount(db: Session, kept_id: str, gone_id: str) -> None:
    db.flush()
    pool_counts.recount(db, kept_id)
    pool_counts.recount(db, gone_id)
    pool_rows.replanned(db)
    record(db, Event(TOPIC, "question_changed", {"pool_id": kept_id}))
