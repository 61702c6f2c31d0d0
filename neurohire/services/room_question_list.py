"""What interviewers read of the questions in the room: the list with rubrics, and the bank."""

from __future__ import annotations

from pydantic import BaseModel
from sqlmodel import Session

from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.errors import NotFound
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.models.questions import Criterion, Question
from neurohire.services import pool_list, room_access
from neurohire.services.pool_list import PoolFilter
from neurohire.services.question_sets import rows_of
from neurohire.services.room_access import STAFF
from neurohire.vocabulary import Level, QuestionSource, QuestionType

FOUND = 20
AROUND = 0.15  # of the time goes to welcome and questions of the candidate
WEIGHTS = {
    QuestionType.CODING: 3.0,
    QuestionType.SCENARIO: 1.5,
    QuestionType.TECHNICAL: 1.0,
    QuestionType.BEHAVIOURAL: 1.0,
}


class RoomQuestion(BaseModel):
    """One question as interviewers see it: never for candidates."""

    id: str
    number: int
    type: QuestionType
    text: str
    skill: str
    levels: list[Level]
    rubric: list[Criterion]
    follow_ups: list[str]
    languages: list[str]
    starter: str
    source: QuestionSource
    quoted_fact: str
    minutes: int  # suggested, so that all fit in


class BankQuestion(BaseModel):
    """A question that may be picked."""

    id: str
    type: QuestionType
    text: str
    skill: str
    levels: list[Level]
    has_rubric: bool
    is_here: bool  # in this interview's list already


def whole(db: Session, who: CandidateGrant | Actor, interview_id: str) -> list[RoomQuestion]:
    """The list in order; NotFound for the candidate."""
    seated = room_access.seated(db, who, interview_id)
    if seated.seat not in STAFF:
        raise NotFound()
    rows = rows_of(db, interview_id)
    return [_view(row, minutes) for row, minutes in zip(rows, _minutes(seated.interview, rows), strict=True)]


def bank(
    db: Session, who: CandidateGrant | Actor, interview_id: str, search: str = "", kind: str = ""
) -> list[BankQuestion]:
    """The best known of the bank that fit, as far as this person may see it; not for the candidate."""
    seated = room_access.seated(db, who, interview_id)
    if seated.seat not in STAFF or not isinstance(who, Actor):
        raise NotFound()
    chosen = QuestionType(kind) if kind in set(QuestionType) else None
    asked = PoolFilter(search=search[:200], type=chosen, sort="-uses")
    found = pool_list.list_page(db, who, asked, limit=FOUND * 2).rows
    here = {row.pool_id for row in rows_of(db, interview_id)}
    return [
        BankQuestion(
            id=row.id,
            type=row.type,
            text=row.text,
            skill=row.skill,
            levels=row.levels,
            has_rubric=row.has_rubric,
            is_here=row.id in here,
        )
        for row in found
        if row.source is not QuestionSource.RESUME  # a form without anybody's line
    ][:FOUND]


def _view(row: InterviewQuestion, minutes: int) -> RoomQuestion:
    question = Question.model_validate(row.question)
    return RoomQuestion(
        id=row.id,
        number=row.place + 1,
        follow_ups=[follow_up.text for follow_up in question.follow_ups],
        minutes=minutes,
        **question.model_dump(
            include={
                "type", "text", "skill", "levels", "rubric", "languages", "starter", "source", "quoted_fact",
            }
        ),
    )  # fmt: skip


def _minutes(interview: Interview, rows: list[InterviewQuestion]) -> list[int]:
    """The interview's time shared out by kind of question, in whole minutes."""
    weights = [WEIGHTS[QuestionType(row.question["type"])] for row in rows]
    room = (interview.minutes + interview.extra_minutes) * (1 - AROUND)
    return [max(2, round(room * weight / sum(weights))) for weight in weights]
