"""What a candidate's page sends: each operation is checked, done and journaled once, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import CandidateGrant
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.models.answers import Answer
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.models.journal import JournalEntry, JournalHead
from neurohire.services import access, conduct, documents, journal, spoken_operations, transcripts
from neurohire.services.journal import Entry
from neurohire.vocabulary import AnswerMode, InterviewState, QuestionState

MAX_TEXT = 20_000
NOT_ASKED = "This question has not been asked yet."
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
    facts: Annotated[dict[str, str | bool | int | FiniteFloat | None], Field(max_length=40)] = {}


def apply_once(db: Session, grant: CandidateGrant, operation: Operation) -> int:
    """Do it; the journal number to acknowledge, the same when it comes again, also at the same moment:
    the second copy waits for the interview's row and then finds the first.

    Raises Rejected or InvalidState (final: the page is told) and NotFound when the right is gone.
    """
    row = _locked(db, grant)
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
        body = model.model_validate(whole(operation.body))
    except ValidationError as error:
        raise Rejected(
            f"This could not be stored. A text may have {MAX_TEXT:,} characters.", code="bad_operation"
        ) from error
    is_overtaken = operation.kind in LATEST_WINS and is_overtaken_by_newer(
        db, row.id, operation, body, *LATEST_WINS[operation.kind]
    )
    is_late = row.state != InterviewState.LIVE and operation.kind not in ALWAYS and not is_overtaken
    stored = body.model_dump(mode="json") | ({"late": True} if is_late else {})
    entry = journal.append(
        db,
        row.id,
        grant.journal_name,
        operation.kind,
        stored,
        client=(operation.client_id, operation.client_seq),
    )
    if is_late:
        _mark_late(db, row, body)
    elif not is_overtaken:
        work(db, grant, row, body)
    return entry.seq


def replay(
    db: Session, interview_id: str, since: int, kinds: Collection[str] = ()
) -> tuple[list[Entry], int]:
    """(entries after `since` of these kinds, number of the journal's last entry), in one reading."""
    last = db.scalar(select(JournalHead.seq).where(col(JournalHead.interview_id) == interview_id))  # type: ignore[call-overload]
    if not kinds:
        entries = journal.since(db, interview_id, since)
        return entries, int(entries[-1].seq if entries else last or 0)
    rows = db.scalars(
        select(JournalEntry)
        .where(
            col(JournalEntry.interview_id) == interview_id,
            col(JournalEntry.seq) > since,
            col(JournalEntry.seq) <= (last or 0),
            col(JournalEntry.kind).in_(kinds),
        )
        .order_by(col(JournalEntry.seq))
    )
    return [journal.entry_of(row) for row in rows], int(last or 0)


def whole(value: Any) -> Any:
    """Half a character (a lone surrogate) can't be stored anywhere; it becomes the sign for "unreadable"."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {whole(key): whole(item) for key, item in value.items()}
    return [whole(item) for item in value] if isinstance(value, list) else value


def _locked(db: Session, grant: CandidateGrant) -> Interview:
    """The interview as it is now, held until the commit: operations of one interview go one by one."""
    row = db.get(Interview, grant.interview_id, with_for_update=True, populate_existing=True)
    if row is None or row.candidate_id != grant.candidate_id:
        raise NotFound()
    return row


def is_overtaken_by_newer(
    db: Session,
    interview_id: str,
    operation: Operation,
    body: Any,
    names: tuple[str, ...],
    kinds: tuple[str, ...],
) -> bool:
    """Newer words of the same page for the same answer are stored already: a draft that had to be sent
    again (the disk was full for a moment) came after them. It is kept in the journal only."""
    later = db.scalars(
        select(JournalEntry).where(
            col(JournalEntry.interview_id) == interview_id,
            col(JournalEntry.client_id) == operation.client_id,
            col(JournalEntry.client_seq) > operation.client_seq,
            col(JournalEntry.kind).in_(kinds),
        )
    )
    place = [getattr(body, name) for name in names]
    entries = (journal.entry_of(entry).body or {} for entry in later)
    return any([said.get(name) for name in names] == place for said in entries)


def _mark_late(db: Session, row: Interview, body: Any) -> None:
    """A text that came after the end and says more than what was handed in: the report says so."""
    if not isinstance(body, _Draft):
        return
    answer = db.scalars(
        select(Answer).where(
            col(Answer.interview_id) == row.id,
            col(Answer.interview_question_id) == body.question_id,
            col(Answer.follow_up) == body.follow_up,
        )
    ).one_or_none()
    if answer is not None and answer.text != body.text:
        answer.is_late = True


def _start(db: Session, grant: CandidateGrant, row: Interview, body: Any) -> None:
    conduct.start(db, grant)


def _draft(db: Session, grant: CandidateGrant, row: Interview, body: Any) -> None:
    question = db.get(InterviewQuestion, body.question_id)
    if question is None or question.interview_id != row.id:
        raise Rejected("This question is not part of the interview.", code="unknown_question")
    if question.state == QuestionState.PENDING:
        raise InvalidState(NOT_ASKED, code="not_asked")
    if body.follow_up and body.follow_up > conduct.follow_up_now(db, question.id):
        raise InvalidState(NOT_ASKED, code="not_asked")
    answer = conduct.answer_row(db, row.id, question.id, body.follow_up)
    if answer.is_final:  # typed before, delivered after: kept in the journal and marked
        answer.is_late = answer.is_late or answer.text != body.text
        return
    answer.text, answer.mode, answer.updated_at = body.text, body.mode.value, clock.now()


def _done(db: Session, grant: CandidateGrant, row: Interview, body: Any) -> None:
    _draft(db, grant, row, body)
    db.flush()
    transcripts.note_corrections(db, grant, row.id)
    question = db.get(InterviewQuestion, body.question_id)
    if question is not None and question.state == QuestionState.ASKED:
        conduct.end_turn(db, grant, body.question_id, body.follow_up)


def _skip(db: Session, grant: CandidateGrant, row: Interview, body: Any) -> None:
    transcripts.note_corrections(db, grant, row.id)
    question = db.get(InterviewQuestion, body.question_id)
    if question is not None and question.state == QuestionState.ASKED:
        conduct.skip(db, grant, body.question_id)


def _submit(db: Session, grant: CandidateGrant, row: Interview, body: Any) -> None:
    transcripts.note_corrections(db, grant, row.id)
    conduct.submit(db, grant)


def _language(db: Session, grant: CandidateGrant, row: Interview, body: Any) -> None:
    documents.set_language(db, row.id, body.document_id, body.language)


def _only_journal(db: Session, grant: CandidateGrant, row: Interview, body: Any) -> None:
    """The entry itself is all there is to keep."""


# whole texts sent again and again: by which names they belong together, and what else says the same
LATEST_WINS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "answer_draft": (("question_id", "follow_up"), ("answer_draft", "answer_done")),
    "transcript_correct": (("recording_id", "line"), ("transcript_correct",)),
}
Handler = Callable[[Session, CandidateGrant, Interview, Any], None]
HANDLERS: dict[str, tuple[type[BaseModel], Handler]] = {
    "interview_start": (_Body, _start),
    "answer_draft": (_Draft, _draft),
    "answer_done": (_Draft, _done),
    "transcript_correct": (spoken_operations.Correction, spoken_operations.correct),
    "transcript_heard": (spoken_operations.HeardHere, spoken_operations.keep_heard),
    spoken_operations.BROWSER_CHOSEN: (spoken_operations.BrowserChoice, _only_journal),
    "question_skip": (_OfQuestion, _skip),
    "moment_taken": (_OfQuestion, _only_journal),
    "question_replayed": (_OfQuestion, _only_journal),
    "code_language": (_Language, _language),
    "interview_submit": (_Body, _submit),
    "problem_reported": (_Words, _only_journal),
    "device_checked": (_Facts, _only_journal),
}
ALWAYS = ("interview_start", "problem_reported", "device_checked")  # also before the start and after the end
