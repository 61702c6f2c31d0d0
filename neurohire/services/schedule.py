"""Live interviews are scheduled, moved and looked at; cancelling is the same for every interview."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.errors import InvalidState, NotFound
from neurohire.models.candidates import Candidate, Resume
from neurohire.models.interviews import Interview
from neurohire.models.positions import Position, PositionMember
from neurohire.services import (
    access,
    candidate_keeping,
    candidates,
    clashes,
    interviewers,
    invitations,
    journal,
    live_facts,
    model_questions,
    question_sets,
    reschedule_requests,
)
from neurohire.services.accounts import clean_name
from neurohire.services.candidates import MOST_PHONE, MOST_ROLE
from neurohire.services.clashes import Clash, Clashing
from neurohire.services.interviews import changed
from neurohire.services.live_facts import MOVABLE
from neurohire.services.schedule_form import HowForm, ScheduleForm, TimeForm
from neurohire.settings import get_settings
from neurohire.vocabulary import Admission, InterviewKind, InterviewState, PolicyMode, ResumeState

MOVED_MEANWHILE = "Somebody moved this interview meanwhile. Reload to see its time; nothing was changed."


class Appointment(BaseModel):
    """When a live interview takes place, and with whom."""

    interview_id: str
    scheduled_at: datetime
    zone: str
    minutes: int
    sequence: int
    moved_from: datetime | None
    interviewers: list[tuple[str, str]]  # (user id, name)
    code_languages: list[str]
    is_recorded: bool
    is_camera_checked: bool
    policy: PolicyMode
    can_be_moved: bool


class Checked(BaseModel):
    """What a form would lead to, told while it is filled in."""

    at: datetime
    clashes: list[Clash]


def require_on() -> None:
    """Without the setting there is nothing here."""
    if not get_settings().live_interviews:
        raise NotFound()


def check(db: Session, actor: Actor, form: TimeForm, but: str = "") -> Checked:
    """The instant and who is taken then; Rejected as when it is scheduled. Changes nothing."""
    require_on()
    at = form.instant()
    return Checked(at=at, clashes=clashes.find(db, actor, form.interviewers, at, form.minutes, but))


def schedule(db: Session, actor: Actor, form: ScheduleForm) -> str:
    """The id of an invited live interview with its link."""
    require_on()
    form = form.clean()
    at = form.instant()
    position = _position(db, actor, form)
    people = interviewers.hold(db, form.interviewers)
    _refuse_clash(db, actor, form, at)
    candidate = _candidate(db, actor, form)
    resume = _resume(db, actor, form, position, candidate)
    now = clock.now()
    row = Interview(
        kind=InterviewKind.LIVE,
        position_id=position.id,
        candidate_id=candidate.id,
        resume_id=resume.id if resume else None,
        title=position.title,
        candidate_name=form.candidate_name,
        language=position.language,
        policy=form.policy.value,
        minutes=form.minutes,
        created_by=actor.user_id,
        created_at=now,
        expires_at=now,
        scheduled_at=at,
        zone=form.zone,
        planned_changed_at=now,
        code_languages=form.code_languages,
        is_recorded=form.is_recorded,
        is_camera_checked=form.is_camera_checked,
    )
    db.add(row)
    db.flush()
    interviewers.seat(db, row, people)
    journal.append(db, row.id, actor.journal_name, "interview_scheduled", _body(row, form.interviewers))
    is_ready = resume is not None and resume.state == ResumeState.READY
    if form.questions is not None:
        question_sets.put(db, row, [(one.question, one.is_edited) for one in form.questions], actor)
    elif form.plans_questions and any(position.question_counts.values()):
        question_sets.plan(db, row, position, resume if is_ready else None)
        if is_ready:
            model_questions.begin(db, row)
    invitations.issue(db, row, actor.user_id)
    changed(db, row)
    return row.id


def reschedule(db: Session, actor: Actor, interview_id: str, form: TimeForm, seen: int) -> None:
    """Another time or other people; `seen` is the sequence that the person looked at. The link stays."""
    require_on()
    form.check()
    at = form.instant()
    row = _live(db, actor, interview_id, to_change=True)
    if row.state not in MOVABLE:
        raise InvalidState("This interview has begun or is over, so it can't be moved any more.")
    if row.sequence != seen:
        raise InvalidState(MOVED_MEANWHILE, code="moved_meanwhile")
    people = interviewers.hold(db, form.interviewers)
    _refuse_clash(db, actor, form, at, row.id)
    seated = {user_id for user_id, _ in live_facts.interviewers(db, row.id)}
    before = (row.scheduled_at, row.zone, row.minutes, seated)
    if before == (at, form.zone, form.minutes, set(people)) and row.state != InterviewState.EXPIRED:
        return
    if row.scheduled_at != at:
        row.moved_from = row.scheduled_at
        reschedule_requests.accept(db, row, actor)
    row.scheduled_at, row.zone, row.minutes = at, form.zone, form.minutes
    if row.state == InterviewState.WAITING:  # who waits at the door reads the new time and asks again then
        row.state, row.admission, row.admission_at = InterviewState.INVITED, Admission.NONE, None
    row.sequence, row.planned_changed_at = row.sequence + 1, clock.now()
    interviewers.seat(db, row, people)
    invitations.extend(db, row)
    journal.append(db, row.id, actor.journal_name, "interview_rescheduled", _body(row, form.interviewers))
    changed(db, row)


def change_how(db: Session, actor: Actor, interview_id: str, form: HowForm) -> None:
    """Languages, policy, recording, checks: until it begins, as the candidate reads them before that."""
    require_on()
    row = _live(db, actor, interview_id, to_change=True)
    if row.state not in MOVABLE:
        raise InvalidState("This interview has begun or is over, so this can't be changed any more.")
    new: dict[str, object] = {"code_languages": form.known_languages(), "policy": form.policy.value}
    new |= {"is_recorded": form.is_recorded, "is_camera_checked": form.is_camera_checked}
    if row.model_dump(include=set(new)) == new:
        return
    for name, value in new.items():
        setattr(row, name, value)
    journal.append(db, row.id, actor.journal_name, "interview_how_changed", new)
    changed(db, row)


def get(db: Session, actor: Actor, interview_id: str) -> Appointment:
    """Of a live interview that the user may see."""
    return view(db, _live(db, actor, interview_id))


def view(db: Session, row: Interview) -> Appointment:
    """The row as an appointment; whoever asks has been checked."""
    assert row.scheduled_at is not None
    return Appointment(
        interview_id=row.id,
        interviewers=live_facts.interviewers(db, row.id),
        can_be_moved=row.state in MOVABLE,
        **row.model_dump(include=set(Appointment.model_fields) - {"interviewers", "can_be_moved"}),
    )


def _live(db: Session, actor: Actor, interview_id: str, *, to_change: bool = False) -> Interview:
    row = access.interview(db, actor, interview_id, to_change=to_change)
    if row.kind != InterviewKind.LIVE or row.scheduled_at is None:
        raise NotFound()
    return row


def _refuse_clash(db: Session, actor: Actor, form: TimeForm, at: datetime, but: str = "") -> None:
    if not form.is_clash_meant and (
        found := clashes.find(db, actor, form.interviewers, at, form.minutes, but)
    ):
        raise Clashing(found)


def _position(db: Session, actor: Actor, form: ScheduleForm) -> Position:
    """The chosen one; for a mere title one that no list shows, as every interview belongs to a position."""
    if form.position_id:
        return access.position(db, actor, form.position_id)
    now = clock.now()
    row = Position(
        title=form.title,
        description="",
        minutes=form.minutes,
        policy=PolicyMode(form.policy).value,
        created_by=actor.user_id,
        created_at=now,
        archived_at=now,
    )
    db.add(row)
    db.flush()
    db.add(PositionMember(position_id=row.id, user_id=actor.user_id, added_at=now))
    return row


def _candidate(db: Session, actor: Actor, form: ScheduleForm) -> Candidate:
    """Who is known already stays as he is; of a new person all that was typed is kept."""
    if form.candidate_id:
        return access.candidate(db, actor, form.candidate_id)
    known = candidate_keeping.by_email(db, form.candidate_email)
    if known is not None:
        return known
    row = candidate_keeping.found_or_new(db, form.candidate_email, form.candidate_name, by=actor.user_id)
    row.phone = clean_name(form.candidate_phone)[:MOST_PHONE]
    row.target_role = clean_name(form.target_role)[:MOST_ROLE]
    row.level = form.level.value if form.level else ""
    candidates.tell(db, row.id)
    return row


def _resume(
    db: Session, actor: Actor, form: ScheduleForm, position: Position, candidate: Candidate
) -> Resume | None:
    """The chosen one, or the newest of this position; others belong to people who may not be asked here."""
    if form.resume_id:
        found = access.resume(db, actor, form.resume_id)
        if found.position_id is None and found.candidate_id is None:
            found.candidate_id = candidate.id  # it was dropped into the form
            candidates.tell(db, candidate.id)
        if found.candidate_id != candidate.id:
            raise NotFound()
        if found.state != ResumeState.REJECTED:
            return found
    return db.scalars(
        select(Resume)
        .where(col(Resume.position_id) == position.id, col(Resume.candidate_id) == candidate.id)
        .order_by(col(Resume.created_at).desc())
        .limit(1)
    ).first()


def _body(row: Interview, interviewers: list[str]) -> dict[str, object]:
    assert row.scheduled_at is not None
    return {
        "scheduled_at": row.scheduled_at.isoformat(),
        "zone": row.zone,
        "minutes": row.minutes,
        "interviewers": sorted(set(interviewers)),
        "sequence": row.sequence,
    }
