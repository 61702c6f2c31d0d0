"""The answers of an interview as one text per question: what graders and reports read."""

from __future__ import annotations

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.grading.protocol import AnswerPart, AnswerText
from neurohire.models.answers import Answer, Recording
from neurohire.vocabulary import AnswerMode


class AnswerView(BaseModel):
    """One answer (the question's own, or a follow-up's) as it was given."""

    follow_up: int
    mode: AnswerMode
    text: str
    code: str
    code_language: str
    is_late: bool


def of_question(db: Session, row_id: str) -> list[AnswerView]:
    """The answer and those to its follow-ups, in order."""
    rows = db.scalars(
        select(Answer).where(col(Answer.interview_question_id) == row_id).order_by(col(Answer.follow_up))
    )
    return [AnswerView(**row.model_dump(include=set(AnswerView.model_fields))) for row in rows]


def is_empty(db: Session, row_id: str) -> bool:
    """No text, no code and no voice: a voice alone can't be read here, but it is an answer."""
    spoken = select(Recording.id).where(col(Recording.interview_question_id) == row_id).limit(1)  # type: ignore[call-overload]
    return text_of(db, row_id).is_blank() and db.scalar(spoken) is None


def text_of(db: Session, row_id: str) -> AnswerText:
    """Everything said, typed or coded to one question; parts are named text-0, code-0, text-1 …"""
    parts = []
    for answer in of_question(db, row_id):
        spoken = AnswerMode.SPEECH if answer.mode is AnswerMode.SPEECH else AnswerMode.TEXT
        if answer.text.strip():
            parts.append(AnswerPart(key=f"text-{answer.follow_up}", mode=spoken, text=answer.text))
        if answer.code.strip():
            parts.append(AnswerPart(key=f"code-{answer.follow_up}", mode=AnswerMode.CODE, text=answer.code))
    return AnswerText(parts=parts)
