"""Whether a candidate's camera is checked: wished, agreed to, running now, and whether it really was."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.auth.actors import CandidateGrant
from neurohire.errors import InvalidState
from neurohire.models.interviews import Interview
from neurohire.models.journal import JournalEntry
from neurohire.services import access, consent, incidents, journal
from neurohire.services.incidents import SYSTEM
from neurohire.services.room_access import Seated
from neurohire.vocabulary import Admission, IncidentKind, InterviewKind, InterviewState, PolicyMode

CHECKED = "camera_checked"
TELLING = (PolicyMode.WARN, PolicyMode.ENFORCE)
NOT_WATCHED = "The camera is not checked in this interview. Nothing was kept."


def is_watched(db: Session, interview_id: str) -> bool:
    """The interview runs, the candidate is in it, and he agreed that software looks at his camera."""
    row = db.get(Interview, interview_id)
    if row is None or row.state != InterviewState.LIVE:
        return False
    if row.kind == InterviewKind.LIVE and row.admission != Admission.ADMITTED:
        return False
    return agreed(db, row)


def agreed(db: Session, row: Interview) -> bool:
    """Checks are wished, and the candidate's newest word on them is yes."""
    return row.is_camera_checked and consent.camera_checks(db, row.id) is True


def check_frames(db: Session, grant: CandidateGrant) -> None:
    """Raises unless pictures of this candidate's camera are wanted now."""
    row = access.granted_interview(db, grant)
    access.check_grant(db, grant)
    if not is_watched(db, row.id):
        raise InvalidState(NOT_WATCHED, code="not_watched")


def note_checked(db: Session, interview_id: str) -> None:
    """A picture was really looked at: without this the report says that nothing was checked."""
    if not was_checked(db, interview_id):
        journal.append(db, interview_id, SYSTEM, CHECKED, {}, is_remark=True)


def was_checked(db: Session, interview_id: str) -> bool:
    """Whether any picture of the camera was looked at in this interview."""
    mine = col(JournalEntry.interview_id) == interview_id, col(JournalEntry.kind) == CHECKED
    return db.scalar(select(JournalEntry.seq).where(*mine).limit(1)) is not None  # type: ignore[call-overload]


class Standing(BaseModel):
    """Whether the candidate's camera is looked at: he sees it all the time, and so do the others."""

    is_wished: bool
    camera: bool  # he agreed
    is_on: bool  # now
    told: list[IncidentKind] = []  # what goes on now, where the policy is to tell the candidate


def standing(db: Session, row: Interview) -> Standing:
    has_agreed = agreed(db, row)
    is_on = has_agreed and row.state == InterviewState.LIVE
    told = incidents.going_on(db, row.id) if is_on and row.policy in TELLING else []
    return Standing(is_wished=row.is_camera_checked, camera=has_agreed, is_on=is_on, told=told)


def section(db: Session, seated: Seated) -> dict[str, Any]:
    """The same as a part of a room's state."""
    return standing(db, seated.interview).model_dump()
