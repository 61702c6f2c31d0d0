"""The end of an interview: handed in by the candidate, by the clock, or never begun."""

from __future__ import annotations

from sqlalchemy import update
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import CandidateGrant
from neurohire.database import record
from neurohire.errors import InvalidState
from neurohire.events import Event
from neurohire.models.interviews import Interview
from neurohire.models.scores import Task
from neurohire.services import access, asking, deciding, interview_clock, journal
from neurohire.services.interviews import changed
from neurohire.services.question_sets import rows_of
from neurohire.services.tasks import GRADE_TASK
from neurohire.vocabulary import GradingState, InterviewKind, InterviewState, QuestionState


def submit(db: Session, grant: CandidateGrant) -> None:
    """Hand in; of 50 at once one counts and the others find it done."""
    row = access.granted_interview(db, grant)
    if row.state in (InterviewState.SUBMITTED, InterviewState.REVIEWED, InterviewState.TERMINATED):
        return
    _submit(db, row, grant.journal_name, "candidate")


def submit_when_time_is_up(db: Session, interview_id: str) -> None:
    """The deadline's task: submits what was answered, unless time was given back meanwhile."""
    row = db.get(Interview, interview_id)
    if row is None or row.state != InterviewState.LIVE or row.kind == InterviewKind.LIVE:
        return  # people end a live interview
    due = interview_clock.deadline(row)
    if due is not None and clock.now() >= due:
        _submit(db, row, "system", "time_up")


def expire(db: Session, interview_id: str) -> None:
    """The link's last day has passed: an interview never begun is expired."""
    row = db.get(Interview, interview_id, with_for_update=True, populate_existing=True)
    if row is None or row.state not in (InterviewState.DRAFT, InterviewState.INVITED, InterviewState.WAITING):
        return
    if clock.now() >= row.expires_at:
        row.state = InterviewState.EXPIRED
        journal.append(db, row.id, "system", "interview_expired")
        changed(db, row)


def _submit(db: Session, row: Interview, actor: str, reason: str) -> None:
    moved = db.execute(
        update(Interview)
        .where(col(Interview.id) == row.id, col(Interview.state) == InterviewState.LIVE)
        .values(
            state=InterviewState.SUBMITTED,
            submitted_at=clock.now(),
            submit_reason=reason,
            grading_state=GradingState.WAITING,
        )
    )
    db.refresh(row)
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        if row.state == InterviewState.SUBMITTED:
            return  # another one was a moment earlier
        raise InvalidState("This interview can't be submitted now.", code="not_running")
    for question in rows_of(db, row.id):
        if question.state != QuestionState.ASKED:
            continue
        if question.deciding_since is None:
            asking.finish_answer(db, row, question, asking.follow_up_now(db, question.id))
        else:
            deciding.leave(db, question)  # its answer was final already
        question.state, question.ended_at = QuestionState.ANSWERED, clock.now()
    journal.append(db, row.id, actor, "interview_submitted", {"reason": reason})
    db.add(Task(kind=GRADE_TASK, subject_id=row.id, due_at=clock.now(), created_at=clock.now()))
    record(db, Event("work", "task_due"))
    changed(db, row)
