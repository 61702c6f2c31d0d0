"""What may be planned: the shipped bank as it was edited here, without retired, and the recruiters' own."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Mapping
from typing import NamedTuple, TypeVar

from sqlalchemy import or_, select
from sqlmodel import Session, col

from neurohire.models.positions import Position, PositionMember
from neurohire.models.question_pool import PoolQuestion, PoolVersion
from neurohire.models.questions import Question
from neurohire.models.users import Setting
from neurohire.questions.bank import Bank, load_bank
from neurohire.questions.uniqueness import TextIndex
from neurohire.services.pool_rows import REVISION
from neurohire.vocabulary import PoolState, QuestionSource

K = TypeVar("K")
V = TypeVar("V")
KEPT = 24  # contents and banks held in memory


class Own(NamedTuple):
    """A recruiter's question that may be planned."""

    question: Question
    created_by: str | None
    is_open: bool
    language: str


class Content:
    """Read once for each revision; the texts are indexed when somebody asks."""

    def __init__(
        self,
        bank: Bank,
        own: tuple[Own, ...] = (),
        retired: tuple[Question, ...] = (),
        merged: Mapping[str, str] | None = None,
    ) -> None:
        self.bank, self.own, self.retired, self.merged = bank, own, retired, merged or {}
        self.retired_texts = frozenset(question.text for question in retired)
        self._texts: TextIndex | None = None
        self._lock = threading.Lock()

    @property
    def texts(self) -> TextIndex:
        """By id; retired ones too, because they are known."""
        with self._lock:
            if self._texts is None:
                index = TextIndex()
                for question in (*self.bank.questions, *(own.question for own in self.own), *self.retired):
                    index.add(question.text, question.id)
                self._texts = index
            return self._texts


class Planned(NamedTuple):
    """What one position's questions are taken from."""

    bank: Bank
    retired_texts: frozenset[str]
    merged: Mapping[str, str]  # id → the one that was kept


_contents: OrderedDict[str, Content] = OrderedDict()
_banks: OrderedDict[tuple[str, frozenset[str]], Bank] = OrderedDict()
_lock = threading.Lock()


def content(db: Session) -> Content:
    """As it stands; nothing is read while the revision is the same."""
    return _content(db, _revision(db))


def planned(db: Session, position: Position) -> Planned:
    """The bank and everybody's questions in the position's language, and those of its people."""
    revision = _revision(db)
    found = _content(db, revision)
    if not found.own:
        return Planned(found.bank, found.retired_texts, found.merged)
    members = db.scalars(
        select(PositionMember.user_id).where(col(PositionMember.position_id) == position.id)  # type: ignore[call-overload]
    ).all()
    fitting = [own for own in found.own if _fits(own, position, members)]
    if not fitting:
        return Planned(found.bank, found.retired_texts, found.merged)
    key = (revision, frozenset(own.question.id for own in fitting))
    with _lock:
        if key not in _banks:
            questions = (*found.bank.questions, *(own.question for own in fitting))
            _banks[key] = Bank(questions, found.bank.forms)
        return Planned(_kept(_banks, key), found.retired_texts, found.merged)


def _fits(own: Own, position: Position, members: Collection[str]) -> bool:
    return own.language == position.language and (own.is_open or own.created_by in members)


def _revision(db: Session) -> str:
    row = db.get(Setting, REVISION)
    return row.value if row is not None else ""


def _content(db: Session, revision: str) -> Content:
    with _lock:
        if revision in _contents:
            return _kept(_contents, revision)
    made = _read(db) if revision else Content(load_bank())
    with _lock:
        _contents.setdefault(revision, made)
        return _kept(_contents, revision)


def _kept(store: OrderedDict[K, V], key: K) -> V:
    store.move_to_end(key)
    while len(store) > KEPT:
        store.popitem(last=False)
    return store[key]


def _read(db: Session) -> Content:
    query = (
        select(PoolQuestion, PoolVersion.question)  # type: ignore[call-overload]
        .join(PoolVersion, col(PoolVersion.pool_id) == col(PoolQuestion.id))
        .where(
            col(PoolVersion.number) == col(PoolQuestion.version),
            or_(
                (col(PoolQuestion.source) == QuestionSource.BANK) & (col(PoolQuestion.version) > 1),
                (col(PoolQuestion.source) == QuestionSource.RECRUITER)
                & col(PoolQuestion.interview_id).is_(None)
                & col(PoolQuestion.has_rubric).is_(True),
                col(PoolQuestion.state) != PoolState.ACTIVE,
            ),
        )
        .order_by(col(PoolQuestion.created_at), col(PoolQuestion.id))
    )
    instead: dict[str, Question] = {}
    retired: dict[str, Question] = {}
    merged: dict[str, str] = {}
    own = []
    for row, stored in db.execute(query):
        question = Question.model_validate(stored)
        if row.state != PoolState.ACTIVE:
            retired[row.id] = question
            merged |= {row.id: row.merged_into} if row.merged_into else {}
        elif row.source == QuestionSource.BANK:
            instead[row.id] = question
        else:
            own.append(Own(question, row.created_by, row.is_open, row.language))
    shipped = load_bank()
    bank = Bank(
        (instead.get(q.id, q) for q in shipped.questions if q.id not in retired),
        (form for form in shipped.forms if form.id not in retired),
    )
    return Content(bank, tuple(own), tuple(retired.values()), _to_the_last(merged))


def _to_the_last(merged: Mapping[str, str]) -> dict[str, str]:
    """What was merged into one that was merged itself belongs to the last."""
    found = {}
    for name, kept in merged.items():
        seen = {name}
        while kept in merged and kept not in seen:
            seen.add(kept)
            kept = merged[kept]
        found[name] = kept
    return found
