"""What the checks noted, when the interview is over: for the report, and for the candidate to answer."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel
from sqlmodel import Session

from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.errors import NotFound
from neurohire.proctoring import vision_models
from neurohire.services import camera_checks, consent, incidents, live_facts
from neurohire.services.incidents import IncidentView, OwnIncident
from neurohire.vocabulary import DataKind

USER = "user:"


class Checks(BaseModel):
    """For the team. `has_agreed`: None when the candidate was not asked; `problems`: why checks are off."""

    has_agreed: bool | None
    was_checked: bool  # some picture was looked at
    problems: list[str]
    incidents: list[IncidentView]
    names: dict[str, str]  # of those who judged, by journal name


class OwnChecks(BaseModel):
    """The same for the candidate whom it is about."""

    has_agreed: bool
    was_checked: bool
    incidents: list[OwnIncident]


def get(db: Session, actor: Actor, interview_id: str) -> Checks:
    """Incidents by time. Raises NotFound."""
    found = incidents.of_interview(db, actor, interview_id)
    judges = {one.judged_by for one in found if one.judged_by.startswith(USER)}
    names = live_facts.names(db, {judge.removeprefix(USER) for judge in judges}) if judges else {}
    return Checks(
        has_agreed=_has_agreed(db, interview_id),
        was_checked=camera_checks.was_checked(db, interview_id),
        problems=vision_models.problems(),
        incidents=found,
        names={f"{USER}{user_id}": name for user_id, name in names.items()},
    )


def own(db: Session, grant: CandidateGrant) -> OwnChecks:
    """Of the candidate's own interview; no incidents before it is over."""
    return OwnChecks(
        incidents=incidents.own(db, grant),
        has_agreed=_has_agreed(db, grant.interview_id) is True,
        was_checked=camera_checks.was_checked(db, grant.interview_id),
    )


def answer(db: Session, grant: CandidateGrant, words: Mapping[str, str]) -> None:
    """Keep what is new of the candidate's comments, by incident: all or none.

    Raises NotFound, InvalidState, Rejected.
    """
    known = {one.id: one.comment for one in incidents.own(db, grant)}
    for incident_id, comment in words.items():
        if incident_id not in known:
            raise NotFound()
        if incidents.plain_words(comment) != known[incident_id]:
            incidents.comment(db, grant, incident_id, comment)


def _has_agreed(db: Session, interview_id: str) -> bool | None:
    word = consent.newest(db, interview_id, DataKind.CAMERA_CHECKS)
    return None if word is None else word.is_given
