"""The candidate's own page: interviews with times and states, resumes, the way in from an account."""

from __future__ import annotations

import hashlib
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session, col

from neurohire.auth.actors import Identity
from neurohire.errors import InvalidState, NotFound
from neurohire.models.candidates import Resume
from neurohire.models.interviews import Interview
from neurohire.services import candidate_self, entrance, invitations, live_facts, reschedule_requests
from neurohire.services.entrance import LinkState
from neurohire.services.live_facts import MOVABLE, LiveFacts
from neurohire.services.reschedule_requests import RequestView
from neurohire.settings import get_settings
from neurohire.vocabulary import InterviewKind, InterviewState, ResumeState

MOST_TEXT, MOST_RESUMES = 20_000, 20


class MyInterview(BaseModel):
    """One interview as its candidate sees it; nothing that is not the candidate's to know."""

    id: str
    kind: InterviewKind
    state: InterviewState
    title: str
    language: str
    minutes: int
    expires_at: datetime
    submitted_at: datetime | None
    is_started: bool
    live: LiveFacts | None
    is_here: bool  # this browser has entered it
    is_elsewhere: bool  # a newer browser has taken it over
    is_open: bool  # its link leads in
    can_join: bool  # now
    may_ask: bool  # for another time
    request: RequestView | None


class MyResume(BaseModel):
    """A file that came with an interview, or with the person."""

    id: str
    file_name: str
    created_at: datetime
    size: int
    text: str  # what was read from it


class MyPage(BaseModel):
    """Everything on the page."""

    organisation: str
    contact: str
    account: str = ""  # the e-mail it is signed in with; empty: known by a link only
    name: str = ""
    language: str
    coming: list[MyInterview]
    past: list[MyInterview]
    resumes: list[MyResume]

    @property
    def version(self) -> str:
        """The same as long as the page says the same."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:32]


def read(db: Session, identity: Identity) -> MyPage:
    """What this browser may see as a candidate; empty for everybody else."""
    settings, account = get_settings(), candidate_self.account_of(db, identity)
    rows = candidate_self.interviews(db, identity)
    shown = [_view(db, row, identity) for row in rows]
    coming = [one for one in shown if one.is_open or one.may_ask]
    past = [one for one in shown if one not in coming]
    coming.sort(key=lambda one: one.live.scheduled_at if one.live else one.expires_at)
    return MyPage(
        organisation=settings.organisation,
        contact=settings.contact,
        account=account.email if account else "",
        name=account.name if account else next((row.candidate_name for row in rows), ""),
        language=rows[0].language if rows else settings.default_language,
        coming=coming,
        past=past,
        resumes=_resumes(db, identity, rows),
    )


def enter(db: Session, identity: Identity, interview_id: str) -> InterviewKind:
    """From the account, without the link: this browser has the interview, an earlier one is told."""
    row = candidate_self.own(db, identity, interview_id, to_change=True)
    if interview_id in identity.grants:
        return InterviewKind(row.kind)
    invitation = invitations.newest(db, row.id)
    if invitation is None or entrance.state_of(invitation, row) is not LinkState.OPEN:
        raise InvalidState("This interview can't be entered now.")
    entrance.grant(db, row, invitation, identity.session_id)
    return InterviewKind(row.kind)


def resume_file(db: Session, identity: Identity, resume_id: str) -> tuple[str, str]:
    """(sha256, file name) of one of one's own resumes."""
    rows = candidate_self.interviews(db, identity)
    for row in _files(db, identity, rows):
        if row.id == resume_id:
            return row.media_sha256, row.file_name
    raise NotFound()


def _view(db: Session, row: Interview, identity: Identity) -> MyInterview:
    invitation, live = invitations.newest(db, row.id), live_facts.of(db, row)
    is_open = invitation is not None and entrance.state_of(invitation, row) is LinkState.OPEN
    is_time = live is None or live.is_open
    return MyInterview(
        **row.model_dump(include={"id", "kind", "state", "title", "language", "expires_at", "submitted_at"}),
        minutes=row.minutes + row.extra_minutes,
        is_started=row.started_at is not None,
        live=live,
        is_here=row.id in identity.grants,
        is_elsewhere=row.id in identity.ended_grants and row.state != InterviewState.CANCELLED,
        is_open=is_open,
        can_join=is_open and is_time,
        may_ask=live is not None and row.state in MOVABLE,
        request=reschedule_requests.newest(db, row.id) if live is not None else None,
    )


def _files(db: Session, identity: Identity, rows: list[Interview]) -> list[Resume]:
    """By an account all of the person; by a link what came with the interviews that were entered."""
    account = candidate_self.account_of(db, identity)
    entered = [row for row in rows if row.id in identity.grants]
    ways: list[ColumnElement[bool]] = [
        col(Resume.id).in_([row.resume_id for row in entered if row.resume_id]),
        col(Resume.interview_id).in_([row.id for row in entered]),
    ]
    if account is not None:
        ways.append(col(Resume.candidate_id) == account.candidate_id)
    query = (
        select(Resume)
        .where(or_(*ways), col(Resume.media_sha256) != "", col(Resume.state) != ResumeState.REJECTED)
        .order_by(col(Resume.created_at).desc(), col(Resume.id))
    )
    once: dict[str, Resume] = {}
    for row in db.scalars(query.limit(5 * MOST_RESUMES)):
        once.setdefault(row.media_sha256, row)
    return list(once.values())[:MOST_RESUMES]


def _resumes(db: Session, identity: Identity, rows: list[Interview]) -> list[MyResume]:
    return [
        MyResume(
            id=row.id,
            file_name=row.file_name,
            created_at=row.created_at,
            size=row.size,
            text=row.text[:MOST_TEXT],
        )
        for row in _files(db, identity, rows)
    ]
