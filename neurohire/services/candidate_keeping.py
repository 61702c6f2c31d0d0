"""Who keeps a candidate: whoever brings the person in is the first; one person an e-mail address."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.models.candidates import Candidate, CandidateMember


def by_email(db: Session, email: str) -> Candidate | None:
    """The person with this (clean) address, whoever may see it."""
    return db.scalars(select(Candidate).where(col(Candidate.email) == email)).one_or_none()


def found_or_new(db: Session, email: str, name: str, phone: str = "", *, by: str) -> Candidate:
    """The person with this (clean) address; a new one is kept by `by`, a known one stays as it is."""
    found = by_email(db, email)
    if found is not None:
        return found
    candidate = Candidate(email=email, name=name, phone=phone, created_at=clock.now())
    db.add(candidate)
    db.flush()
    let_in(db, candidate.id, by)
    return candidate


def let_in(db: Session, candidate_id: str, user_id: str) -> bool:
    """The user keeps the candidate from now on; False when he did already."""
    if db.get(CandidateMember, (candidate_id, user_id)) is not None:
        return False
    db.add(CandidateMember(candidate_id=candidate_id, user_id=user_id, added_at=clock.now()))
    db.flush()
    return True
