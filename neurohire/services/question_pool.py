"""The pool is tended here: a new question, another version, retire and bring back."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.database import record
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.events import Event
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.models.question_pool import PoolQuestion, PoolVersion
from neurohire.models.questions import Question
from neurohire.questions.single import own_id
from neurohire.questions.uniqueness import TextIndex
from neurohire.services import access, pool_bank, pool_rows
from neurohire.vocabulary import InterviewState, PoolState, QuestionSource

TOPIC = "questions"
NOT_BEGUN = (InterviewState.DRAFT, InterviewState.INVITED)


class Outcome(StrEnum):
    """What became of a question that was to be added."""

    ADDED = "added"
    KNOWN = "known"  # it is in the pool already, word for word
    ALIKE = "alike"  # one that reads nearly the same is


class Added(BaseModel):
    """`id` is the new question's, or that of the one that is there."""

    outcome: Outcome
    id: str


class Moved(InvalidState):
    """Somebody else saved a newer version meanwhile; `version` is its number."""

    def __init__(self, version: int) -> None:
        super().__init__(
            f"Somebody saved version {version} while you were writing. Yours is still here: look at both, "
            "then save yours as the next version or leave it.",
            code="newer_version",
        )
        self.version = version


def add(
    db: Session,
    actor: Actor,
    question: Question,
    *,
    language: str = "en",
    is_open: bool = False,
    even_if_alike: bool = False,
) -> Added:
    """A recruiter's question, to be planned for positions of its author, or of everybody when `is_open`.

    The id is made from type and words, so adding the same twice adds it once. For many: `Adding`.
    """
    adding = Adding(db, actor, is_open=is_open, even_if_alike=even_if_alike)
    added = adding.one(db, question, language)
    if added.outcome is Outcome.ADDED:
        _changed(db, added.id)
    return added


class Adding:
    """Adds many, over several transactions; what came in meanwhile from others is not compared with."""

    def __init__(
        self, db: Session, actor: Actor, *, is_open: bool = False, even_if_alike: bool = False
    ) -> None:
        self._actor, self._is_open, self._even_if_alike = actor, is_open, even_if_alike
        self._texts = TextIndex(beside=pool_bank.content(db).texts)

    def one(self, db: Session, question: Question, language: str = "en") -> Added:
        row_id = own_id(question.text, question.type)
        here = db.get(PoolQuestion, row_id)
        if here is not None and _is_visible(db, self._actor, row_id):
            return Added(outcome=Outcome.KNOWN, id=row_id)
        for name in self._texts.like(question.text):
            if _is_visible(db, self._actor, name):
                is_same = _same(db, name, question)
                if is_same or not self._even_if_alike:
                    return Added(outcome=Outcome.KNOWN if is_same else Outcome.ALIKE, id=name)
        if here is not None:  # somebody else's, of which the actor must not learn
            row_id = own_id(question.text, question.type, self._actor.user_id)
            if db.get(PoolQuestion, row_id) is not None:
                return Added(outcome=Outcome.KNOWN, id=row_id)
        made = question.model_copy(
            update={"id": row_id, "source": QuestionSource.RECRUITER, "rubric_version": 1, "quoted_fact": ""}
        )
        pool_rows.put(db, made, by=self._actor.user_id, is_open=self._is_open, language=language)
        self._texts.add(question.text, row_id)
        return Added(outcome=Outcome.ADDED, id=row_id)

    def done(self, db: Session) -> None:
        """Once after the last: they may be planned now."""
        _changed(db, "")


def edit(
    db: Session,
    actor: Actor,
    pool_id: str,
    question: Question,
    *,
    seen: int,
    language: str | None = None,
    is_open: bool | None = None,
) -> int:
    """Save as the next version and give its number; `seen` is the version that was changed.

    Interviews that used an earlier one keep it.
    """
    row = access.question(db, actor, pool_id, to_change=True)
    if row.source == QuestionSource.RESUME:
        raise Rejected(
            "This form takes a line of each resume, so its words are fixed. You can retire it.", code="form"
        )
    if row.version != seen:
        raise Moved(row.version)
    number = row.version + 1
    source = QuestionSource(row.source)
    made = question.model_copy(update={"id": row.id, "source": source, "rubric_version": number})
    stored = pool_rows.stored(made, row.id, number)
    db.add(PoolVersion(pool_id=row.id, number=number, question=stored, made_by=actor.user_id, at=clock.now()))
    for name, value in pool_rows.columns(made).items():
        setattr(row, name, value)
    row.version, row.is_edited, row.changed_at = number, True, clock.now()
    row.language = language or row.language
    if is_open is not None and source is QuestionSource.RECRUITER and row.interview_id is None:
        row.is_open = is_open
    pool_rows.note(db, row.id, "edited", actor.user_id, version=number)
    _changed(db, row.id)
    return number


def retire(db: Session, actor: Actor, pool_id: str) -> int:
    """Never plan it again; gives the number of interviews, not begun yet, that still have it."""
    row = access.question(db, actor, pool_id, to_change=True)
    if row.state != PoolState.ACTIVE:
        raise InvalidState("This question is not in use any more.")
    row.state, row.retired_at = PoolState.RETIRED, clock.now()
    pool_rows.note(db, row.id, "retired", actor.user_id)
    _changed(db, row.id)
    return _tell_sets(db, row.id)


def restore(db: Session, actor: Actor, pool_id: str) -> None:
    """Plan it again."""
    row = access.question(db, actor, pool_id, to_change=True)
    if row.state != PoolState.RETIRED:
        raise InvalidState("This question is not retired.")
    row.state, row.retired_at = PoolState.ACTIVE, None
    pool_rows.note(db, row.id, "restored", actor.user_id)
    _changed(db, row.id)
    _tell_sets(db, row.id)


def _changed(db: Session, pool_id: str) -> None:
    db.flush()
    pool_rows.replanned(db)
    record(db, Event(TOPIC, "question_changed", {"pool_id": pool_id}))


def _tell_sets(db: Session, pool_id: str) -> int:
    """Pages of interviews that have not begun and have it show it anew."""
    query = (
        select(Interview.id)  # type: ignore[call-overload]
        .join(InterviewQuestion, col(InterviewQuestion.interview_id) == col(Interview.id))
        .where(col(InterviewQuestion.pool_id) == pool_id, col(Interview.state).in_(NOT_BEGUN))
        .distinct()
    )
    found = list(db.scalars(query))
    for interview_id in found:
        record(db, Event(f"interview:{interview_id}", "interview_changed", {"interview_id": interview_id}))
    return len(found)


def _same(db: Session, pool_id: str, question: Question) -> bool:
    row = db.get(PoolQuestion, pool_id)
    return row is not None and row.type == question.type and row.text.split() == question.text.split()


def _is_visible(db: Session, actor: Actor, pool_id: str) -> bool:
    try:
        access.question(db, actor, pool_id)
    except NotFound:
        return False
    return True
