"""The list of interviews costs the same with many as with few, and every query of it goes by an index."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session

from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.services import interviews
from neurohire.vocabulary import InterviewState, Role
from tests import people
from tests.bench import many_interviews

FEW, MANY = 100, 5_000
TOLERATED = 2.0  # promised are 1.2 of the page, of which this query is a part; this machine is shared
TABLES = re.compile(r"\b(interview|interview_member|candidate)\b")


class Desks:
    """A recruiter with few and one with many interviews, and an admin who sees them all."""

    def __init__(self, db: Session) -> None:
        self.few = people.make_actor(db, "few@example.org", Role.RECRUITER)
        self.many = people.make_actor(db, "many@example.org", Role.RECRUITER)
        self.admin = people.make_actor(db, "admin@example.org", Role.ADMIN)
        many_interviews.add(db, self.few, FEW)
        many_interviews.add(db, self.many, MANY, FEW)


@pytest.fixture
def desks(database: Database) -> Desks:
    return database.run(Desks)[0]


@pytest.mark.parametrize("who", ["many", "admin"])
def test_many_cost_what_few_cost(database: Database, desks: Desks, who: str):
    ratios = []
    for _ in range(7):  # in turns, so that what else the machine does falls on both
        few = _cpu(database, desks.few)
        ratios.append(_cpu(database, getattr(desks, who)) / few)
    assert median(ratios) < TOLERATED, ratios


@pytest.mark.parametrize("who", ["few", "many", "admin"])
@pytest.mark.parametrize("states", [(), (InterviewState.LIVE,), (InterviewState.SUBMITTED,)])
def test_every_query_of_the_list_goes_by_an_index(
    database: Database, desks: Desks, who: str, states: tuple[InterviewState, ...]
):
    actor: Actor = getattr(desks, who)
    with _asked(database) as queries:
        database.run(interviews.list_page, actor, states=states)
        database.run(interviews.count_states, actor, InterviewState.LIVE)
    assert len(queries) >= 4
    for statement, values in queries:
        assert not _whole_tables(database, statement, values), statement


def _cpu(database: Database, actor: Actor, times: int = 10) -> float:
    began = time.thread_time()
    for _ in range(times):
        found = database.run(interviews.list_page, actor)[0]
    assert len(found.rows) == 25
    return time.thread_time() - began


@contextmanager
def _asked(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """What is asked of the tables of the list meanwhile."""
    queries: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        if statement.startswith("SELECT") and TABLES.search(statement):
            queries.append((statement, values))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield queries
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def _whole_tables(database: Database, statement: str, values: Any) -> list[str]:
    """Tables that are read from end to end without an index."""
    explain: Callable[[Any], list[str]] = _of_sqlite if database.is_sqlite else _of_mariadb
    word = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    with database.engine.connect() as connection:
        return explain(connection.exec_driver_sql(word + statement, values).mappings())


def _of_sqlite(rows: Any) -> list[str]:
    steps = [row["detail"] for row in rows]
    return [
        step for step in steps if step.startswith("SCAN ") and "USING" not in step and TABLES.search(step)
    ]


def _of_mariadb(rows: Any) -> list[str]:
    return [row["table"] for row in rows if row["type"] == "ALL" and TABLES.fullmatch(row["table"] or "")]
