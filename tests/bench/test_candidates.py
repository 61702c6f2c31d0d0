"""The list of candidates stays quick with fifty thousand, for an admin, who has them all, and who has few."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from sqlalchemy import event, insert
from sqlmodel import Session

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.models.base import new_id
from neurohire.models.candidates import Candidate, CandidateMember, Resume, name_key
from neurohire.services import candidate_list
from neurohire.services.candidate_list import CandidateFilter
from neurohire.vocabulary import ResumeState, Role
from tests import people
from tests.bench import many_interviews

COUNT, INTERVIEWS, BATCH = 50_000, 3_000, 5_000
RESUMES = 2_000  # of each batch
PLAIN, SEARCHED = 0.5, 2.0  # seconds, on slow shared cores; a search reads the names once
MOST_QUERIES = 12


class Desks:
    """One who keeps nearly all, one with forty interviews, an admin."""

    def __init__(self, db: Session) -> None:
        self.many = people.make_actor(db, "many@example.org", Role.RECRUITER)
        self.few = people.make_actor(db, "few@example.org", Role.RECRUITER)
        self.admin = people.make_actor(db, "admin@example.org", Role.ADMIN)
        many_interviews.add(db, self.many, INTERVIEWS)
        many_interviews.add(db, self.few, 40, INTERVIEWS)
        now = clock.now()
        for start in range(0, COUNT, BATCH):
            rows = [_row(number, now) for number in range(start, start + BATCH)]
            db.execute(insert(Candidate), rows)
            db.execute(insert(Resume), [_resume(str(row["id"]), self.many, now) for row in rows[:RESUMES]])
            keeping = {"user_id": self.many.user_id, "added_at": now}
            db.execute(insert(CandidateMember), [keeping | {"candidate_id": row["id"]} for row in rows])


def _row(number: int, now: object) -> dict[str, object]:
    name, email = f"Kept Person {number * 7919 % COUNT}", f"kept{number}@example.org"
    return {
        "id": new_id(),
        "email": email,
        "name": name,
        "name_key": name_key(name, email),
        "created_at": now,
    }


def _resume(candidate_id: str, actor: Actor, now: object) -> dict[str, object]:
    return {
        "id": new_id(),
        "uploaded_by": actor.user_id,
        "candidate_id": candidate_id,
        "file_name": "resume.pdf",
        "state": ResumeState.READY,
        "skills": ["Python", "SQL", "Docker"],
        "text": "Built and ran services for many years. " * 50,
        "facts": {},
        "hidden": [],
        "notes": [],
        "created_at": now,
    }


@pytest.fixture
def desks(database: Database) -> Iterator[Desks]:
    yield database.run(Desks)[0]


ASKED = {
    "newest": CandidateFilter(),
    "by name": CandidateFilter(sort="name"),
    "one name": CandidateFilter(search="person 4242"),
    "everybody": CandidateFilter(search="person"),
    "no such skill": CandidateFilter(search="cobol"),
}


def test_fifty_thousand_are_quick(database: Database, desks: Desks):
    slow = []
    for who in ("many", "few", "admin"):
        for name, asked in ASKED.items():
            seconds, queries = _cost(database, getattr(desks, who), asked)
            print(f"{who:6} {name:14} {1000 * seconds:6.0f} ms, {queries} queries")
            if seconds > (SEARCHED if asked.search else PLAIN) or queries > MOST_QUERIES:
                slow.append((who, name, seconds, queries))
    assert not slow


def _cost(database: Database, actor: Actor, asked: CandidateFilter) -> tuple[float, int]:
    queries = 0

    def note(*_: object) -> None:
        nonlocal queries
        queries += 1

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        began = time.perf_counter() if not database.is_sqlite else time.thread_time()
        database.run(candidate_list.list_page, actor, asked)
        spent = (time.perf_counter() if not database.is_sqlite else time.thread_time()) - began
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    return spent, queries
