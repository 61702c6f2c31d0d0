"""The candidate's way in: what a link shows, entering by POST, consent per kind of data."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import CandidateGrant
from neurohire.database import record
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.events import Event
from neurohire.models.interviews import Consent, Interview, InterviewQuestion, Invitation
from neurohire.models.users import InterviewGrant, User
from neurohire.services import access, consent, invitations, journal, live_facts, login_sessions
from neurohire.services.live_facts import LiveFacts
from neurohire.settings import get_settings
from neurohire.vocabulary import DataKind, InterviewKind, InterviewState, PolicyMode, QuestionType

NEEDED = {DataKind.ANSWERS}  # without it there is no interview; everything else is free to refuse


class LinkState(StrEnum):
    """What a link leads to."""

    OPEN = "open"
    WRONG = "wrong"
    EXPIRED = "expired"
    REVOKED = "revoked"
    FINISHED = "finished"
    CANCELLED = "cancelled"


OVER = {
    InterviewState.SUBMITTED: LinkState.FINISHED,
    InterviewState.REVIEWED: LinkState.FINISHED,
    InterviewState.TERMINATED: LinkState.FINISHED,
    InterviewState.CANCELLED: LinkState.CANCELLED,
    InterviewState.EXPIRED: LinkState.EXPIRED,
}


class Landing(BaseModel):
    """What the landing page says; nothing that is not the candidate's to know."""

    state: LinkState
    interview_id: str = ""
    organisation: str = ""
    contact: str = ""
    title: str = ""
    candidate_name: str = ""
    recruiter: str = ""
    minutes: int = 0
    questions: int = 0
    has_coding: bool = False
    policy: PolicyMode = PolicyMode.OBSERVE
    retention_days: int = 0
    expires_at: datetime | None = None
    submitted_at: datetime | None = None
    is_started: bool = False
    is_camera_checked: bool = False  # of who agrees
    live: LiveFacts | None = None  # of a live interview
    language: str = "en"
    consent_version: str = ""
    heard_by: str = ""  # who is sent spoken answers to be written down; empty: nobody
    read_by: str = ""  # whose models read answers; empty: nobody's
    may_use_browser: bool = False  # the browser's own recognition is allowed by an admin


def look(db: Session, token: str) -> Landing:
    """What this link leads to; changes nothing."""
    invitation = invitations.by_token(db, token)
    row = db.get(Interview, invitation.interview_id) if invitation else None
    if invitation is None or row is None:
        return Landing(state=LinkState.WRONG)
    return _about(db, row, state_of(invitation, row), invitation.expires_at)


def about(db: Session, grant: CandidateGrant) -> Landing:
    """The same facts for a candidate who has entered."""
    row = access.granted_interview(db, grant)
    return _about(db, row, OVER.get(InterviewState(row.state), LinkState.OPEN), row.expires_at)


def _about(db: Session, row: Interview, state: LinkState, expires_at: datetime) -> Landing:
    settings = get_settings()
    recruiter = db.get(User, row.created_by)
    kinds = [
        question["type"]
        for question in db.scalars(
            select(InterviewQuestion.question).where(col(InterviewQuestion.interview_id) == row.id)  # type: ignore[call-overload]
        )
    ]
    return Landing(
        state=state,
        interview_id=row.id,
        organisation=settings.organisation,
        contact=settings.contact or (recruiter.email if recruiter else ""),
        title=row.title,
        candidate_name=row.candidate_name,
        recruiter=recruiter.name if recruiter else "",
        minutes=row.minutes + row.extra_minutes,
        questions=len(kinds),
        has_coding=QuestionType.CODING in kinds,
        policy=PolicyMode(row.policy),
        retention_days=settings.retention_days,
        expires_at=expires_at,
        submitted_at=row.submitted_at,
        is_started=row.started_at is not None,
        is_camera_checked=row.is_camera_checked,
        live=live_facts.of(db, row),
        language=row.language,
        consent_version=consent.version_for(settings, row),
        heard_by=consent.listener(settings),
        read_by=consent.reader(settings),
        may_use_browser=settings.browser_recognition and not consent.listener(settings),
    )


def enter(
    db: Session, token: str, session_token: str, user_agent: str, *, at_its_time: bool = True
) -> tuple[str, str]:
    """Give this browser the interview and end the earlier browser's grant.

    Returns (session token, interview id); the session is the browser's own or a new one. A live interview
    can be had before its time for one's own page (`at_its_time` False); the room asks for the time itself.
    """
    invitation = invitations.by_token(db, token)
    row = db.get(Interview, invitation.interview_id, with_for_update=True) if invitation else None
    if invitation is None or row is None or state_of(invitation, row) is not LinkState.OPEN:
        raise NotFound("This link does not lead to an interview that can be entered now.")
    if at_its_time and row.kind == InterviewKind.LIVE and not live_facts.is_open(row):
        raise NotFound("A live interview is joined at its time.")
    session = login_sessions.live_session_id(db, session_token)
    if session is None:
        session_token, session = login_sessions.open_anonymous(db, user_agent)
    grant(db, row, invitation, session)
    return session_token, row.id


def grant(db: Session, row: Interview, invitation: Invitation, session: str) -> None:
    """This browser has the interview from now on; whoever checked that it may holds the row."""
    now = clock.now()
    earlier = db.scalars(
        select(InterviewGrant).where(
            col(InterviewGrant.interview_id) == row.id, col(InterviewGrant.ended_at).is_(None)
        )
    ).all()
    for old in earlier:
        old.ended_at = now
        record(db, Event(f"interview:{row.id}", "grant_ended", {"grant_id": old.id}))
    db.add(
        InterviewGrant(
            login_session_id=session, interview_id=row.id, invitation_id=invitation.id, granted_at=now
        )
    )
    journal.append(
        db,
        row.id,
        f"candidate:{row.candidate_id}",
        "candidate_entered",
        {"invitation_id": invitation.id, "took_over": bool(earlier)},
    )


def consents(db: Session, grant: CandidateGrant) -> dict[DataKind, bool]:
    """The newest answer per kind of data."""
    return consents_of(db, access.granted_interview(db, grant).id)


def consents_of(db: Session, interview_id: str) -> dict[DataKind, bool]:
    """The same for whoever may know."""
    rows = db.scalars(
        select(Consent).where(col(Consent.interview_id) == interview_id).order_by(col(Consent.at))
    )
    return {DataKind(c.data_kind): c.is_given for c in rows}  # later answers replace earlier ones


def give_consent(db: Session, grant: CandidateGrant, given: set[DataKind], shown: str | None = None) -> None:
    """Store what was agreed to and what was not, with the version of the text that was `shown`."""
    row = access.granted_interview(db, grant)
    if not given >= NEEDED:
        raise Rejected(
            "Without keeping your answers there is no interview. You can write to the contact instead.",
            code="consent_needed",
        )
    if row.state not in (InterviewState.INVITED, InterviewState.WAITING, InterviewState.LIVE):
        raise InvalidState("This interview is over.")
    version = consent.version_for(get_settings(), row)
    if shown is not None and shown != version and (shown or version != consent.TEXT_VERSION):
        raise Rejected("The text has just changed. Please read it again.", code="text_changed")
    asked = [kind for kind in DataKind if kind is not DataKind.CAMERA_CHECKS or row.is_camera_checked]
    for kind in asked:
        db.add(
            Consent(
                interview_id=row.id,
                data_kind=kind.value,
                is_given=kind in given,
                text_version=version,
                at=clock.now(),
            )
        )
    body = {"given": sorted(kind.value for kind in asked if kind in given), "text_version": version}
    journal.append(db, row.id, grant.journal_name, "consent_given", body)


def state_of(invitation: Invitation, row: Interview) -> LinkState:
    """What the link leads to now."""
    if (state := InterviewState(row.state)) in OVER:
        return OVER[state]
    if invitation.revoked_at is not None:
        return LinkState.REVOKED
    if invitation.expires_at <= clock.now() and row.started_at is None:
        return LinkState.EXPIRED
    return LinkState.OPEN
