"""Incidents of an interview: opened and closed by the rules, judged by people, answered by the candidate."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from pydantic import BaseModel
from sqlalchemy import func, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.models.incidents import Incident
from neurohire.services import access, journal
from neurohire.services.evidence import DELETED, YOUNG, let_go
from neurohire.services.room_access import Seated
from neurohire.settings import get_settings
from neurohire.vocabulary import (
    IncidentKind,
    Judgement,
)

OPENED, CLOSED, RESUMED = "incident_opened", "incident_closed", "incident_resumed"
JUDGED, COMMENTED = "incident_judged", "incident_commented"
FOUND = (OPENED, CLOSED, RESUMED)
KINDS = (*FOUND, JUDGED, COMMENTED, DELETED)
SYSTEM = "system"
KEPT = timedelta(days=90)  # evidence, and never longer than candidates are told
MOST_WORDS = 2_000
IN_FEED = 50
MOST = 2_000  # of an interview: eight hours of one every quarter of a minute


class Worst(NamedTuple):
    """The frame that shows it best, as it is stored."""

    value: float
    sha256: str = ""
    at: datetime | None = None


class IncidentView(BaseModel):
    """One incident as the team sees it."""

    id: str
    kind: IncidentKind
    began_at: datetime
    ended_at: datetime | None
    value: float
    has_evidence: bool
    evidence_at: datetime | None
    evidence_deleted_at: datetime | None  # it was kept until then
    judgement: Judgement
    judged_by: str
    judged_at: datetime | None
    note: str
    comment: str
    commented_at: datetime | None


class OwnIncident(BaseModel):
    """The same for the candidate whom it is about: what was seen, not what is thought of it."""

    id: str
    kind: IncidentKind
    began_at: datetime
    ended_at: datetime | None
    comment: str


# ── by the rules ──────────────────────────────────────────────────────────────────────────────


def open_one(db: Session, interview_id: str, kind: IncidentKind, began_at: datetime, worst: Worst) -> str:
    """The id of the new incident; "" when the interview has more than anybody will look at."""
    same = select(Incident.id).where(  # type: ignore[call-overload]
        col(Incident.interview_id) == interview_id,
        col(Incident.kind) == kind,
        col(Incident.began_at) == began_at,
    )
    if (known := db.scalar(same.limit(1))) is not None:
        return str(known)  # kept before, and whoever opened it never heard so
    mine = select(func.count()).select_from(Incident).where(col(Incident.interview_id) == interview_id)
    if (db.scalar(mine) or 0) >= MOST:
        _drop(db, worst.sha256)
        return ""
    row = Incident(interview_id=interview_id, kind=kind, began_at=began_at)
    _take_worst(db, row, worst)
    db.add(row)
    db.flush()
    journal.append(db, interview_id, SYSTEM, OPENED, _facts(row), is_remark=True)
    return row.id


def going_on(db: Session, interview_id: str) -> list[IncidentKind]:
    """Kinds that are open now, the oldest first."""
    mine = col(Incident.interview_id) == interview_id, col(Incident.ended_at).is_(None)
    rows = db.scalars(select(Incident.kind).where(*mine).order_by(col(Incident.began_at)))  # type: ignore[call-overload]
    return list(dict.fromkeys(IncidentKind(kind) for kind in rows))


def resume(db: Session, incident_id: str, worst: Worst) -> None:
    """It goes on after a moment: still the same incident."""
    row = _held(db, incident_id)
    row.ended_at = None
    _take_worst(db, row, worst)
    journal.append(db, row.interview_id, SYSTEM, RESUMED, _facts(row), is_remark=True)


def close(db: Session, incident_id: str, ended_at: datetime, worst: Worst) -> None:
    """It is over; one that has ended already only takes a better picture."""
    row = _held(db, incident_id)
    if row.ended_at is not None and worst.sha256 in ("", row.evidence):
        return  # the interview was over a moment earlier
    row.ended_at = row.ended_at or ended_at
    _take_worst(db, row, worst)
    journal.append(db, row.interview_id, SYSTEM, CLOSED, _facts(row), is_remark=True)


def close_left_open(db: Session, interview_id: str, ended_at: datetime) -> int:
    """Those that a killed server left, or that go on as the interview ends; how many."""
    open_now = (col(Incident.interview_id) == interview_id, col(Incident.ended_at).is_(None))
    if not (ids := db.scalars(select(col(Incident.id)).where(*open_now)).all()):
        return 0  # as good as always: nothing is locked
    held = select(Incident).where(col(Incident.id).in_(ids), col(Incident.ended_at).is_(None))
    held = held.with_for_update().execution_options(populate_existing=True)
    rows = db.scalars(held.order_by(col(Incident.id))).all()
    for row in rows:
        row.ended_at = max(ended_at, row.began_at)
        journal.append(db, interview_id, SYSTEM, CLOSED, _facts(row), is_remark=True)
    return len(rows)


# ── in the room ───────────────────────────────────────────────────────────────────────────────


def section(db: Session, seated: Seated) -> list[dict[str, Any]]:
    """The newest first, as the feed shows them."""
    rows = reversed(_rows(db, seated.interview.id)[-IN_FEED:])
    return [_view(row).model_dump(mode="json") for row in rows]


# ── by people ─────────────────────────────────────────────────────────────────────────────────


def of_interview(db: Session, actor: Actor, interview_id: str) -> list[IncidentView]:
    """By time. Raises NotFound."""
    access.interview(db, actor, interview_id)
    return [_view(row) for row in _rows(db, interview_id)]


def own(db: Session, grant: CandidateGrant) -> list[OwnIncident]:
    """Of the candidate's own interview, once it is over."""
    row = access.granted_interview(db, grant)
    if row.submitted_at is None:
        return []
    return [
        OwnIncident(
            id=one.id,
            kind=IncidentKind(one.kind),
            began_at=one.began_at,
            ended_at=one.ended_at,
            comment=one.comment,
        )
        for one in _rows(db, row.id)
    ]


def judge(db: Session, actor: Actor, incident_id: str, judgement: Judgement, note: str | None = None) -> None:
    """Confirm, dismiss, or take that back; without a note the one before stays. Raises NotFound, Rejected."""
    row = _held(db, incident_id)
    access.interview(db, actor, row.interview_id)
    row.judgement, row.judged_by, row.judged_at = judgement, actor.journal_name, clock.now()
    if note is not None:
        row.note = plain_words(note)
    body = {"incident_id": row.id, "judgement": judgement.value, "note": row.note}
    journal.append(db, row.interview_id, actor.journal_name, JUDGED, body)


def comment(db: Session, grant: CandidateGrant, incident_id: str, words: str) -> None:
    """What the candidate has to say of it, after the interview. Raises NotFound, InvalidState, Rejected."""
    interview, row = access.granted_interview(db, grant), _held(db, incident_id)
    if row.interview_id != interview.id:
        raise NotFound()
    if interview.submitted_at is None:
        raise InvalidState("You can answer when the interview is over.", code="not_over")
    row.comment, row.commented_at = plain_words(words), clock.now()
    body = {"incident_id": row.id, "comment": row.comment}
    journal.append(db, interview.id, grant.journal_name, COMMENTED, body)


def evidence(db: Session, actor: Actor, incident_id: str) -> str:
    """Address of the picture in the media store. Raises NotFound."""
    row = db.get(Incident, incident_id)
    if row is None:
        raise NotFound()
    access.interview(db, actor, row.interview_id)
    if not row.evidence:
        raise NotFound()
    return row.evidence


def _rows(db: Session, interview_id: str) -> list[Incident]:
    query = select(Incident).where(col(Incident.interview_id) == interview_id)
    return list(db.scalars(query.order_by(col(Incident.began_at), col(Incident.id))).all())


def _held(db: Session, incident_id: str) -> Incident:
    row = db.get(Incident, incident_id, with_for_update=True)
    if row is None:
        raise NotFound()
    return row


def _take_worst(db: Session, row: Incident, worst: Worst) -> None:
    row.value = worst.value
    if worst.sha256:
        if row.evidence != worst.sha256:
            _drop(db, row.evidence)
        told = timedelta(days=get_settings().retention_days)
        row.evidence, row.evidence_at = worst.sha256, worst.at
        row.keep_until = clock.now() + min(KEPT, told)
        row.evidence_deleted_at = None


def _drop(db: Session, sha256: str) -> None:
    """A picture in whose place a better one is kept."""
    if sha256:
        let_go(db, sha256, clock.now() + YOUNG)


def _facts(row: Incident) -> dict[str, object]:
    return {
        "incident_id": row.id,
        "kind": row.kind,
        "began_at": row.began_at.isoformat(),
        "ended_at": row.ended_at.isoformat() if row.ended_at else None,
        "value": round(row.value, 3),
        "evidence": row.evidence,
    }


def _view(row: Incident) -> IncidentView:
    return IncidentView(
        id=row.id,
        kind=IncidentKind(row.kind),
        began_at=row.began_at,
        ended_at=row.ended_at,
        value=row.value,
        has_evidence=bool(row.evidence),
        evidence_at=row.evidence_at,
        evidence_deleted_at=row.evidence_deleted_at,
        judgement=Judgement(row.judgement),
        judged_by=row.judged_by,
        judged_at=row.judged_at,
        note=row.note,
        comment=row.comment,
        commented_at=row.commented_at,
    )


def plain_words(text: str) -> str:
    """As they are kept; a form sends two characters for the end of a line. Raises Rejected."""
    found = text.replace("\r\n", "\n").strip()
    if len(found) > MOST_WORDS:
        raise Rejected(f"Please use at most {MOST_WORDS} characters.", code="too_long")
    return found
