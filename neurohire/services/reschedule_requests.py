"""A candidate asks for another time; whoever sees the interview moves it, or says kindly why not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor, Identity
from neurohire.errors import InvalidState, Rejected
from neurohire.models.interviews import Interview
from neurohire.models.reschedule_requests import RescheduleRequest
from neurohire.models.users import User
from neurohire.services import access, candidate_self, journal, local_times
from neurohire.services.interviews import changed
from neurohire.services.live_facts import MOVABLE
from neurohire.vocabulary import InterviewKind, RequestState

MOST_TIMES, MOST_WORDS, MOST_SHOWN = 3, 1000, 6
TOO_LATE = "This interview has begun or is over, so it can't be moved any more."
EMPTY = "Please write a few words, or suggest a time."
PASSED = "One of these times has passed already. Please choose later ones."
ANSWERED = "This wish was answered or taken back meanwhile. Reload to see where it stands."


class RequestView(BaseModel):
    """One wish as both sides see it."""

    id: str
    interview_id: str
    state: RequestState
    words: str
    times: list[datetime]
    zone: str
    created_at: datetime
    answer: str
    answered_at: datetime | None


class OpenRequest(BaseModel):
    """One line of "needs you"."""

    interview_id: str
    candidate_name: str
    title: str
    scheduled_at: datetime | None
    zone: str
    request: RequestView


def ask(
    db: Session, identity: Identity, interview_id: str, words: str, times: Sequence[str], zone: str
) -> None:
    """`times` are local in `zone`, like 2026-11-24T14:30; a newer wish takes the place of an open one."""
    row = candidate_self.own(db, identity, interview_id, to_change=True)
    if row.kind != InterviewKind.LIVE or row.state not in MOVABLE:
        raise InvalidState(TOO_LATE)
    said = words.strip()[:MOST_WORDS]
    instants = [_instant(local, zone) for local in times if local.strip()][:MOST_TIMES]
    if not said and not instants:
        raise Rejected(EMPTY, code="empty")
    _close(db, row.id, RequestState.WITHDRAWN)
    body: dict[str, Any] = {
        "words": said,
        "times": [at.isoformat() for at in sorted(set(instants))],
        "zone": zone,
    }
    db.add(RescheduleRequest(interview_id=row.id, created_at=clock.now(), **body))
    journal.append(db, row.id, candidate_self.journal_name(row), "reschedule_requested", body)
    changed(db, row)


def withdraw(db: Session, identity: Identity, interview_id: str) -> None:
    """The planned time suits after all."""
    row = candidate_self.own(db, identity, interview_id, to_change=True)
    if _close(db, row.id, RequestState.WITHDRAWN):
        journal.append(db, row.id, candidate_self.journal_name(row), "reschedule_withdrawn")
        changed(db, row)


def decline(db: Session, actor: Actor, request_id: str, words: str) -> None:
    """It stays as planned; the candidate reads the words."""
    found = db.get(RescheduleRequest, request_id)
    row = access.interview(db, actor, found.interview_id if found else "", to_change=True)
    assert found is not None
    db.refresh(found)
    if found.state != RequestState.OPEN:
        raise InvalidState(ANSWERED)
    found.answer = words.strip()[:MOST_WORDS]
    _answered(found, RequestState.DECLINED, actor)
    journal.append(db, row.id, actor.journal_name, "reschedule_declined", {"words": found.answer})
    changed(db, row)


def accept(db: Session, row: Interview, actor: Actor) -> None:
    """The interview was moved, which answers an open wish."""
    for found in _open(db, row.id):
        _answered(found, RequestState.ACCEPTED, actor)


def newest(db: Session, interview_id: str) -> RequestView | None:
    """The last wish, whatever became of it; whoever asks has been checked."""
    found = db.scalars(
        select(RescheduleRequest)
        .where(col(RescheduleRequest.interview_id) == interview_id)
        .order_by(col(RescheduleRequest.created_at).desc())
        .limit(1)
    ).first()
    return _view(found) if found else None


def waiting(db: Session, actor: Actor, limit: int = MOST_SHOWN) -> list[OpenRequest]:
    """Wishes that nobody has answered yet, of interviews the user may see; oldest first."""
    seen = access.visible_interviews(db, actor).ids
    rows = db.execute(
        select(RescheduleRequest, Interview)
        .join(Interview, col(Interview.id) == col(RescheduleRequest.interview_id))
        .where(col(RescheduleRequest.state) == RequestState.OPEN, col(Interview.state).in_(MOVABLE))
        .where(col(Interview.id).in_(seen))
        .order_by(col(RescheduleRequest.created_at))
        .limit(limit)
    ).all()
    return [
        OpenRequest(
            interview_id=row.id,
            candidate_name=row.candidate_name,
            title=row.title,
            scheduled_at=row.scheduled_at,
            zone=row.zone,
            request=_view(found),
        )
        for found, row in rows
    ]


def answered_by(db: Session, request_id: str) -> str:
    """The name of who answered."""
    found = db.get(RescheduleRequest, request_id)
    user = db.get(User, found.answered_by) if found and found.answered_by else None
    return user.name if user else ""


def _instant(local: str, zone: str) -> datetime:
    day, _, at = local.strip()[:30].partition("T")
    found = local_times.instant(day, at, zone, "first")
    if found <= clock.now():
        raise Rejected(PASSED, code="past")
    return found


def _open(db: Session, interview_id: str) -> list[RescheduleRequest]:
    return list(
        db.scalars(
            select(RescheduleRequest).where(
                col(RescheduleRequest.interview_id) == interview_id,
                col(RescheduleRequest.state) == RequestState.OPEN,
            )
        )
    )


def _close(db: Session, interview_id: str, state: RequestState) -> bool:
    found = _open(db, interview_id)
    for row in found:
        row.state, row.answered_at = state, clock.now()
    return bool(found)


def _answered(row: RescheduleRequest, state: RequestState, actor: Actor) -> None:
    row.state, row.answered_by, row.answered_at = state, actor.user_id, clock.now()


def _view(row: RescheduleRequest) -> RequestView:
    times = [datetime.fromisoformat(at).astimezone(UTC) for at in row.times]
    return RequestView(**row.model_dump(exclude={"times", "answered_by"}), times=times)
