"""The answers of an interview as one text per question: what graders and reports read."""

from __future__ import annotations

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.grading.protocol import AnswerPart, AnswerText
from neurohire.models.answers import Answer, Recording
from neurohire.services import transcripts
from neurohire.services.transcripts import SpokenTake
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
    """No text, no code and no voice: a voice whose words are not known is an answer all the same."""
    spoken = select(Recording.id).where(col(Recording.interview_question_id) == row_id).limit(1)  # type: ignore[call-overload]
    return text_of(db, row_id).is_blank() and db.scalar(spoken) is None


def text_of(db: Session, row_id: str) -> AnswerText:
    """Everything said, typed or coded to one question; parts are named speech-0, text-0, code-0, text-1 …"""
    given = {answer.follow_up: answer for answer in of_question(db, row_id)}
    takes: dict[int, list[SpokenTake]] = {}
    for take in transcripts.of_place(db, row_id):
        takes.setdefault(take.follow_up, []).append(take)
    parts: list[AnswerPart] = []
    for number in sorted({*given, *takes}):
        if said := transcripts.spoken_text(takes.get(number, [])):
            parts.append(AnswerPart(key=f"speech-{number}", mode=AnswerMode.SPEECH, text=said))
        if number in given:
            parts += _written(given[number], is_gist=not said)
    return AnswerText(parts=parts)


def _written(answer: AnswerView, *, is_gist: bool) -> list[AnswerPart]:
    """`is_gist`: where nothing spoken was written down, the text stands for what was said."""
    parts = []
    mode = AnswerMode.SPEECH if is_gist and answer.mode is AnswerMode.SPEECH else AnswerMode.TEXT
    if answer.text.strip():
        parts.append(AnswerPart(key=f"text-{answer.follow_up}", mode=mode, text=answer.text))
    if answer.code.strip():
        parts.append(AnswerPart(key=f"code-{answer.follow_up}", mode=AnswerMode.CODE, text=answer.code))
    return parts
