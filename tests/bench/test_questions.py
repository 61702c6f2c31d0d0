"""The page of questions costs about the same with many as with few, in a bounded number of queries."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

import pytest
from sqlalchemy import event
from sqlmodel import Session

from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.services import pool_list, pool_start
from neurohire.services.pool_list import PoolFilter
from neurohire.vocabulary import Role
from tests import people
from tests.bench import many_questions

FEW, MANY = 3_000, 20_000
TOLERATED = 2.0  # this machine is shared
QUERIES = 4  # how many there are, what fits, its order, its rows
NARROW = PoolFilter(skill="Locks", sort="-mean")
RARE = PoolFilter(search=many_questions.RARE)


class Desks:
    """Recruiters with few and with many questions of their own, one who sees the bank only, an admin."""

    def __init__(self, db: Session, few: int, many: int) -> None:
        pool_start.begin(db)
        self.few, self.many, self.bank_only = (
            people.make_actor(db, f"{name}@example.org", Role.RECRUITER) for name in ("few", "many", "bank")
        )
        self.admin = people.make_actor(db, "admin@example.org", Role.ADMIN)
        many_questions.add(db, self.few, few)
        many_questions.add(db, self.many, many, first=few)


def test_many_cost_what_few_cost(database: Database):
    desks = database.run(Desks, FEW, MANY)[0]
    for sort in ("-used", "-uses", "-mean"):
        for who in ("many", "admin", "bank_only"):
            ratios = []
            for _ in range(7):  # in turns, so that what else the machine does falls on both
                few = _cpu(database, desks.few, PoolFilter(sort=sort))
                ratios.append(_cpu(database, getattr(desks, who), PoolFilter(sort=sort)) / few)
            assert median(ratios) < TOLERATED, (sort, who, ratios)


@pytest.mark.parametrize("asked", [PoolFilter(), RARE, NARROW], ids=["all", "rare", "narrow"])
@pytest.mark.parametrize("who", ["few", "many", "admin"])
def test_a_page_is_a_handful_of_queries(database: Database, who: str, asked: PoolFilter):
    desks = database.run(Desks, 2_000, 100)[0]
    with _counted(database) as queries:
        found = database.run(pool_list.list_page, getattr(desks, who), asked)[0]
    assert found.rows or who == "many"
    assert len(queries) <= QUERIES, queries


def _cpu(database: Database, actor: Actor, asked: PoolFilter) -> float:
    began = time.thread_time()
    for _ in range(3):
        found = database.run(pool_list.list_page, actor, asked)[0]
    assert len(found.rows) == 25
    return time.thread_time() - began


@contextmanager
def _counted(database: Database) -> Iterator[list[str]]:
    queries: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            queries.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield queries
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
