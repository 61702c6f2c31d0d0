"""Incidents that nobody closed: a killed server, or a frame still looked at as the interview ended."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.models.incidents import Incident
from neurohire.models.interviews import Interview
from neurohire.services.incidents import close_left_open
from neurohire.services.interviews import NOT_RUNNING

BATCH = 50  # interviews of a transaction


def close_of_ended(db: Session) -> int:
    """Those of some interviews that are over, at their end; how many interviews."""
    rows = db.execute(
        select(col(Interview.id), col(Interview.submitted_at))
        .join(Incident, col(Incident.interview_id) == col(Interview.id))
        .where(col(Incident.ended_at).is_(None), col(Interview.state).in_(NOT_RUNNING))
        .distinct()
        .limit(BATCH)
    ).all()
    for interview_id, ended_at in rows:
        close_left_open(db, interview_id, ended_at or clock.now())
    return len(rows)
