"""The candidate's own copy after submitting: what was asked and what was answered; never rubric or scores."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.auth.actors import CandidateGrant
from neurohire.errors import InvalidState
from neurohire.models.interviews import FollowUpAsked, Interview, InterviewQuestion
from neurohire.services import access, answers, recordings, transcripts
from neurohire.services.question_sets import rows_of
from neurohire.vocabulary import InterviewState, QuestionState

HANDED_IN = (InterviewState.SUBMITTED, InterviewState.REVIEWED, InterviewState.TERMINATED)


class ReceiptPart(BaseModel):
    """The answer to a question, or to one of its follow-ups."""

    follow_up_text: str = ""
    text: str = ""
    spoken: str = ""  # what was said, as far as it was written down
    code: str = ""
    code_language: str = ""
    recordings: list[str] = []  # ids of takes


class ReceiptQuestion(BaseModel):
    number: int
    text: str
    is_skipped: bool
    parts: list[ReceiptPart]


class Receipt(BaseModel):
    """What the candidate may keep."""

    number: str
    title: str
    candidate_name: str
    submitted_at: datetime
    reason: str  # candidate | time_up | policy
    answered: int
    total: int
    questions: list[ReceiptQuestion]  # those that were asked


def receipt(db: Session, grant: CandidateGrant) -> Receipt:
    """InvalidState before the interview is handed in."""
    row = access.granted_interview(db, grant)
    if row.state not in HANDED_IN or row.submitted_at is None:
        raise InvalidState("The interview is not handed in yet.", code="not_submitted")
    rows = rows_of(db, row.id)
    asked = [found for found in rows if found.state != QuestionState.PENDING]
    takes = recordings.of_interview(db, row.id)
    questions = [_question(db, found, takes.get(found.id, [])) for found in asked]
    return Receipt(
        number=number_of(row),
        title=row.title,
        candidate_name=row.candidate_name,
        submitted_at=row.submitted_at,
        reason=row.submit_reason,
        answered=sum(not q.is_skipped and any(map(_has_answer, q.parts)) for q in questions),
        total=len(rows),
        questions=questions,
    )


def number_of(row: Interview) -> str:
    """Short enough to read out, and found again by a search for the interview's id."""
    return short_number(row.id)


def short_number(interview_id: str) -> str:
    return interview_id.replace("-", "")[-8:].upper()


def as_text(found: Receipt) -> str:
    """The copy as plain text."""
    lines = [f"{found.title} - {found.candidate_name}".rstrip(" -"), f"Receipt {found.number}"]
    lines += [f"Submitted {found.submitted_at:%Y-%m-%d %H:%M} UTC", ""]
    for question in found.questions:
        lines += [f"{question.number}. {question.text}", ""]
        for part in question.parts:
            lines += [f"-> {part.follow_up_text}", ""] if part.follow_up_text else []
            lines += ["[said, as it was written down]", part.spoken, ""] if part.spoken else []
            lines += [part.text, ""] if part.text else []
            lines += [f"[{part.code_language or 'code'}]", part.code, ""] if part.code else []
            lines += [f"[spoken: {len(part.recordings)} recording(s)]", ""] if part.recordings else []
            lines += [] if _has_answer(part) else ["[no answer]", ""]
    return "\n".join(lines)


def _question(db: Session, row: InterviewQuestion, takes: list[recordings.RecordingView]) -> ReceiptQuestion:
    given = {answer.follow_up: answer for answer in answers.of_question(db, row.id)}
    follow_ups = db.scalars(
        select(FollowUpAsked)
        .where(col(FollowUpAsked.interview_question_id) == row.id)
        .order_by(col(FollowUpAsked.number))
    )
    texts = {0: ""} | {asked.number: asked.text for asked in follow_ups}
    said = transcripts.of_place(db, row.id)
    parts = []
    for number, text in texts.items():
        answer = given.get(number)
        parts.append(
            ReceiptPart(
                follow_up_text=text,
                text=answer.text if answer else "",
                spoken=transcripts.spoken_text(take for take in said if take.follow_up == number),
                code=answer.code if answer else "",
                code_language=answer.code_language if answer else "",
                recordings=[take.id for take in takes if take.follow_up == number],
            )
        )
    return ReceiptQuestion(
        number=row.place + 1,
        text=str(row.question["text"]),
        is_skipped=row.state == QuestionState.SKIPPED,
        parts=parts,
    )


def _has_answer(part: ReceiptPart) -> bool:
    return bool(part.text.strip() or part.code.strip() or part.recordings)
