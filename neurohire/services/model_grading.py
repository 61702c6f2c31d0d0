"""Grading by the model, after the embedded suggestion: question by question, each kept by itself."""

from __future__ import annotations

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.ai.failures import ModelFailed, Reason
from neurohire.ai.grader import ModelGrader, ModelGrading
from neurohire.ai.service import service_of
from neurohire.database import Database, record
from neurohire.events import Event
from neurohire.grading.protocol import AnswerText
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.models.questions import Question
from neurohire.models.scores import Score
from neurohire.services import answers, grading, journal, tasks
from neurohire.services.interviews import changed
from neurohire.settings import get_settings
from neurohire.vocabulary import GradingState, ModelState, ScoreSource


class ToGrade(BaseModel):
    """One question with its answer, and no word about who it is."""

    row_id: str
    question: Question
    answer: AnswerText


def finish_embedded(db: Session, interview_id: str) -> None:
    """The embedded suggestions stand; ask for the model's, if there is one and the candidate agreed."""
    grading.finish(db, interview_id)
    interview = db.get(Interview, interview_id)
    if interview is None or interview.grading_state != GradingState.DONE:
        return
    interview.model_grading_state = ModelState.NONE
    if service_of(get_settings(), "grading") is None or not grading.may_suggest(db, interview.id):
        return
    interview.model_grading_state = ModelState.WAITING
    tasks.add(db, tasks.MODEL_GRADE_TASK, interview.id)
    record(db, Event("work", "task_due"))


async def grade(database: Database, grader: ModelGrader, interview_id: str, task_id: str) -> None:
    """The task: one question after the other, so that a killed server goes on where it was."""
    while (work := await database.read(next_question, interview_id)) is not None:
        try:
            found = await grader.grade(work.question, work.answer, interview_id)
        except ModelFailed as failure:
            if failure.reason is not Reason.OVER_BUDGET:
                raise  # it comes round again, later
            await database.transact(give_up, interview_id)
            return
        await database.transact(keep, interview_id, work.row_id, found)
        await database.transact(tasks.renew, task_id)
    await database.transact(finish, interview_id)


def next_question(db: Session, interview_id: str) -> ToGrade | None:
    """The next one without the model's word; None: all have it, or nobody wants it any more."""
    row = db.get(Interview, interview_id)
    if row is None or not _is_wanted(row) or not grading.may_suggest(db, interview_id):
        return None
    done = _done(db, interview_id)
    for question in grading.asked(db, interview_id):
        if question.id in done or not question.question.get("rubric"):
            continue
        answer = answers.text_of(db, question.id)
        if not answer.is_blank():
            return ToGrade(
                row_id=question.id, question=Question.model_validate(question.question), answer=answer
            )
    return None


def keep(db: Session, interview_id: str, row_id: str, found: ModelGrading) -> None:
    """The scores of one question; totals are made at the end."""
    row = db.get(Interview, interview_id, with_for_update=True, populate_existing=True)
    question = db.get(InterviewQuestion, row_id)
    if row is None or question is None or not _is_wanted(row) or row_id in _done(db, interview_id):
        return
    for grade in found.grading.criteria:
        score = grading.new_score(question, found.grading, grade, ScoreSource.MODEL)
        score.runs = found.runs.get(grade.criterion, [])
        db.add(score)
    body = {
        "question_id": row_id,
        "source": ScoreSource.MODEL.value,
        "grader": found.grading.grader,
        "points": {grade.criterion: grade.points for grade in found.grading.criteria},
        "runs": found.runs,
    }
    journal.append(db, interview_id, "system", "scores_suggested", body)


def finish(db: Session, interview_id: str) -> None:
    """New totals, from what counts now."""
    row = db.get(Interview, interview_id, with_for_update=True, populate_existing=True)
    if row is None or not _is_wanted(row):
        return
    row.model_grading_state = ModelState.DONE
    grading.sum_up(db, row)
    body = {"score": row.score, "base": row.score_base, "at": clock.now().isoformat()}
    journal.append(db, row.id, "system", "model_grading_done", body)
    changed(db, row)


def give_up(db: Session, interview_id: str) -> None:
    """The embedded suggestions stand; the report says so. What the model gave so far counts."""
    row = db.get(Interview, interview_id, with_for_update=True, populate_existing=True)
    if row is not None and _is_wanted(row):
        row.model_grading_state = ModelState.FAILED
        grading.sum_up(db, row)
        changed(db, row)


def switch_off(db: Session) -> None:
    """At a start without a model: nobody waits for it any more."""
    for interview_id in tasks.drop(db, tasks.MODEL_GRADE_TASK):
        row = db.get(Interview, interview_id)
        if row is not None and row.model_grading_state == ModelState.WAITING:
            row.model_grading_state = ModelState.NONE


def _done(db: Session, interview_id: str) -> set[str]:
    """Questions that have the model's word."""
    rows = db.scalars(
        select(Score.interview_question_id).where(  # type: ignore[call-overload]
            col(Score.interview_id) == interview_id,
            col(Score.source) == ScoreSource.MODEL,
            col(Score.replaced_at).is_(None),
        )
    )
    return set(rows)


def _is_wanted(row: Interview) -> bool:
    """Not while it is graded anew, and not after a person has decided on what was there."""
    is_graded = row.grading_state == GradingState.DONE and row.state in grading.GRADED
    return is_graded and row.model_grading_state == ModelState.WAITING
