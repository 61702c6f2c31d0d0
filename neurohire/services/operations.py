"""What a candidate's page sends: each operation is checked, done and journaled once, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from neurohire import clock
from neurohire.auth.actors import CandidateGrant
from neurohire.errors import InvalidState, Rejected
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.services import access, conduct, documents, journal
from neurohire.vocabulary import AnswerMode, InterviewState, QuestionState

MAX_TEXT = 20_000
CLIENT_ID = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{8,64}$")]


class Operation(BaseModel):
    """The envelope: `client_seq` rises by one per operation of a `client_id`."""

    model_config = ConfigDict(extra="ignore")
    type: Literal["op"]
    client_id: CLIENT_ID
    client_seq: Annotated[int, Field(ge=1, le=2**31 - 1)]
    kind: Annotated[str, Field(max_length=40)]
    body: dict[str, Any] = {}


class _Body(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _OfQuestion(_Body):
    question_id: Annotated[str, Field(max_length=36)]
    follow_up: Annotated[int, Field(ge=0, le=conduct.MAX_FOLLOW_UPS)] = 0


class _Draft(_OfQuestion):
    text: Annotated[str, Field(max_length=MAX_TEXT)] = ""
    mode: AnswerMode = AnswerMode.TEXT


class _Language(_Body):
    document_id: Annotated[str, Field(max_length=36)]
    language: Annotated[str, Field(pattern=r"^[A-Za-z0-9+#. -]{1,40}$")]


class _Words(_Body):
    text: Annotated[str, Field(max_length=2000)] = ""


class _Facts(_Body):
    facts: Annotated[dict[str, str | bool | int | float | None], Field(max_length=40)] = {}


def apply(db: Session, grant: CandidateGrant, operation: Operation) -> int:
    """Do it once; the journal number to acknowledge, the same when it comes again.

    Raises Rejected or InvalidState (final: the page is told) and NotFound when the right is gone.
    """
    row = access.granted_interview(db, grant)
    access.check_grant(db, grant)
    known = journal.has_operation(db, row.id, operation.client_id, operation.client_seq)
    if known is not None:
        return known
    handler = HANDLERS.get(operation.kind)
    if handler is None:
        raise Rejected(
            "This page sent something the server does not know. Please reload it.", code="unknown_kind"
        )
    model, work = handler
    try:
        body = model.model_validate(operation.body)
    except ValidationError as error:
        raise Rejected(
            f"This could not be stored. A text may have {MAX_TEXT:,} characters.", code="bad_operation"
        ) from error
    is_late = row.state != InterviewState.LIVE
    stored = body.model_dump(mode="json") | ({"late": True} if is_late else {})
    entry = journal.append(
        db,
        row.id,
        grant.journal_name,
        operation.kind,
        stored,
        client=(operation.client_id, operation.client_seq),
    )
    if not is_late or operation.kind in ALWAYS:
        work(db, grant, row, body)
    return entry.seq


def apply_once(db: Session, grant: CandidateGrant, operation: Operation) -> int:
    """`apply`, where a second copy that came at the same time finds the first one's number."""
    try:
        with db.begin_nested():
            return apply(db, grant, operation)
    except IntegrityError:
        known = journal.has_operation(db, grant.interview_id, operation.client_id, operation.client_seq)
        if known is None:
            raise
        return known


def _draft(db: Session, grant: CandidateGrant, row: Interview, body: Any) -> None:
    question = db.get(InterviewQuestion, body.question_id)
    if question is None or question.interview_id != row.id:
        raise Rejected("This question is not part of the interview.", code="unknown_question")
    if question.state == QuestionState.PENDING:
        raise InvalidState("This question has not been asked yet.", code="not_asked")
    answer = conduct.answer_row(db, row.id, question.id, body.follow_up)
    if answer.is_final:  # typed before, delivered after: kept in the journal and marked
        answer.is_late = True
        return
    answer.text, answer.mode, answer.updated_at = body.text, body.mode.value, clock.now()


def _done(db: Session, grant: CandidateGrant, row: Interview, body: Any) -> None:
    _draft(db, grant, row, body)
    db.flush()
    question = db.get(InterviewQuestion, body.question_id)
    if question is not None and question.state == QuestionState.ASKED:
        conduct.end_turn(db, grant, body.question_id, body.follow_up)


def _skip(db: Session, grant: CandidateGrant, row: Interview, body: Any) -> None:
    question = db.get(InterviewQuestion, body.question_id)
    if question is not None and question.state == QuestionState.ASKED:
        conduct.skip(db, grant, body.question_id)


def _submit(db: Session, grant: CandidateGrant, row: Interview, body: Any) -> None:
    conduct.submit(db, grant)


def _language(db: Session, grant: CandidateGrant, row: Interview, body: Any) -> None:
    documents.set_language(db, row.id, body.document_id, body.language)


def _only_journal(db: Session, grant: CandidateGrant, row: Interview, body: Any) -> None:
    """The entry itself is all there is to keep."""


Handler = Callable[[Session, CandidateGrant, Interview, Any], None]
HANDLERS: dict[str, tuple[type[_Body], Handler]] = {
    "answer_draft": (_Draft, _draft),
    "answer_done": (_Draft, _done),
    "question_skip": (_OfQuestion, _skip),
    "moment_taken": (_OfQuestion, _only_journal),
    "question_replayed": (_OfQuestion, _only_journal),
    "code_language": (_Language, _language),
    "interview_submit": (_Body, _submit),
    "problem_reported": (_Words, _only_journal),
    "device_checked": (_Facts, _only_journal),
}
ALWAYS = ("problem_reported", "device_checked")  # also before the start and after the end
