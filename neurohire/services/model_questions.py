"""Questions by the model: the bank's set stands at once, a task replaces it while nobody has touched it."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlmodel import Session, col

from neurohire.ai.failures import ModelFailed, Reason
from neurohire.ai.service import service_of
from neurohire.ai.writer import ModelWriter
from neurohire.database import Database, record
from neurohire.events import Event
from neurohire.models.candidates import Resume
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.models.positions import Position
from neurohire.questions import notes
from neurohire.questions.bank import Bank
from neurohire.questions.fill import completed
from neurohire.questions.request import WriteRequest, WrittenQuestions
from neurohire.services import journal, pool_rows, question_sets, speech_ahead, tasks
from neurohire.services.interviews import changed
from neurohire.settings import get_settings
from neurohire.vocabulary import ModelState, QuestionSource


def begin(db: Session, interview: Interview) -> None:
    """Ask for questions by the model, if there is one."""
    if service_of(get_settings(), "questions") is None:
        return
    interview.writing_state = ModelState.WAITING
    tasks.add(db, tasks.WRITE_TASK, interview.id)
    record(db, Event("work", "task_due"))


async def write(database: Database, writer: ModelWriter, interview_id: str) -> None:
    """The task: read, ask, keep. Killed in between it begins anew; what was kept is not asked for again."""
    found = await database.read(request_of, interview_id)
    if found is None:
        return
    request, bank = found
    try:
        written = await writer.write(request, interview_id, bank)
    except ModelFailed as failure:
        if failure.reason not in (Reason.OVER_BUDGET, Reason.REFUSED, Reason.UNREADABLE, Reason.CUT_SHORT):
            raise  # it comes round again, later
        await database.transact(give_up, interview_id)
        return
    await database.transact(keep, interview_id, written, writer.name)


def request_of(db: Session, interview_id: str) -> tuple[WriteRequest, Bank] | None:
    """What to write for, and what fills it up; None when it is not wanted any more."""
    interview = db.get(Interview, interview_id)
    if interview is None or not _is_wanted(interview):
        return None
    position, resume = db.get(Position, interview.position_id), db.get(Resume, interview.resume_id)
    if position is None or resume is None:
        return None
    return question_sets.request_for(db, interview, position, resume)


def keep(db: Session, interview_id: str, written: WrittenQuestions, writer: str) -> None:
    """Replace the set, unless it was touched meanwhile; other candidates' sets may have come in between."""
    found = db.get(Interview, interview_id)
    if found is None:
        return
    # the same order of locks as when a set is planned: position, then interview
    position = db.get(Position, found.position_id, with_for_update=True, populate_existing=True)
    interview = db.get(Interview, interview_id, with_for_update=True, populate_existing=True)
    resume = db.get(Resume, interview.resume_id) if interview else None
    if interview is None or position is None or resume is None or not _is_wanted(interview):
        return
    request, bank = question_sets.request_for(db, interview, position, resume)
    pinned = {question.id for question in request.pinned}
    by_model = [
        question
        for question in written.questions
        if question.source is QuestionSource.MODEL and question.id not in pinned
    ]
    last = completed(bank, request, by_model)
    pool_rows.touch_sets(db, [interview_id])
    db.execute(delete(InterviewQuestion).where(col(InterviewQuestion.interview_id) == interview_id))
    for place, question in enumerate(last.questions):
        db.add(question_sets.new_row(interview_id, place, question))
    kept = [question for question in last.questions if question.source is QuestionSource.MODEL]
    pool_rows.keep(db, interview, kept, by=None)
    pool_rows.touch(db, map(pool_rows.pool_id, last.questions))
    interview.share, interview.notes = last.share, last.notes
    interview.writing_state = ModelState.DONE
    body = {"by_model": len(by_model), "of": len(last.questions), "writer": writer}
    journal.append(db, interview_id, "system", "questions_written", body)
    speech_ahead.begin(db, interview)
    _tell(db, interview)


def give_up(db: Session, interview_id: str) -> None:
    """The bank's set stays, with a note."""
    interview = db.get(Interview, interview_id)
    if interview is None or not _is_wanted(interview):
        return
    interview.writing_state = ModelState.FAILED
    interview.notes = [*interview.notes, notes.model_gave_none()]
    speech_ahead.begin(db, interview)
    _tell(db, interview)


def switch_off(db: Session) -> None:
    """At a start without a model: nobody waits for it any more."""
    for interview_id in tasks.drop(db, tasks.WRITE_TASK):
        interview = db.get(Interview, interview_id)
        if interview is not None and interview.writing_state == ModelState.WAITING:
            interview.writing_state = ModelState.NONE
            speech_ahead.begin(db, interview)


def waiting(db: Session, position_id: str) -> int:
    """How many sets of a position are still to be written."""
    query = select(Interview.id).where(  # type: ignore[call-overload]
        col(Interview.position_id) == position_id,
        col(Interview.writing_state) == ModelState.WAITING,
        col(Interview.state).in_(question_sets.EDITABLE),
    )
    return len(db.execute(query).all())


def _is_wanted(interview: Interview) -> bool:
    return interview.writing_state == ModelState.WAITING and interview.state in question_sets.EDITABLE


def _tell(db: Session, interview: Interview) -> None:
    changed(db, interview)
    topic = f"position:{interview.position_id}"
    record(db, Event(topic, "resume_changed", {"resume_id": interview.resume_id}))
