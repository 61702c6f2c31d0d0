"""An interview of an earlier system becomes one here: asked for again, nothing goes in twice.

Its own scores stay beside it as notes: without quotes nothing is assessed here.
"""

from __future__ import annotations

import uuid
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.errors import Rejected
from neurohire.exchange import shapes
from neurohire.exchange.differences import differences
from neurohire.exchange.shapes import Record, Remark, Said, same_text
from neurohire.models.answers import Answer
from neurohire.models.interviews import Interview, InterviewMember, InterviewQuestion
from neurohire.models.positions import Position, PositionMember
from neurohire.models.questions import Question
from neurohire.services import candidate_keeping, exchange_out, grading, journal, pool_rows
from neurohire.services.accounts import clean_email, clean_name
from neurohire.services.interviews import changed
from neurohire.services.question_sets import new_row, rows_of
from neurohire.vocabulary import AnswerMode, GradingState, InterviewState, QuestionState, QuestionType

EARLIER = uuid.UUID("6c0f5a52-5a0e-4a43-9d7b-0d1d3f6f2b11")  # the same key gives the same id everywhere
NO_ROLE = "Interviews of an earlier system"
MARK = "(imported)"
DESCRIPTION = "Made by the import: it holds interviews of an earlier system."


class Outcome(StrEnum):
    """What became of one record."""

    NEW = "new"
    KNOWN = "known"


def take_links(db: Session, actor: Actor, record: Record) -> Outcome:
    """Candidate, role and questions of one interview."""
    row = _known(db, record.key)
    if row is not None and _is_ours(row, "links"):
        return Outcome.KNOWN
    questions = shapes.questions_of(record)
    if not questions:
        raise Rejected("It has no question that can be kept.")
    answers_before = exchange_out.answers_record(db, row) if row else None
    position = _position(db, actor, record.body.get("job_role"))
    if row is None:
        row = _new(db, actor, position, record.key)
    row.position_id, row.title = position.id, _role(record.body.get("job_role")) or row.title
    _who(db, row, record)
    _lay_out(db, row, questions)
    if record.body.get("completed") is True:
        row.state = InterviewState.SUBMITTED
    _settle(db, row, [_appointment(record.body.get("meeting"))])
    _remember(row, links=None)
    _remember(row, links=differences(record.body, exchange_out.own_links(db, row)))
    if answers_before is not None:
        _remember(row, answers=differences(answers_before, exchange_out.own_answers(db, row)))
    _tell(db, actor, row, "links", len(questions))
    return Outcome.NEW


def take_answers(db: Session, actor: Actor, record: Record) -> Outcome:
    """What was answered; questions that the interview does not have are added to it."""
    row = _known(db, record.key)
    if row is not None and _is_ours(row, "answers"):
        return Outcome.KNOWN
    said = shapes.answers_of(record)
    if not said and record.body["answers"]:
        raise Rejected("It has no answer that can be kept.")
    links_before = exchange_out.links_record(db, row) if row else None
    if row is None:
        row = _new(db, actor, _position(db, actor, None), record.key)
    _answer_all(db, row, said, record)
    row.state = InterviewState.SUBMITTED
    _settle(db, row, _scores_of(record.body))
    _remember(row, answers=None)
    _remember(row, answers=differences(record.body, exchange_out.own_answers(db, row)))
    if links_before is not None:
        _remember(row, links=differences(links_before, exchange_out.own_links(db, row)))
    _tell(db, actor, row, "answers", len(said))
    return Outcome.NEW


def _known(db: Session, key: str) -> Interview | None:
    """By the earlier system's key, or our own id when the file is our own export."""
    ids = [str(uuid.uuid5(EARLIER, f"interview:{key}")), key]
    return db.scalars(select(Interview).where(col(Interview.id).in_(ids)).with_for_update()).first()


def _is_ours(row: Interview, part: str) -> bool:
    """This part is here already, or what is here is worth more: it was not imported, or went on here."""
    kept = exchange_out.imported(row)
    return not kept or part in kept or row.started_at is not None


def _new(db: Session, actor: Actor, position: Position, key: str) -> Interview:
    now = clock.now()
    row = Interview(
        id=str(uuid.uuid5(EARLIER, f"interview:{key}")),
        position_id=position.id,
        title=NO_ROLE,
        candidate_name="Unknown candidate",
        created_by=actor.user_id,
        created_at=now,
        expires_at=now,
        notes=["Imported from an earlier system."],
        extra={"imported": {"key": key}},
    )
    db.add(row)
    db.flush()
    db.add(InterviewMember(interview_id=row.id, user_id=actor.user_id, created_at=now))
    db.flush()
    return row


def _position(db: Session, actor: Actor, job_role: Any) -> Position:
    """One position for each role, whatever it is called there."""
    title = _role(job_role) or NO_ROLE
    made_id = str(uuid.uuid5(EARLIER, f"position:{same_text(title)}"))
    found = db.get(Position, made_id)
    if found is not None:
        return found
    row = Position(
        id=made_id,
        title=f"{title[:140]} {MARK}",
        description=DESCRIPTION,
        question_counts={QuestionType.TECHNICAL.value: 10},
        created_by=actor.user_id,
        created_at=clock.now(),
        extra={"imported": True},
    )
    db.add(row)
    db.flush()
    db.add(PositionMember(position_id=row.id, user_id=actor.user_id, added_at=clock.now()))
    db.flush()
    return row


def _role(job_role: Any) -> str:
    return clean_name(_printable(job_role)) if isinstance(job_role, str) else ""


def _who(db: Session, row: Interview, record: Record) -> None:
    name, email = record.body.get("candidate_name"), record.body.get("candidate_email")
    row.candidate_name = clean_name(_printable(name)) if isinstance(name, str) else ""
    try:
        address = clean_email(email if isinstance(email, str) else "")
    except Rejected:
        record.remarks.append(Remark(record.place, "It has no usable e-mail: no link can be made for it."))
        row.candidate_name = row.candidate_name or "Unknown candidate"
        return
    row.candidate_name = row.candidate_name or address
    found = candidate_keeping.found_or_new(db, address, row.candidate_name, by=row.created_by)
    row.candidate_id = found.id


def _printable(text: str) -> str:
    """Without characters that move, hide or turn what stands beside them."""
    return "".join(c if c.isprintable() else " " for c in text)


def _lay_out(db: Session, row: Interview, questions: list[Question]) -> None:
    """The questions in their order; those that only answers had brought come after them."""
    here = rows_of(db, row.id)
    rows: list[InterviewQuestion] = []
    for question in questions:
        found = next((r for r in here if same_text(r.question["text"]) == same_text(question.text)), None)
        if found is not None:
            here.remove(found)
            found.question, found.question_id = question.model_dump(mode="json"), question.id
            found.pool_id = pool_rows.pool_id(question)
        else:
            found = new_row(row.id, 0, question)
            db.add(found)
        rows.append(found)
    for place, item in enumerate([*rows, *here]):
        item.place = place
    db.flush()
    _into_pool(db, row, questions)
    _remember(row, only_in_answers=[r.id for r in here])


def _into_pool(db: Session, row: Interview, questions: list[Question]) -> None:
    once = {question.id: question for question in questions}
    pool_rows.keep(db, row, list(once.values()), by=row.created_by)


def _answer_all(db: Session, row: Interview, said: list[Said], record: Record) -> None:
    """By the question's text, each question once, in order."""
    free, added, asked = rows_of(db, row.id), list[str](), list[Question]()
    place = len(free)
    for number, pair in enumerate(said, 1):
        found = next((r for r in free if same_text(r.question["text"]) == same_text(pair.question)), None)
        if found is None:
            try:
                question = shapes.question_of({"text": pair.question, "type": "technical"}, "", [])
            except Rejected as refusal:
                record.remarks.append(Remark(f"{record.place}, answer {number}", refusal.message, True))
                continue
            found = new_row(row.id, place, question)
            place += 1
            db.add(found)
            db.flush()
            added.append(found.id)
            asked.append(question)
        else:
            free.remove(found)
        found.state = QuestionState.ANSWERED
        db.add(_answer(row, found, pair))
    db.flush()
    _into_pool(db, row, asked)
    _remember(row, only_in_answers=[*exchange_out.imported(row).get("only_in_answers", ()), *added])


def _answer(row: Interview, question: InterviewQuestion, pair: Said) -> Answer:
    return Answer(
        interview_id=row.id,
        interview_question_id=question.id,
        mode=AnswerMode.CODE if pair.code else AnswerMode.TEXT,
        text=pair.answer,
        code=pair.code,
        code_language=pair.code_language,
        is_final=True,
        updated_at=clock.now(),
    )


def _settle(db: Session, row: Interview, notes: list[str]) -> None:
    """State and notes; nothing has a rubric, so nothing is assessed and no grader is asked."""
    row.notes = [*row.notes, *(words for words in notes if words)]
    if row.state == InterviewState.SUBMITTED:
        row.grading_state = GradingState.DONE
        grading.sum_up(db, row)
    db.flush()


def _appointment(meeting: Any) -> str:
    if not isinstance(meeting, dict) or not isinstance(meeting.get("start"), str):
        return ""
    start, end = shapes.shown(meeting["start"]), shapes.shown(meeting.get("end", ""))
    return f"The earlier system had an appointment: {start} to {end}; it named no time zone."


def _scores_of(body: dict[str, Any]) -> list[str]:
    notes, score, words = [], body.get("final_score"), body.get("overall_feedback")
    if isinstance(score, int | float) and not isinstance(score, bool):
        notes.append(f"The earlier system gave a score of {shapes.shown(score)}. It does not count here.")
    if isinstance(words, str) and words.strip():
        notes.append(f"The earlier system wrote: “{clean_name(_printable(words[:400]))}”")
    return notes


def _remember(row: Interview, **kept: Any) -> None:
    row.extra = {**row.extra, "imported": {**row.extra.get("imported", {}), **kept}}


def _tell(db: Session, actor: Actor, row: Interview, part: str, count: int) -> None:
    body = {"part": part, "count": count}
    journal.append(db, row.id, actor.journal_name, "interview_imported", body)
    changed(db, row)
