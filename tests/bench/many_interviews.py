"""Rows in bulk: one recruiter's position with as many interviews as wanted, each of its own candidate."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.models.base import new_id
from neurohire.models.candidates import Candidate
from neurohire.models.interviews import Interview, InterviewMember
from neurohire.vocabulary import GradingState, InterviewState
from tests import people

BATCH = 2_000
LIVE_EVERY = 2_000  # few are live at one moment
STATES = (*[InterviewState.SUBMITTED] * 3, InterviewState.INVITED, *[InterviewState.REVIEWED] * 4)


def add(db: Session, actor: Actor, count: int, first: int = 0) -> None:
    """Interviews number `first` to `first + count`, one a minute."""
    position = people.make_position(db, actor)
    began = clock.now() - timedelta(days=365)
    for start in range(first, first + count, BATCH):
        numbers = range(start, min(start + BATCH, first + count))
        rows = [_interview(n, position.id, actor, began + timedelta(minutes=n)) for n in numbers]
        db.execute(insert(Candidate), [_candidate(n, row) for n, row in zip(numbers, rows, strict=True)])
        db.execute(insert(Interview), rows)
        db.execute(
            insert(InterviewMember),
            [
                {"interview_id": r["id"], "user_id": actor.user_id, "created_at": r["created_at"]}
                for r in rows
            ],
        )


def _candidate(number: int, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["candidate_id"],
        "email": f"person{number}@example.org",
        "name": row["candidate_name"],
        "phone": "",
        "created_at": row["created_at"],
    }


def _interview(number: int, position_id: str, actor: Actor, at: datetime) -> dict[str, Any]:
    state = InterviewState.LIVE if number % LIVE_EVERY == 0 else STATES[number % len(STATES)]
    is_done = state in (InterviewState.SUBMITTED, InterviewState.REVIEWED)
    return {
        "id": new_id(),
        "state": state,
        "grading_state": GradingState.DONE if is_done else GradingState.NONE,
        "position_id": position_id,
        "candidate_id": new_id(),
        "title": "Backend Engineer",
        "candidate_name": f"Person Number {number}",
        "created_by": actor.user_id,
        "created_at": at,
        "expires_at": at + timedelta(days=14),
        "score": (number % 100) / 10 if is_done else None,
        "score_base": "8 of 10" if is_done else "",
        "notes": [],
        "feedback": {},
    }
