"""Who sits where in the room of a live interview, and what the seat may do; the one door to it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.errors import NotFound
from neurohire.models.interviews import Interview, InterviewMember
from neurohire.services import access
from neurohire.settings import get_settings
from neurohire.vocabulary import Admission, InterviewKind, InterviewState

OPEN = (InterviewState.INVITED, InterviewState.WAITING, InterviewState.LIVE)


class Seat(StrEnum):
    """What a person is in the room; an observer only reads."""

    CANDIDATE = "candidate"
    INTERVIEWER = "interviewer"
    OBSERVER = "observer"


STAFF = frozenset({Seat.INTERVIEWER, Seat.OBSERVER})
ALL = frozenset(Seat)


class Seated(NamedTuple):
    """A person at a live interview, for the time of one transaction."""

    interview: Interview
    seat: Seat
    journal_name: str
    name: str


class Standing(NamedTuple):
    """The same as plain values, for a connection to remember."""

    seat: Seat
    journal_name: str
    name: str
    is_inside: bool
    may_write: bool


def seated(db: Session, who: CandidateGrant | Actor, interview_id: str) -> Seated:
    """The person's seat at this live interview; NotFound for everybody else.

    NotAllowed for a candidate whose link was opened elsewhere since.
    """
    if isinstance(who, CandidateGrant):
        row = access.granted_interview(db, who)
        access.check_grant(db, who)
        seat = Seat.CANDIDATE
    else:
        row = access.interview(db, who, interview_id)
        seat = Seat.INTERVIEWER if _interviews(db, who, interview_id) else Seat.OBSERVER
    if row.kind != InterviewKind.LIVE or row.id != interview_id:
        raise NotFound()
    return Seated(row, seat, who.journal_name, row.candidate_name if seat is Seat.CANDIDATE else who.name)


def is_inside(found: Seated) -> bool:
    """Whether the person may see and hear what is in the room."""
    if found.seat is not Seat.CANDIDATE:
        return True
    row = found.interview
    return row.admission == Admission.ADMITTED and row.state == InterviewState.LIVE


def may_write(found: Seated) -> bool:
    """Whether the person may change what all in the room share; the interviewers also before it begins."""
    if found.seat is Seat.OBSERVER or found.interview.state not in OPEN:
        return False
    return is_inside(found)


def standing(db: Session, who: CandidateGrant | Actor, interview_id: str) -> Standing | None:
    """None: it is an interview that a candidate takes alone."""
    kind = db.scalar(select(Interview.kind).where(col(Interview.id) == interview_id))  # type: ignore[call-overload]
    if kind != InterviewKind.LIVE:
        return None
    found = seated(db, who, interview_id)
    return Standing(found.seat, found.journal_name, found.name, is_inside(found), may_write(found))


class Place(NamedTuple):
    """What a page of the room says before its elements have spoken to the server."""

    standing: Standing
    interview_id: str
    state: InterviewState
    title: str
    candidate_name: str


def place(db: Session, who: CandidateGrant | Actor, interview_id: str) -> Place:
    """NotFound also for an interview that a candidate takes alone, and where live interviews are off."""
    found = standing(db, who, interview_id)
    row = db.get(Interview, interview_id)
    if found is None or row is None or not get_settings().live_interviews:
        raise NotFound()
    return Place(found, row.id, InterviewState(row.state), row.title, row.candidate_name)


def _interviews(db: Session, actor: Actor, interview_id: str) -> bool:
    row = db.get(InterviewMember, (interview_id, actor.user_id))
    return row is not None and row.is_interviewer
