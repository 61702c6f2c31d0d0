"""Who agreed to what in a live call: candidates per kind of data, interviewers by joining it."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.auth.actors import CandidateGrant
from neurohire.models.interviews import Consent, Interview
from neurohire.services import access, consent
from neurohire.services.room_access import Seat, Seated
from neurohire.vocabulary import DataKind


class Agreed(NamedTuple):
    """What may be recorded of a person."""

    sound: bool = False
    picture: bool = False
    was_asked: bool = True

    @property
    def is_any(self) -> bool:
        return self.sound or self.picture


def of_candidate(db: Session, row: Interview) -> Agreed:
    """The newest word per kind; only a word on the text that tells of this recording counts."""
    rows = db.scalars(
        select(Consent)
        .where(
            col(Consent.interview_id) == row.id,
            col(Consent.data_kind).in_((DataKind.AUDIO.value, DataKind.CAMERA.value)),
        )
        .order_by(col(Consent.at))
    )
    said = {found.data_kind: found for found in rows}
    given = {kind: one.is_given for kind, one in said.items() if _tells_of_it(one)}
    return Agreed(
        given.get(DataKind.AUDIO.value, False), given.get(DataKind.CAMERA.value, False), bool(given)
    )


def of_person(db: Session, seated: Seated) -> Agreed:
    """Interviewers are told before they join the call; observers are never recorded."""
    if seated.seat is Seat.CANDIDATE:
        return of_candidate(db, seated.interview)
    is_interviewer = seated.seat is Seat.INTERVIEWER
    return Agreed(is_interviewer, is_interviewer)


def must_be_asked(db: Session, grant: CandidateGrant) -> bool:
    """The call is to be recorded or checked, and the candidate has not said yes or no to that yet."""
    row = access.granted_interview(db, grant)
    if row.is_camera_checked and consent.camera_checks(db, row.id) is None:
        return True
    return row.is_recorded and not of_candidate(db, row).was_asked


def _tells_of_it(word: Consent) -> bool:
    return word.text_version.split("/")[0] == consent.RECORDED_VERSION
