"""What the candidate's page draws itself from: the interview as it stands, and never rubric or scores."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import CandidateGrant
from neurohire.models.answers import Answer
from neurohire.models.interviews import FollowUpAsked, InterviewQuestion
from neurohire.models.questions import Question
from neurohire.services import access, asking, camera_checks, consent, heard, interview_clock
from neurohire.services.heard import HeardAnswer, HeardTake
from neurohire.services.question_sets import rows_of
from neurohire.settings import get_settings
from neurohire.vocabulary import AnswerMode, InterviewState, QuestionState, QuestionType

ENDED = (QuestionState.ANSWERED, QuestionState.SKIPPED)


class Turn(BaseModel):
    """What the candidate is asked right now; never rubric, follow-ups to come, or scores."""

    question_id: str  # row id of the interview's question
    number: int  # 1-based
    type: QuestionType
    text: str  # the question
    follow_up: int = 0  # 0: the question itself, 1 or 2: its follow-ups
    follow_up_text: str = ""
    languages: list[str] = []
    code_language: str = ""
    document_id: str | None = None
    mode: AnswerMode = AnswerMode.TEXT
    draft: str = ""  # text so far
    spoken: list[HeardTake] = []  # what was said here, in words, as far as it is written down
    is_deciding: bool = False  # the answer is in, and what comes next is being thought about


class CandidateView(BaseModel):
    """Everything the candidate's page draws itself from."""

    interview_id: str
    state: InterviewState
    title: str
    candidate_name: str
    language: str
    total: int
    answered: int  # answered or skipped
    states: list[QuestionState]  # in order: what the progress shows
    turn: Turn | None
    server_time: datetime
    started_at: datetime | None
    deadline: datetime | None
    submitted_at: datetime | None
    submit_reason: str
    listening: consent.Listening = consent.Listening()
    checks: camera_checks.Standing
    heard: list[HeardAnswer] = []  # when all are asked: everything spoken, to be looked through


def view(db: Session, grant: CandidateGrant) -> CandidateView:
    """The interview as it stands; reading it changes nothing."""
    row = access.granted_interview(db, grant)
    rows = rows_of(db, row.id)
    current = asking.current(rows)
    return CandidateView(
        interview_id=row.id,
        state=InterviewState(row.state),
        title=row.title,
        candidate_name=row.candidate_name,
        language=row.language,
        total=len(rows),
        answered=sum(r.state in ENDED for r in rows),
        states=[QuestionState(r.state) for r in rows],
        turn=_turn(db, current) if current and row.state == InterviewState.LIVE else None,
        server_time=clock.now(),
        started_at=row.started_at,
        deadline=interview_clock.deadline(row),
        submitted_at=row.submitted_at,
        submit_reason=row.submit_reason,
        checks=camera_checks.standing(db, row),
        listening=consent.listening(db, row.id, get_settings()),
        heard=[] if current or row.state != InterviewState.LIVE else heard.to_look_through(db, row.id),
    )


def _turn(db: Session, row: InterviewQuestion) -> Turn:
    asked = Question.model_validate(row.question)
    follow_ups = _follow_ups(db, row.id)
    number = max(follow_ups, default=0)
    document = asking.document_of(db, row.id)
    answer = db.scalars(
        select(Answer).where(col(Answer.interview_question_id) == row.id, col(Answer.follow_up) == number)
    ).one_or_none()
    return Turn(
        question_id=row.id,
        number=row.place + 1,
        type=asked.type,
        text=asked.text,
        follow_up=number,
        follow_up_text=follow_ups.get(number, ""),
        languages=asked.languages,
        code_language=document.language if document else "",
        document_id=document.id if document else None,
        mode=AnswerMode(answer.mode) if answer else _first_mode(asked, number),
        draft=answer.text if answer else "",
        spoken=heard.for_candidate(db, row.id, number),
        is_deciding=row.deciding_since is not None,
    )


def _follow_ups(db: Session, question_id: str) -> dict[int, str]:
    rows = db.scalars(select(FollowUpAsked).where(col(FollowUpAsked.interview_question_id) == question_id))
    return {row.number: row.text for row in rows}


def _first_mode(asked: Question, follow_up: int) -> AnswerMode:
    is_code = asked.type is QuestionType.CODING and follow_up == 0
    return AnswerMode.CODE if is_code else AnswerMode.TEXT
