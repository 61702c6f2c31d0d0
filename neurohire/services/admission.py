"""The door of the room: the candidate asks, an interviewer lets in, says not now, puts back or removes."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from pydantic import Field
from sqlmodel import Session

from neurohire import clock
from neurohire.database import record
from neurohire.errors import InvalidState, Rejected
from neurohire.events import Event
from neurohire.models.interviews import Interview
from neurohire.services import entrance, interviews, journal, live_facts
from neurohire.services.room_access import Seat, Seated
from neurohire.services.room_parts import Body, RoomHandler
from neurohire.vocabulary import Admission, DataKind, InterviewState

ASK_AGAIN = timedelta(minutes=1)
INTERVIEWER = frozenset({Seat.INTERVIEWER})
CANDIDATE = frozenset({Seat.CANDIDATE})
Reason = Annotated[str, Field(max_length=300)]


class _Refusal(Body):
    reason: Reason = ""


class _Removal(_Refusal):
    person: Annotated[str, Field(pattern=r"^(user|candidate):[0-9a-f-]{36}$")]


def section(db: Session, seated: Seated) -> dict[str, Any]:
    """Where the candidate stands, and what the candidate may do about it."""
    row = seated.interview
    facts = live_facts.of(db, row)
    return {
        "state": row.admission,
        "at": row.admission_at,
        "reason": row.admission_reason,
        "opens_at": facts.join_opens_at if facts else None,
        "may_ask_at": _may_ask_at(row),
        "interviewers": facts.interviewers if facts else [],
    }


def seats_changed(db: Session, row: Interview) -> None:
    """Sockets of this interview look again at who may be there."""
    record(db, Event(f"interview:{row.id}", "seats_changed"))


def _ask(db: Session, seated: Seated, row: Interview, body: Body) -> None:
    if row.admission == Admission.ADMITTED:
        raise InvalidState("You are let in already.", code="admitted")
    if row.admission == Admission.REQUESTED:
        raise InvalidState("You have asked to join. The interviewers see it.", code="asked")
    facts = live_facts.of(db, row)
    if facts is None or clock.now() < facts.join_opens_at:
        raise InvalidState("It is too early to join. Please come back shortly before the time.", code="early")
    if (again := _may_ask_at(row)) is not None and clock.now() < again:
        raise InvalidState("Please wait a minute before you ask again.", code="ask_later")
    if not entrance.consents_of(db, row.id).get(DataKind.ANSWERS):
        raise Rejected("Please agree first to your answers being kept.", code="consent_needed")
    _stand(row, Admission.REQUESTED)
    if row.state == InterviewState.INVITED:
        row.state = InterviewState.WAITING
    for user_id, _ in live_facts.interviewers(db, row.id):  # also told on their other pages
        asked = {"interview_id": row.id, "name": row.candidate_name}
        record(db, Event(f"user:{user_id}", "asked_to_join", asked))
    interviews.changed(db, row)


def _admit(db: Session, seated: Seated, row: Interview, body: Body) -> None:
    if row.admission not in (Admission.REQUESTED, Admission.DENIED):
        raise InvalidState("Nobody is asking to join any more.", code="nobody_asks")
    now = clock.now()
    _stand(row, Admission.ADMITTED)
    if row.started_at is None:
        row.started_at = now
        row.planned_end_at = now + timedelta(minutes=row.minutes + row.extra_minutes)
        journal.append(db, row.id, seated.journal_name, "interview_started", {"minutes": row.minutes})
    row.state = InterviewState.LIVE
    seats_changed(db, row)
    interviews.changed(db, row)


def _deny(db: Session, seated: Seated, row: Interview, body: _Refusal) -> None:
    if row.admission != Admission.REQUESTED:
        raise InvalidState("Nobody is asking to join any more.", code="nobody_asks")
    _stand(row, Admission.DENIED, body.reason)
    interviews.changed(db, row)


def _put_back(db: Session, seated: Seated, row: Interview, body: Body) -> None:
    if row.admission != Admission.ADMITTED:
        raise InvalidState("The candidate is not in the room.", code="not_inside")
    _stand(row, Admission.NONE)
    seats_changed(db, row)
    interviews.changed(db, row)


def _remove(db: Session, seated: Seated, row: Interview, body: _Removal) -> None:
    """The candidate is out and may ask again; a colleague's page closes, the right to come stays."""
    if body.person == seated.journal_name:
        raise Rejected("To go yourself, leave the room.", code="yourself")
    if body.person.startswith("candidate:"):
        if row.admission not in (Admission.ADMITTED, Admission.REQUESTED):
            raise InvalidState("The candidate is not in the room.", code="not_inside")
        _stand(row, Admission.DENIED, body.reason)
        seats_changed(db, row)
        interviews.changed(db, row)
        journal.append(db, row.id, seated.journal_name, "admission_denied", {"reason": row.admission_reason})
    record(db, Event(f"interview:{row.id}", "person_removed", {"person": body.person}))


def _stand(row: Interview, admission: Admission, reason: str = "") -> None:
    row.admission, row.admission_at, row.admission_reason = admission.value, clock.now(), reason.strip()


def _may_ask_at(row: Interview) -> Any:
    if row.admission != Admission.DENIED or row.admission_at is None:
        return None
    return row.admission_at + ASK_AGAIN


HANDLERS: dict[str, RoomHandler] = {
    "ask_to_join": RoomHandler(Body, _ask, CANDIDATE, at_the_door=True, entry="admission_requested"),
    "admit": RoomHandler(Body, _admit, INTERVIEWER, entry="admission_granted"),
    "deny": RoomHandler(_Refusal, _deny, INTERVIEWER, entry="admission_denied"),
    "put_back": RoomHandler(Body, _put_back, INTERVIEWER, entry="admission_withdrawn"),
    "remove_person": RoomHandler(_Removal, _remove, INTERVIEWER, entry="person_removed"),
}
