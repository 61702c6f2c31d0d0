"""The calendar file of a live interview: for the team, and for the candidate with nothing more in it."""

from __future__ import annotations

from sqlmodel import Session

from neurohire.auth.actors import Actor
from neurohire.errors import NotFound
from neurohire.models.candidates import Candidate
from neurohire.models.interviews import Interview
from neurohire.models.users import User
from neurohire.notifications.calendar_file import CalendarItem, Guest, calendar_file
from neurohire.services import access, invitations, live_facts
from neurohire.services.accounts import EMAIL
from neurohire.settings import get_settings
from neurohire.vocabulary import InterviewKind, InterviewState


def for_team(db: Session, actor: Actor, interview_id: str) -> bytes:
    """With everybody's addresses and the address of the team's page, never the candidate's link."""
    row = _live(access.interview(db, actor, interview_id))
    people = [db.get_one(User, user_id) for user_id, _ in live_facts.interviewers(db, row.id)]
    guests = [Guest(name=user.name, email=user.email) for user in people]
    guests += [_candidate(db, row)]
    title = f"Interview: {row.candidate_name}, {row.title}"
    url = f"{get_settings().public_url}/interviews/{row.id}"
    return _file(db, row, title, _who(db, row), url, guests)


def for_candidate(db: Session, actor: Actor, interview_id: str) -> bytes:
    """What the candidate gets, for a recruiter to send along with the link."""
    return _own(db, _live(access.interview(db, actor, interview_id)))


def for_link(db: Session, token: str) -> bytes:
    """The same by the link, as long as it leads to an interview, or to say that it is cancelled."""
    invitation = invitations.by_token(db, token)
    row = db.get(Interview, invitation.interview_id) if invitation else None
    if invitation is None or row is None:
        raise NotFound()
    _live(row)
    if row.state != InterviewState.CANCELLED and invitation.revoked_at is not None:
        raise NotFound()
    return _own(db, row)


def _own(db: Session, row: Interview) -> bytes:
    newest = invitations.newest(db, row.id)
    is_open = newest is not None and newest.revoked_at is None and row.state != InterviewState.CANCELLED
    url = invitations.view(newest).url if newest is not None and is_open else ""
    title = f"Interview: {row.title}, {get_settings().organisation}"
    return _file(db, row, title, _who(db, row), url, [_candidate(db, row)])


def _file(db: Session, row: Interview, title: str, words: str, url: str, guests: list[Guest]) -> bytes:
    assert row.scheduled_at is not None
    recruiter = db.get_one(User, row.created_by)
    contact = get_settings().contact
    email = contact if EMAIL.match(contact.lower()) else recruiter.email
    return calendar_file(
        CalendarItem(
            uid=f"{row.id}@neurohire",  # the same after a change of the public address
            sequence=row.sequence,
            starts_at=row.scheduled_at,
            minutes=row.minutes,
            zone=row.zone,
            changed_at=row.planned_changed_at or row.created_at,
            title=title,
            description=words,
            url=url,
            organizer=Guest(name=recruiter.name, email=email),
            guests=guests,
            is_cancelled=row.state == InterviewState.CANCELLED,
        )
    )


def _who(db: Session, row: Interview) -> str:
    names = ", ".join(name for _, name in live_facts.interviewers(db, row.id))
    return f"Live interview for {row.title}, {row.minutes} minutes.\nWith: {names}"


def _candidate(db: Session, row: Interview) -> Guest:
    return Guest(name=row.candidate_name, email=db.get_one(Candidate, row.candidate_id).email)


def _live(row: Interview) -> Interview:
    if row.kind != InterviewKind.LIVE or row.scheduled_at is None:
        raise NotFound()
    return row
