"""Many documents are stored by few transactions, and none of them suffers for another."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import event
from sqlmodel import Session

from neurohire import clock
from neurohire.database import Database
from neurohire.errors import Unavailable
from neurohire.models.answers import Document
from neurohire.rooms.document_access import DatabaseDocumentStore
from neurohire.rooms.document_store import UpdateRow
from neurohire.services import documents
from tests.candidates import invite

MANY = 30


def make(db: Session) -> list[str]:
    interview_id = invite(db).interview_id
    rows = [Document(interview_id=interview_id, created_at=clock.now()) for _ in range(MANY)]
    db.add_all(rows)
    db.flush()
    return [row.id for row in rows]


async def append(store: DatabaseDocumentStore, *document_ids: str) -> list[BaseException | None]:
    rows = [UpdateRow(clock.now(), "ana", b"\x00\x00")]
    return await asyncio.gather(*(store.append(one, rows) for one in document_ids), return_exceptions=True)


async def test_what_comes_at_once_is_one_transaction(database: Database) -> None:
    ids, commits = database.run(make)[0], list[int]()
    event.listen(database.engine, "commit", lambda _connection: commits.append(1))
    store = DatabaseDocumentStore(database)
    assert await append(store, *ids) == [None] * MANY
    assert len(commits) < 4
    assert all(database.run(documents.load, one)[0] == [b"\x00\x00"] for one in ids)


async def test_one_that_cannot_be_stored_does_not_hold_up_the_others(database: Database) -> None:
    ids, store = database.run(make)[0], DatabaseDocumentStore(database)
    found = await append(store, ids[0], "no such document", *ids[1:])
    assert isinstance(found[1], Exception)
    assert [it for it in found if it is not None] == [found[1]]
    assert all(database.run(documents.load, one)[0] == [b"\x00\x00"] for one in ids)


async def test_all_hear_that_the_database_is_away_and_can_try_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids, store = database.run(make)[0], DatabaseDocumentStore(database)

    async def away(*_: object) -> None:
        raise Unavailable()

    with monkeypatch.context() as patched:
        patched.setattr(database, "transact", away)
        assert {type(it) for it in await append(store, *ids)} == {Unavailable}
    assert await append(store, *ids) == [None] * MANY
