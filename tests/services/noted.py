"""A live interview that is over, with what the checks noted, for tests of the report and of the answers."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session

from neurohire.models.interviews import Consent, Interview
from neurohire.services import incidents
from neurohire.services.incidents import Worst
from neurohire.vocabulary import DataKind, IncidentKind
from tests.rooms.live import Live

KINDS = (IncidentKind.NO_FACE, IncidentKind.LOOKING_AWAY, IncidentKind.MULTIPLE_FACES)


def agree(db: Session, live: Live, *, is_given: bool = True, later: int = 0) -> None:
    """The candidate's word on checks of the camera, so many seconds later than an earlier one."""
    row = db.get_one(Interview, live.interview_id)
    assert row.submitted_at is not None
    kept = {"interview_id": row.id, "data_kind": DataKind.CAMERA_CHECKS, "text_version": "1"}
    db.add(Consent(**kept, is_given=is_given, at=row.submitted_at + timedelta(seconds=later)))


def note_some(db: Session, live: Live, many: int = 3, evidence: str = "") -> list[str]:
    """Ids of so many incidents of twelve seconds, one a minute; the last goes on to the end."""
    begun = db.get_one(Interview, live.interview_id).started_at
    assert begun is not None
    found = []
    for number in range(many):
        began = begun + timedelta(minutes=number + 1)
        kind = KINDS[number % len(KINDS)]
        worst = Worst(1.0, evidence, began if evidence else None)
        found.append(incidents.open_one(db, live.interview_id, kind, began, worst))
        if number < many - 1:
            incidents.close(db, found[-1], began + timedelta(seconds=12), worst)
    return found
