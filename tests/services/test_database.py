"""The one door: commit, then events; collisions run again; a full or absent database is Unavailable."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import suppress

import pytest
from sqlalchemy import select, update
from sqlmodel import Session, col

from neurohire.breaker import Breaker
from neurohire.broadcast import Broadcast
from neurohire.database import Database, record
from neurohire.errors import Rejected, Unavailable
from neurohire.events import Event
from neurohire.models.users import Setting


def _put(db: Session, key: str, value: str = "x") -> None:
    db.merge(Setting(key=key, value=value))
    record(db, Event("tried", key))


def _value(db: Session, key: str) -> str | None:
    row = db.get(Setting, key)
    return row.value if row else None


async def test_events_come_after_the_commit_and_not_without_it(database: Database):
    def refuse(db: Session) -> None:
        _put(db, "refused")
        raise Rejected

    with database.broadcast.subscribe("tried") as subscription:
        with pytest.raises(Rejected):
            await database.transact(refuse)
        await database.transact(_put, "kept")
        happened = await asyncio.wait_for(subscription.next(), 5)
    assert happened.kind == "kept"
    assert await database.read(_value, "kept") == "x"
    assert await database.read(_value, "refused") is None


async def test_events_come_also_when_nobody_waits_any_more(database: Database):
    begun, go_on = threading.Event(), threading.Event()

    def slow(db: Session) -> None:
        begun.set()
        go_on.wait(10)
        _put(db, "left")

    with database.broadcast.subscribe("tried") as subscription:
        asked = asyncio.ensure_future(database.transact(slow))
        await asyncio.to_thread(begun.wait, 10)
        asked.cancel()
        go_on.set()
        assert (await asyncio.wait_for(subscription.next(), 5)).kind == "left"


async def test_a_reader_does_not_wait_for_a_writer(database: Database):
    begun, go_on = threading.Event(), threading.Event()

    def slow(db: Session) -> None:
        _put(db, "slow")
        db.flush()
        begun.set()
        assert go_on.wait(10)

    writing = asyncio.ensure_future(database.transact(slow))
    await asyncio.to_thread(begun.wait, 10)
    began = time.monotonic()
    assert await database.read(_value, "slow") is None
    assert time.monotonic() - began < 2
    go_on.set()
    await writing


async def test_transactions_that_lock_crosswise_both_come_through(database: Database):
    for key in ("a", "b"):
        await database.transact(_put, key, "0")
    both = threading.Barrier(2)

    def swap(db: Session, first: str, second: str) -> None:
        add = update(Setting).values(value=col(Setting.value) + "1")
        db.execute(add.where(col(Setting.key) == first))
        if not database.is_sqlite and not both.broken:
            with suppress(threading.BrokenBarrierError):
                both.wait(2)  # each has its first row now; the second time there is nobody to meet
        db.execute(add.where(col(Setting.key) == second))

    await asyncio.gather(database.transact(swap, "a", "b"), database.transact(swap, "b", "a"))
    found = await database.read(lambda db: [db.get(Setting, key) for key in ("a", "b")])
    assert len({row.value for row in found if row}) == 1
    assert found[0] is not None
    assert found[0].value not in ("0", "01")


async def test_a_row_that_came_a_moment_earlier_is_found_the_second_time(database: Database):
    met = threading.Barrier(2)

    def add_unless_there(db: Session) -> bool:
        if db.execute(select(Setting).where(col(Setting.key) == "one")).first():
            return False
        if not database.is_sqlite:
            met.wait(5)
        db.add(Setting(key="one", value="x"))
        return True

    added = await asyncio.gather(database.transact(add_unless_there), database.transact(add_unless_there))
    assert sorted(added) == [False, True]


def test_a_full_database_is_unavailable_and_recovers(database: Database):
    if not database.is_sqlite:
        return  # a full disk of MariaDB's is MariaDB's to report: error 1114, told the same way
    limit = "PRAGMA max_page_count={}"
    with database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()

    def fill(db: Session, most: int) -> None:
        db.connection().exec_driver_sql(limit.format(most))
        for number in range(200):
            db.add(Setting(key=f"k{number}", value="v" * 500))

    with pytest.raises(Unavailable) as refused:
        database.run(fill, pages)
    assert refused.value.code == "database_unavailable"
    assert refused.value.message == Unavailable.message
    database.run(fill, 1_000_000)


def test_nobody_there_is_unavailable_and_soon_said_at_once():
    nowhere = Database("mysql+pymysql://app:app@127.0.0.1:9/app", Broadcast())
    for _ in range(2):
        with pytest.raises(Unavailable):
            nowhere.ping()
    began = time.monotonic()
    with pytest.raises(Unavailable):
        nowhere.ping()
    assert time.monotonic() - began < 1
    nowhere.close()


def test_the_breaker_lets_one_find_out():
    breaker = Breaker(pause=0.0)

    def call(error: Exception | None = None) -> None:
        with breaker.call(lambda raised: isinstance(raised, OSError)):
            if error:
                raise error

    with pytest.raises(OSError):
        call(OSError())
    with breaker.call(lambda _: False), pytest.raises(Unavailable):
        call()  # while one tries, others are told at once
    call()  # it worked: the way is open
    with pytest.raises(ValueError, match="ours"):
        call(ValueError("ours"))
    call()
