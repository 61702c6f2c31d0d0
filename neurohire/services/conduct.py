"""The AI-led conversation: start, the end of a turn, skipping. All state is in the database."""

from __future__ import annotations

from sqlalchemy import update
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import CandidateGrant
from neurohire.errors import InvalidState, Rejected
from neurohire.models.interviews import Interview
from neurohire.services import access, asking, deciding, entrance, interview_clock, journal
from neurohire.services.asking import MAX_FOLLOW_UPS, answer_row, follow_up_now, open_document
from neurohire.services.candidate_view import CandidateView, Turn, view
from neurohire.services.handing_in import expire, submit, submit_when_time_is_up
from neurohire.services.interviews import changed
from neurohire.services.tasks import GRADE_TASK
from neurohire.vocabulary import DataKind, InterviewState, QuestionState

# the one name under which sockets, operations and jobs reach the conversation
__all__ = (
    "GRADE_TASK", "MAX_FOLLOW_UPS", "CandidateView", "Turn", "answer_row", "end_turn", "expire",
    "follow_up_now", "open_document", "skip", "start", "submit", "submit_when_time_is_up", "view",
)  # fmt: skip


def start(db: Session, grant: CandidateGrant) -> None:
    """The clock begins and the first question is asked; again: nothing happens."""
    row = access.granted_interview(db, grant)
    if row.state == InterviewState.LIVE:
        return
    if not entrance.consents(db, grant).get(DataKind.ANSWERS):
        raise Rejected("Please agree first to your answers being kept.", code="consent_needed")
    moved = db.execute(
        update(Interview)
        .where(col(Interview.id) == row.id, col(Interview.state) == InterviewState.INVITED)
        .values(state=InterviewState.LIVE, started_at=clock.now())
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise InvalidState("This interview can't be started any more.")
    db.refresh(row)
    interview_clock.schedule_deadline(db, row)
    journal.append(db, row.id, grant.journal_name, "interview_started", {"minutes": row.minutes})
    asking.ask_next(db, row)
    changed(db, row)


def end_turn(db: Session, grant: CandidateGrant, question_id: str, follow_up: int) -> None:
    """The candidate is done: the answer is final. With a model it thinks for some seconds; without,
    a prepared follow-up on what was not touched comes at once, else the next question, if any."""
    row, question = asking.running(db, grant, question_id)
    if follow_up != follow_up_now(db, question.id) or question.deciding_since is not None:
        return  # a resent "done" of an earlier turn
    asking.finish_answer(db, row, question, follow_up)
    match deciding.needed(db, row, question, follow_up):
        case deciding.Need.THINK:
            deciding.begin(db, row, question, follow_up)
        case deciding.Need.NO_TIME:
            asking.end_question(db, row, question, QuestionState.ANSWERED)
        case deciding.Need.PREPARED:
            deciding.ask_prepared(db, row, question, follow_up)


def skip(db: Session, grant: CandidateGrant, question_id: str) -> None:
    """The candidate leaves the question (confirmed on the page); what was typed is kept."""
    row, question = asking.running(db, grant, question_id)
    if question.deciding_since is not None:
        raise InvalidState(
            "You have answered this already. The next question comes in a moment.", code="deciding"
        )
    asking.finish_answer(db, row, question, follow_up_now(db, question.id))
    has_answer = follow_up_now(db, question.id) > 0
    asking.end_question(db, row, question, QuestionState.ANSWERED if has_answer else QuestionState.SKIPPED)
