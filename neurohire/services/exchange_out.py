"""What our tables say in the words of an earlier system's files; fields we have no place for are put back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.exchange.differences import patched
from neurohire.models.candidates import Candidate
from neurohire.models.interviews import FollowUpAsked, Interview, InterviewQuestion
from neurohire.services import answers
from neurohire.services.answers import AnswerView
from neurohire.services.question_sets import rows_of
from neurohire.vocabulary import GradingState, InterviewState

Json = dict[str, Any]
HANDED_IN = (InterviewState.SUBMITTED, InterviewState.REVIEWED, InterviewState.TERMINATED)


def imported(row: Interview) -> Json:
    """What the import remembers of this interview; empty for one of our own."""
    found: Json = row.extra.get("imported", {})
    return found


def key_of(row: Interview) -> str:
    return str(imported(row).get("key", row.id))


def links_record(db: Session, row: Interview) -> Json | None:
    """The interview as interview_links.json has it; None: it came without."""
    kept = imported(row)
    if kept and "links" not in kept:
        return None
    found: Json = patched(own_links(db, row), kept.get("links"))
    return found


def answers_record(db: Session, row: Interview) -> Json | None:
    """The answers as candidate_answers.json has them; None: there are none."""
    kept, ours = imported(row), own_answers(db, row)
    if "answers" not in kept and not ours["answers"]:
        return None
    found: Json = patched(ours, kept.get("answers"))
    return found


def own_links(db: Session, row: Interview) -> Json:
    """Without what only the earlier system knew."""
    candidate = db.get(Candidate, row.candidate_id) if row.candidate_id else None
    elsewhere = set(imported(row).get("only_in_answers", ()))
    return {
        "questions": [_question(q) for q in rows_of(db, row.id) if q.id not in elsewhere],
        "candidate_email": candidate.email if candidate else "",
        "candidate_name": row.candidate_name,
        "job_role": row.title,
        "completed": row.state in HANDED_IN,
    }


def own_answers(db: Session, row: Interview) -> Json:
    """Each answer with its question; those to follow-ups with the follow-up's words."""
    found: Json = {"answers": [pair for q in rows_of(db, row.id) for pair in _pairs(db, q)]}
    if row.grading_state == GradingState.DONE and row.score is not None:
        found["final_score"] = row.score
    if row.grading_state == GradingState.DONE and row.feedback.get("overall") and not imported(row):
        found["overall_feedback"] = row.feedback["overall"]
    return found


def _question(row: InterviewQuestion) -> Json:
    question = row.question
    return {"type": question["type"], "text": question["text"], "keywords": [question["skill"]]}


def _pairs(db: Session, row: InterviewQuestion) -> list[Json]:
    texts = {0: str(row.question["text"])} | {
        asked.number: asked.text
        for asked in db.scalars(
            select(FollowUpAsked).where(col(FollowUpAsked.interview_question_id) == row.id)
        )
    }
    return [_pair(texts.get(a.follow_up, ""), a) for a in answers.of_question(db, row.id)]


def _pair(question: str, answer: AnswerView) -> Json:
    if not answer.code:
        return {"question": question, "answer": answer.text}
    code = {"code": answer.code, "code_language": answer.code_language}
    return {"question": question, "answer": answer.text or answer.code, **code}
