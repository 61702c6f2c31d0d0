"""Rows of the conversation: the question that is on, its follow-ups and its answers."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import CandidateGrant
from neurohire.errors import InvalidState
from neurohire.models.answers import Answer, Document
from neurohire.models.interviews import FollowUpAsked, Interview, InterviewQuestion
from neurohire.models.questions import Question
from neurohire.services import access, documents, journal
from neurohire.services.follow_ups import Chosen
from neurohire.services.question_sets import rows_of
from neurohire.vocabulary import AnswerMode, InterviewState, QuestionState, QuestionType

MAX_FOLLOW_UPS = 2
OVER_NOW = "The interview is over. Your answers are kept."


def running(db: Session, grant: CandidateGrant, question_id: str) -> tuple[Interview, InterviewQuestion]:
    """The live interview and the question that is on, or InvalidState."""
    row = access.granted_interview(db, grant)
    if row.state != InterviewState.LIVE:
        raise InvalidState(OVER_NOW, code="over")
    question = db.get(InterviewQuestion, question_id)
    if question is None or question.interview_id != row.id or question.state != QuestionState.ASKED:
        raise InvalidState("This question is done already. Your answer is kept.", code="question_done")
    return row, question


def current(rows: list[InterviewQuestion]) -> InterviewQuestion | None:
    return next((row for row in rows if row.state == QuestionState.ASKED), None)


def open_document(db: Session, interview_id: str) -> str | None:
    """The document of the question that is on, if it is answered in code."""
    question = current(rows_of(db, interview_id))
    document = document_of(db, question.id) if question else None
    return document.id if document else None


def document_of(db: Session, question_id: str) -> Document | None:
    return db.scalars(
        select(Document).where(col(Document.interview_question_id) == question_id)
    ).one_or_none()


def follow_up_now(db: Session, question_id: str) -> int:
    """0 while the question itself is on, else the number of its newest follow-up."""
    newest = select(func.max(FollowUpAsked.number)).where(
        col(FollowUpAsked.interview_question_id) == question_id
    )
    return db.scalar(newest) or 0


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


def finish_answer(db: Session, row: Interview, question: InterviewQuestion, follow_up: int) -> None:
    """From here on it stays as it is; code is taken from the document."""
    answer = answer_row(db, row.id, question.id, follow_up)
    if follow_up == 0 and (document := document_of(db, question.id)) is not None:
        code = documents.text(db, document.id)
        is_touched = code.strip() != document.starter.strip()
        answer.code, answer.code_language = code if is_touched else "", document.language
    answer.is_final, answer.updated_at = True, clock.now()
    db.add(answer)


def ask_next(db: Session, row: Interview) -> None:
    """The next question, or the word that there is none left."""
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


def ask_follow_up(
    db: Session, row: Interview, question: InterviewQuestion, number: int, chosen: Chosen
) -> None:
    """One more thing about the same question; the journal says whether a model wrote it."""
    db.add(
        FollowUpAsked(
            interview_question_id=question.id,
            number=number,
            text=chosen.text,
            source=chosen.source.value,
            model=chosen.model,
            prompt=chosen.prompt,
            asked_at=clock.now(),
        )
    )
    body = {
        "question_id": question.id,
        "number": question.place + 1,
        "follow_up": number,
        "text": chosen.text,
        "source": chosen.source.value,
    }
    journal.append(db, row.id, "system", "follow_up_asked", body)


def end_question(db: Session, row: Interview, question: InterviewQuestion, state: QuestionState) -> None:
    """On to the next one."""
    question.state, question.ended_at = state, clock.now()
    journal.append(
        db, row.id, f"candidate:{row.candidate_id}", f"question_{state.value}", {"question_id": question.id}
    )
    ask_next(db, row)


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
