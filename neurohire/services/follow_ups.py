"""Which follow-up to ask: one whose criterion the answer has not touched, from the question's own list."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.grading.embedded import EmbeddedGrader
from neurohire.grading.protocol import AnswerText
from neurohire.models.interviews import FollowUpAsked, InterviewQuestion
from neurohire.models.questions import Question
from neurohire.services import answers

TOUCHED = 2.0  # of 4: about half of the expected points are there


def choose(db: Session, row: InterviewQuestion, asked: int) -> str | None:
    """The next follow-up's text, or None: enough was said, nothing was said, or none is left."""
    question = Question.model_validate(row.question)
    if asked >= len(question.follow_ups) or not question.rubric:
        return None
    answer = answers.text_of(db, row.id)
    if answer.is_blank():
        return None  # nobody is asked on about an answer that was not given
    used = set(
        db.scalars(
            select(FollowUpAsked.text).where(col(FollowUpAsked.interview_question_id) == row.id)  # type: ignore[call-overload]
        )
    )
    weak = _weak(question, answer)
    for follow_up in question.follow_ups:
        if follow_up.text not in used and follow_up.criterion in weak:
            return follow_up.text
    return None


def _weak(question: Question, answer: AnswerText) -> set[str]:
    grading = EmbeddedGrader().grade(question, answer)
    return {grade.criterion for grade in grading.criteria if (grade.points or 0.0) < TOUCHED}
