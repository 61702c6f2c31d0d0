"""The journal: a chain that shows every change, keeps its order, and bears the erasure of a body."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from neurohire.database import Database
from neurohire.models.journal import JournalEntry
from neurohire.services import journal
from tests.candidates import invite


@pytest.fixture
def interview_id(database: Database) -> str:
    """With five entries more than its making left."""

    def prepare(db: Session) -> str:
        found = invite(db).interview_id
        for number in range(5):
            journal.append(db, found, "system", "tried", {"number": number, "text": "ünï ✓ <b>"})
        return found

    return database.run(prepare)[0]


def _verify(database: Database, interview_id: str) -> journal.Verification:
    return database.run(journal.verify, interview_id)[0]


def test_an_untouched_chain_verifies(database: Database, interview_id: str):
    found = _verify(database, interview_id)
    assert found.broken_at is None
    assert found.entries == len(database.run(journal.since, interview_id, 0)[0])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("body", '{"number":9}'),
        ("actor", "user:x"),
        ("kind", "other"),
        ("hash", "0" * 64),
        ("salt", "00" * 16),
    ],
)
def test_any_change_is_found(database: Database, interview_id: str, column: str, value: str):
    last = database.run(journal.since, interview_id, 0)[0][-1].seq
    change = update(JournalEntry).where(
        col(JournalEntry.interview_id) == interview_id, col(JournalEntry.seq) == last - 2
    )
    database.run(lambda db: db.execute(change.values({column: value})))
    assert _verify(database, interview_id).broken_at == last - 2


@pytest.mark.parametrize("from_the_end", [0, 2])
def test_a_missing_entry_is_found(database: Database, interview_id: str, from_the_end: int):
    last = database.run(journal.since, interview_id, 0)[0][-1].seq
    gone = delete(JournalEntry).where(
        col(JournalEntry.interview_id) == interview_id, col(JournalEntry.seq) == last - from_the_end
    )
    database.run(lambda db: db.execute(gone))
    assert _verify(database, interview_id).broken_at is not None


def test_an_erased_body_still_verifies_and_is_gone(database: Database, interview_id: str):
    last = database.run(journal.since, interview_id, 0)[0][-1].seq
    database.run(journal.erase, interview_id, last)
    found = _verify(database, interview_id)
    assert (found.broken_at, found.erased) == (None, 1)
    assert database.run(journal.since, interview_id, last - 1)[0][0].body is None


def test_an_operation_is_stored_once(database: Database, interview_id: str):
    def add(db: Session) -> Any:
        return journal.append(db, interview_id, "candidate:x", "tried", {}, client=("page-0001", 7)).seq

    seq = database.run(add)[0]
    assert database.run(journal.has_operation, interview_id, "page-0001", 7)[0] == seq
    assert database.run(journal.has_operation, interview_id, "page-0001", 8)[0] is None
    with pytest.raises(IntegrityError):
        database.run(add)
    assert _verify(database, interview_id).broken_at is None


def test_a_chain_that_grows_meanwhile_is_not_broken(
    database: Database, interview_id: str, monkeypatch: pytest.MonkeyPatch
):
    """MariaDB shows each statement what was committed before it, not before the first."""
    read_head, grown = journal._head, []

    def grow_first(db: Session, of: str) -> tuple[int, str]:
        if len(grown) < 3:
            grown.append(journal.append(db, of, "system", "tried").seq)
        return read_head(db, of)

    monkeypatch.setattr(journal, "_head", grow_first)
    assert _verify(database, interview_id).broken_at is None
    assert len(grown) == 3
