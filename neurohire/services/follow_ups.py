"""Which prepared follow-up to ask: one whose criterion the answer has not touched, of the question's own."""

from __future__ import annotations

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.grading.embedded import EmbeddedGrader
from neurohire.grading.protocol import AnswerText
from neurohire.models.interviews import FollowUpAsked, InterviewQuestion
from neurohire.models.questions import Question
from neurohire.questions.uniqueness import is_near_duplicate
from neurohire.services import answers
from neurohire.vocabulary import FollowUpSource

TOUCHED = 2.0  # of 4: about half of the expected points are there


class Chosen(BaseModel):
    """A follow-up to be asked, and where it comes from; model and prompt only when a model wrote it."""

    text: str
    source: FollowUpSource = FollowUpSource.BANK
    model: str = ""
    prompt: str = ""


def choose(db: Session, row: InterviewQuestion, asked: int) -> Chosen | None:
    """The next prepared one, or None: enough was said, nothing was said, or none is left."""
    question = Question.model_validate(row.question)
    if asked >= len(question.follow_ups) or not question.rubric:
        return None
    answer = answers.text_of(db, row.id)
    if answer.is_blank():
        return None  # nobody is asked on about an answer that was not given
    used = texts_asked(db, [row.id])
    weak = _weak(question, answer)
    for follow_up in question.follow_ups:
        is_used = any(is_near_duplicate(follow_up.text, text) for text in used)
        if not is_used and follow_up.criterion in weak:
            return Chosen(text=follow_up.text)
    return None


def texts_asked(db: Session, row_ids: list[str]) -> list[str]:
    """The follow-ups that these questions had so far."""
    rows = db.scalars(
        select(FollowUpAsked.text)  # type: ignore[call-overload]
        .where(col(FollowUpAsked.interview_question_id).in_(row_ids))
        .order_by(col(FollowUpAsked.interview_question_id), col(FollowUpAsked.number))
    )
    return list(rows)


def _weak(question: Question, answer: AnswerText) -> set[str]:
    grading = EmbeddedGrader().grade(question, answer)
    return {grade.criterion for grade in grading.criteria if (grade.points or 0.0) < TOUCHED}
