"""The AI-led conversation: start, which question is on, follow-ups, the end. All state is in the database."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import select, update
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import CandidateGrant
from neurohire.database import record
from neurohire.errors import InvalidState, Rejected
from neurohire.events import Event
from neurohire.models.answers import Answer, Document
from neurohire.models.interviews import FollowUpAsked, Interview, InterviewQuestion
from neurohire.models.questions import Question
from neurohire.models.scores import Task
from neurohire.services import (
    access,
    consent,
    documents,
    entrance,
    follow_ups,
    interview_clock,
    journal,
    tasks,
    transcripts,
)
from neurohire.services.interviews import changed
from neurohire.services.question_sets import rows_of
from neurohire.services.transcripts import HeardAnswer, HeardTake
from neurohire.settings import get_settings
from neurohire.vocabulary import (
    AnswerMode,
    DataKind,
    GradingState,
    InterviewState,
    QuestionState,
    QuestionType,
)

GRADE_TASK = tasks.GRADE_TASK
MAX_FOLLOW_UPS = 2
OVER_NOW = "The interview is over. Your answers are kept."
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
    heard: list[HeardAnswer] = []  # when all are asked: everything spoken, to be looked through


def view(db: Session, grant: CandidateGrant) -> CandidateView:
    """The interview as it stands; reading it changes nothing."""
    row = access.granted_interview(db, grant)
    rows = rows_of(db, row.id)
    current = _current(rows)
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
        listening=consent.listening(db, row.id, get_settings()),
        heard=[] if current or row.state != InterviewState.LIVE else transcripts.to_look_through(db, row.id),
    )


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
    _ask_next(db, row)
    changed(db, row)


def end_turn(db: Session, grant: CandidateGrant, question_id: str, follow_up: int) -> None:
    """The candidate is done: a follow-up on what was not touched, else the next question, if any."""
    row, question = running(db, grant, question_id)
    if follow_up != follow_up_now(db, question.id):
        return  # a resent "done" of an earlier turn
    _finish_answer(db, row, question, follow_up)
    text = follow_ups.choose(db, question, follow_up)
    if text is not None and follow_up < MAX_FOLLOW_UPS:
        _ask_follow_up(db, row, question, follow_up + 1, text)
        return
    _end_question(db, row, question, QuestionState.ANSWERED)


def skip(db: Session, grant: CandidateGrant, question_id: str) -> None:
    """The candidate leaves the question (confirmed on the page); what was typed is kept."""
    row, question = running(db, grant, question_id)
    _finish_answer(db, row, question, follow_up_now(db, question.id))
    has_answer = follow_up_now(db, question.id) > 0
    _end_question(db, row, question, QuestionState.ANSWERED if has_answer else QuestionState.SKIPPED)


def submit(db: Session, grant: CandidateGrant) -> None:
    """Hand in; of 50 at once one counts and the others find it done."""
    row = access.granted_interview(db, grant)
    if row.state in (InterviewState.SUBMITTED, InterviewState.REVIEWED, InterviewState.TERMINATED):
        return
    _submit(db, row, grant.journal_name, "candidate")


def submit_when_time_is_up(db: Session, interview_id: str) -> None:
    """The deadline's task: submits what was answered, unless time was given back meanwhile."""
    row = db.get(Interview, interview_id)
    if row is None or row.state != InterviewState.LIVE:
        return
    due = interview_clock.deadline(row)
    if due is not None and clock.now() >= due:
        _submit(db, row, "system", "time_up")


def open_document(db: Session, interview_id: str) -> str | None:
    """The document of the question that is on, if it is answered in code."""
    current = _current(rows_of(db, interview_id))
    document = document_of(db, current.id) if current else None
    return document.id if document else None


def expire(db: Session, interview_id: str) -> None:
    """The link's last day has passed: an interview never begun is expired."""
    row = db.get(Interview, interview_id, with_for_update=True, populate_existing=True)
    if row is None or row.state not in (InterviewState.DRAFT, InterviewState.INVITED):
        return
    if clock.now() >= row.expires_at:
        row.state = InterviewState.EXPIRED
        journal.append(db, row.id, "system", "interview_expired")
        changed(db, row)


def running(db: Session, grant: CandidateGrant, question_id: str) -> tuple[Interview, InterviewQuestion]:
    """The live interview and the question that is on, or InvalidState."""
    row = access.granted_interview(db, grant)
    if row.state != InterviewState.LIVE:
        raise InvalidState(OVER_NOW, code="over")
    question = db.get(InterviewQuestion, question_id)
    if question is None or question.interview_id != row.id or question.state != QuestionState.ASKED:
        raise InvalidState("This question is done already. Your answer is kept.", code="question_done")
    return row, question


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
        if question.state == QuestionState.ASKED:
            _finish_answer(db, row, question, follow_up_now(db, question.id))
            question.state, question.ended_at = QuestionState.ANSWERED, clock.now()
    journal.append(db, row.id, actor, "interview_submitted", {"reason": reason})
    db.add(Task(kind=GRADE_TASK, subject_id=row.id, due_at=clock.now(), created_at=clock.now()))
    record(db, Event("work", "task_due"))
    changed(db, row)


def _end_question(db: Session, row: Interview, question: InterviewQuestion, state: QuestionState) -> None:
    question.state, question.ended_at = state, clock.now()
    journal.append(
        db, row.id, f"candidate:{row.candidate_id}", f"question_{state.value}", {"question_id": question.id}
    )
    _ask_next(db, row)


def _ask_next(db: Session, row: Interview) -> None:
    db.flush()
    pending = [r for r in rows_of(db, row.id) if r.state == QuestionState.PENDING]
    if not pending:
        journal.append(db, row.id, "system", "all_questions_answered")
        return
    question = pending[0]
    question.state, question.asked_at = QuestionState.ASKED, clock.now()
    asked = Question.model_validate(question.question)
    if asked.type is QuestionType.CODING:
        _open_document(db, row, question, asked)
    journal.append(
        db, row.id, "system", "question_asked", {"question_id": question.id, "number": question.place + 1}
    )


def _open_document(db: Session, row: Interview, question: InterviewQuestion, asked: Question) -> None:
    language = asked.languages[0] if asked.languages else "Python"
    db.add(
        Document(
            interview_id=row.id,
            interview_question_id=question.id,
            language=language,
            starter=asked.starter,
            created_at=clock.now(),
        )
    )
    db.flush()


def _ask_follow_up(db: Session, row: Interview, question: InterviewQuestion, number: int, text: str) -> None:
    db.add(FollowUpAsked(interview_question_id=question.id, number=number, text=text, asked_at=clock.now()))
    body = {"question_id": question.id, "number": question.place + 1, "follow_up": number, "text": text}
    journal.append(db, row.id, "system", "follow_up_asked", body)


def _finish_answer(db: Session, row: Interview, question: InterviewQuestion, follow_up: int) -> None:
    answer = answer_row(db, row.id, question.id, follow_up)
    if follow_up == 0 and (document := document_of(db, question.id)) is not None:
        code = documents.text(db, document.id)
        is_touched = code.strip() != document.starter.strip()
        answer.code, answer.code_language = code if is_touched else "", document.language
    answer.is_final, answer.updated_at = True, clock.now()
    db.add(answer)


def answer_row(db: Session, interview_id: str, question_id: str, follow_up: int) -> Answer:
    """The answer's row, made when there is none yet."""
    found = db.scalars(
        select(Answer).where(
            col(Answer.interview_question_id) == question_id, col(Answer.follow_up) == follow_up
        )
    ).one_or_none()
    if found is None:
        found = Answer(
            interview_id=interview_id,
            interview_question_id=question_id,
            follow_up=follow_up,
            mode=AnswerMode.CODE if follow_up == 0 and document_of(db, question_id) else AnswerMode.TEXT,
            updated_at=clock.now(),
        )
        db.add(found)
    return found


def document_of(db: Session, question_id: str) -> Document | None:
    return db.scalars(
        select(Document).where(col(Document.interview_question_id) == question_id)
    ).one_or_none()


def _current(rows: list[InterviewQuestion]) -> InterviewQuestion | None:
    return next((row for row in rows if row.state == QuestionState.ASKED), None)


def follow_up_now(db: Session, question_id: str) -> int:
    """0 while the question itself is on, else the number of its newest follow-up."""
    return max(_follow_ups(db, question_id), default=0)


def _follow_ups(db: Session, question_id: str) -> dict[int, str]:
    rows = db.scalars(select(FollowUpAsked).where(col(FollowUpAsked.interview_question_id) == question_id))
    return {row.number: row.text for row in rows}


def _first_mode(asked: Question, follow_up: int) -> AnswerMode:
    is_code = asked.type is QuestionType.CODING and follow_up == 0
    return AnswerMode.CODE if is_code else AnswerMode.TEXT


def _turn(db: Session, row: InterviewQuestion) -> Turn:
    asked = Question.model_validate(row.question)
    follow_ups = _follow_ups(db, row.id)
    number = max(follow_ups, default=0)
    document = document_of(db, row.id)
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
        spoken=transcripts.for_candidate(db, row.id, number),
    )
