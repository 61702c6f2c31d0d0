"""The questions of one interview: planned from the resume, changed by the recruiter before sending."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.models.candidates import Resume
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.models.positions import Position
from neurohire.models.questions import Question
from neurohire.models.resumes_read import ResumeFacts
from neurohire.questions import single
from neurohire.questions.bank import Bank
from neurohire.questions.request import MAX_QUESTIONS, WriteRequest
from neurohire.questions.writer import EmbeddedWriter
from neurohire.services import access, journal, pins, pool_bank, pool_rows, speech_ahead
from neurohire.services.positions import brief
from neurohire.vocabulary import (
    InterviewKind,
    InterviewState,
    ModelState,
    QuestionSource,
    QuestionState,
    QuestionType,
)

# The database takes it out: hundreds of whole questions with their rubrics are slow to load.
_TEXT = col(InterviewQuestion.question)["text"].as_string()
EDITABLE = (InterviewState.DRAFT, InterviewState.INVITED)


class QuestionView(BaseModel):
    """One question of the set, as the recruiter sees it (with rubric: never for candidates)."""

    id: str
    place: int
    state: QuestionState
    question: Question
    is_edited: bool
    is_retired: bool = False  # from the pool, since it was put into this set


def plan(db: Session, interview: Interview, position: Position, resume: Resume | None) -> None:
    """Write the set; without a resume from the position alone.

    The position's row is locked, so that two files at once do not get the same set.
    """
    db.execute(select(Position.id).where(col(Position.id) == position.id).with_for_update())  # type: ignore[call-overload]
    request, bank = request_for(db, interview, position, resume)
    written = EmbeddedWriter(bank).write(request)
    interview.share, interview.notes = written.share, written.notes
    for place, question in enumerate(written.questions):
        db.add(new_row(interview.id, place, question))
    db.flush()
    pool_rows.touch(db, map(pool_rows.pool_id, written.questions))


def put(db: Session, interview: Interview, chosen: Sequence[tuple[Question, bool]], actor: Actor) -> None:
    """Pairs (question, is edited) of a set made before there was an interview; typed ones enter the pool."""
    now, questions = clock.now(), [question for question, _ in chosen]
    for place, (question, is_edited) in enumerate(chosen):
        row = new_row(interview.id, place, question)
        row.edited_at = now if is_edited else None
        db.add(row)
    db.flush()
    own = [one for one in questions if one.source is QuestionSource.RECRUITER]
    pool_rows.keep(db, interview, own, by=actor.user_id)
    pool_rows.touch(db, map(pool_rows.pool_id, questions))


def get(db: Session, actor: Actor, interview_id: str) -> list[QuestionView]:
    """The set in order."""
    access.interview(db, actor, interview_id)
    rows = rows_of(db, interview_id)
    retired = pool_rows.not_in_use(db, [row.pool_id for row in rows])
    return [_view(row, row.pool_id in retired) for row in rows]


def edit(db: Session, actor: Actor, interview_id: str, row_id: str, text: str) -> None:
    """Change a question's words; its rubric stays."""
    row = _editable_row(db, actor, interview_id, row_id)
    words = text.strip()
    if not 10 <= len(words) <= 1500:
        raise Rejected("A question needs 10 to 1,500 characters.", code="bad_length")
    row.question = {**row.question, "text": words}
    row.edited_at = clock.now()


def move(db: Session, actor: Actor, interview_id: str, row_id: str, place: int) -> None:
    """Put a question at another place (0-based)."""
    row = _editable_row(db, actor, interview_id, row_id)
    rows = [r for r in rows_of(db, interview_id) if r.id != row.id]
    rows.insert(max(0, min(place, len(rows))), row)
    _number(rows)


def remove(db: Session, actor: Actor, interview_id: str, row_id: str) -> None:
    """Take a question out; the last one stays."""
    row = _editable_row(db, actor, interview_id, row_id)
    rows = rows_of(db, interview_id)
    if len(rows) == 1:
        raise Rejected("An interview needs at least one question.", code="last_question")
    db.delete(row)
    db.flush()
    pool_rows.touch(db, [row.pool_id])
    _number([r for r in rows if r.id != row.id])


def replace(db: Session, actor: Actor, interview_id: str, row_id: str) -> None:
    """Another question like this one."""
    row = _editable_row(db, actor, interview_id, row_id)
    interview, position, resume = _context(db, actor, interview_id)
    current = [Question.model_validate(r.question) for r in rows_of(db, interview_id)]
    request, bank = request_for(db, interview, position, resume)
    question = single.another_like(Question.model_validate(row.question), request, current, bank)
    if question is None:
        raise Rejected("There is no other question like this one. You can write your own.", code="none_left")
    pool_rows.touch(db, [row.pool_id, pool_rows.pool_id(question)])
    row.question, row.question_id, row.edited_at = _stored(question), question.id, None
    row.pool_id = pool_rows.pool_id(question)


def add_own(db: Session, actor: Actor, interview_id: str, text: str, kind: QuestionType) -> None:
    """The recruiter's own question at the end; without a rubric it is asked and not assessed."""
    interview = _editable(db, actor, interview_id)
    rows = rows_of(db, interview_id)
    if len(rows) >= MAX_QUESTIONS:
        raise Rejected(f"An interview has at most {MAX_QUESTIONS} questions.", code="too_many")
    question = single.own_question(text, kind, "")
    if any(r.question_id == question.id for r in rows):
        raise Rejected("This question is in the set already.", code="duplicate")
    db.add(new_row(interview.id, len(rows), question))
    pool_rows.keep(db, interview, [question], by=actor.user_id)


def rows_of(db: Session, interview_id: str) -> list[InterviewQuestion]:
    return list(
        db.scalars(
            select(InterviewQuestion)
            .where(col(InterviewQuestion.interview_id) == interview_id)
            .order_by(col(InterviewQuestion.place))
        )
    )


def request_for(
    db: Session, interview: Interview, position: Position, resume: Resume | None
) -> tuple[WriteRequest, Bank]:
    """What to write for, and the bank to take from: the shipped one with all that was done to it here."""
    bank, retired_texts, merged = pool_bank.planned(db, position)
    others: dict[str, set[str]] = defaultdict(set)
    for interview_id, question_id in db.execute(
        select(InterviewQuestion.interview_id, InterviewQuestion.question_id)  # type: ignore[call-overload]
        .join(Interview, col(Interview.id) == col(InterviewQuestion.interview_id))
        .where(col(Interview.position_id) == position.id, col(Interview.id) != interview.id)
    ):
        others[interview_id].add(merged.get(question_id, question_id))
    request = WriteRequest(
        position=brief(position),
        facts=ResumeFacts.model_validate(resume.facts) if resume else ResumeFacts(),
        has_resume=resume is not None,
        used_by_person=_used_by_person(db, interview, merged),
        used_by_others=[frozenset(ids) for ids in others.values()],
        texts_of_others=_written_for_others(db, interview, bank),
        retired_texts=retired_texts,
        pinned=pins.questions(db, position.id),
        seed=interview.id,
    )
    return request, bank


def _written_for_others(db: Session, interview: Interview, bank: Bank) -> frozenset[str]:
    """Of questions that are not as the bank has them only the text tells whether they are alike."""
    ids = col(InterviewQuestion.question_id)
    rows = db.execute(
        select(ids, _TEXT, col(InterviewQuestion.edited_at))
        .join(Interview, col(Interview.id) == col(InterviewQuestion.interview_id))
        .where(col(Interview.position_id) == interview.position_id, col(Interview.id) != interview.id)
        .where(
            ids.startswith("model-") | ids.startswith("own-") | col(InterviewQuestion.edited_at).is_not(None)
        )
    )
    return frozenset(text for name, text, edited_at in rows if edited_at or bank.question(name) is None)


def _used_by_person(db: Session, interview: Interview, merged: Mapping[str, str]) -> frozenset[str]:
    if interview.candidate_id is None:
        return frozenset()
    rows = db.execute(
        select(col(InterviewQuestion.question_id), _TEXT)
        .join(Interview, col(Interview.id) == col(InterviewQuestion.interview_id))
        .where(col(Interview.candidate_id) == interview.candidate_id, col(Interview.id) != interview.id)
    )
    return frozenset(known for name, text in rows for known in (merged.get(name, name), text))


def _editable(db: Session, actor: Actor, interview_id: str) -> Interview:
    interview = access.interview(db, actor, interview_id, to_change=True)
    if interview.state not in EDITABLE:
        raise InvalidState("The interview has begun, so its questions can't be changed any more.")
    journal.append(db, interview_id, actor.journal_name, "questions_changed")
    if interview.writing_state == ModelState.WAITING:
        interview.writing_state = ModelState.NONE  # the recruiter's set is not replaced any more
    speech_ahead.begin(db, interview, speech_ahead.AFTER_EDIT)
    return interview


def _editable_row(db: Session, actor: Actor, interview_id: str, row_id: str) -> InterviewQuestion:
    _editable(db, actor, interview_id)
    row = db.get(InterviewQuestion, row_id)
    if row is None or row.interview_id != interview_id:
        raise NotFound("This question is not in the set any more. Reload to see the set as it is.")
    return row


def _context(db: Session, actor: Actor, interview_id: str) -> tuple[Interview, Position, Resume | None]:
    interview = access.interview(db, actor, interview_id)
    position = db.get(Position, interview.position_id)
    resume = db.get(Resume, interview.resume_id) if interview.resume_id else None
    if position is None or (resume is None and interview.kind == InterviewKind.AI):
        raise NotFound()
    return interview, position, resume


def _stored(question: Question) -> dict[str, object]:
    return question.model_dump(mode="json")


def new_row(interview_id: str, place: int, question: Question) -> InterviewQuestion:
    return InterviewQuestion(
        interview_id=interview_id,
        place=place,
        question_id=question.id,
        question=_stored(question),
        pool_id=pool_rows.pool_id(question),
    )


def _number(rows: list[InterviewQuestion]) -> None:
    for place, row in enumerate(rows):
        row.place = place


def _view(row: InterviewQuestion, is_retired: bool) -> QuestionView:
    return QuestionView(
        id=row.id,
        place=row.place,
        state=QuestionState(row.state),
        question=Question.model_validate(row.question),
        is_edited=row.edited_at is not None,
        is_retired=is_retired,
    )
