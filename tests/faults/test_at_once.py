"""Many at once: fifty submits are one, two set-ups make one admin, twenty writers all get in."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.database import Database
from neurohire.errors import DomainError, NotFound
from neurohire.media_store import StoredFile
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.models.journal import JournalEntry
from neurohire.models.scores import Task
from neurohire.models.users import User
from neurohire.services import accounts, conduct, journal, operations, overview, resumes
from neurohire.services.operations import Operation
from neurohire.settings import Settings
from neurohire.vocabulary import Role
from tests import people

TWENTY, FIFTY = 20, 50


def _running(db: Session) -> CandidateGrant:
    actor = people.make_actor(db, "rita@example.org", Role.RECRUITER)
    position = people.make_position(db, actor, 3)
    interview = people.make_interview(db, actor, position, "kim@example.org")
    _, grant = people.enter(db, actor, interview)
    conduct.start(db, grant)
    return grant


def _operation(number: int, kind: str, **body: object) -> Operation:
    """The first operation of page `number`."""
    return Operation(type="op", client_id=f"page-{number:04d}", client_seq=1, kind=kind, body=body)


async def test_fifty_submits_are_one(database: Database):
    grant = await database.transact(_running)
    by_hand = [database.transact(conduct.submit, grant) for _ in range(FIFTY // 2)]
    by_socket = [
        database.transact(operations.apply_once, grant, _operation(n, "interview_submit"))
        for n in range(FIFTY // 2)
    ]
    await asyncio.gather(*by_hand, *by_socket)

    def look(db: Session) -> None:
        row = db.get(Interview, grant.interview_id)
        assert row is not None
        assert row.state == "submitted"
        entries = select(func.count()).where(
            col(JournalEntry.interview_id) == row.id, col(JournalEntry.kind) == "interview_submitted"
        )
        tasks = select(func.count()).where(
            col(Task.subject_id) == row.id, col(Task.kind) == conduct.GRADE_TASK
        )
        assert db.scalar(entries) == 1
        assert db.scalar(tasks) == 1
        assert journal.verify(db, row.id).broken_at is None

    await database.read(look)


async def test_twenty_writers_of_one_interview_all_get_in_once(database: Database):
    grant = await database.transact(_running)
    view = await database.read(conduct.view, grant)
    assert view.turn is not None
    question = view.turn.question_id
    drafts = [_operation(n, "answer_draft", question_id=question, text=f"words {n}") for n in range(TWENTY)]
    numbers = await asyncio.gather(
        *(database.transact(operations.apply_once, grant, draft) for draft in drafts * 2)
    )
    assert len(set(numbers)) == TWENTY
    assert numbers[:TWENTY] == numbers[TWENTY:]
    found = await database.read(journal.verify, grant.interview_id)
    assert found.broken_at is None


async def test_twenty_files_of_one_position_finish_at_once(database: Database):
    def prepare(db: Session) -> list[str]:
        actor = people.make_actor(db, "rita@example.org", Role.RECRUITER)
        position = people.make_position(db, actor, 3)
        rows = [
            resumes._new(actor, position.id, f"{n}.pdf", media_sha256=f"{n:064d}", state="reading")
            for n in range(TWENTY)
        ]
        db.add_all(rows)
        db.flush()
        return [row.id for row in rows]

    ids = await database.transact(prepare)
    await asyncio.gather(
        *(
            database.transact(
                resumes.finish_reading, row, people.read_resume(f"kim{n % 10}@example.org", f"Kim {n}")
            )
            for n, row in enumerate(ids)
        )
    )

    def look(db: Session) -> None:
        interviews = db.scalars(select(Interview)).all()
        assert len(interviews) == TWENTY
        assert len({row.candidate_id for row in interviews}) == TWENTY // 2
        assert db.scalar(select(func.count()).select_from(InterviewQuestion)) == TWENTY * 3

    await database.read(look)


async def test_two_positions_name_the_same_person_at_once(database: Database):
    def prepare(db: Session) -> list[str]:
        actor = people.make_actor(db, "rita@example.org", Role.RECRUITER)
        rows = [
            resumes._new(actor, people.make_position(db, actor, 1).id, "a.pdf", state="reading")
            for _ in range(8)
        ]
        db.add_all(rows)
        db.flush()
        return [row.id for row in rows]

    ids = await database.transact(prepare)
    read = people.read_resume("kim@example.org")
    await asyncio.gather(*(database.transact(resumes.finish_reading, row, read) for row in ids))
    owners = await database.read(lambda db: set(db.scalars(select(Interview.candidate_id)).all()))  # type: ignore[call-overload]
    assert len(owners) == 1


async def test_the_same_file_twice_at_once_is_a_duplicate(database: Database):
    def prepare(db: Session) -> tuple[Actor, str]:
        actor = people.make_actor(db, "rita@example.org", Role.RECRUITER)
        return actor, people.make_position(db, actor, 1).id

    actor, position_id = await database.transact(prepare)
    stored = StoredFile("a" * 64, 100)
    await asyncio.gather(
        *(
            database.transact(resumes.add_file, actor, position_id, f"{n}.pdf", stored, "application/pdf")
            for n in range(6)
        )
    )
    rows = (await database.read(overview.resume_page, actor, position_id)).rows
    assert sorted(row.code for row in rows) == [""] + ["duplicate"] * 5


async def test_two_set_ups_make_one_admin(database: Database, settings: Settings):
    link = await database.transact(accounts.setup_link, settings)
    assert link is not None
    token = link.split("token=")[1]
    outcomes = await asyncio.gather(
        *(
            database.transact(accounts.create_first_admin, token, f"a{n}@example.org", "A", people.PASSWORD)
            for n in range(4)
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, NotFound) for outcome in outcomes) == 3
    admins = select(func.count()).select_from(User)
    assert await database.read(lambda db: db.scalar(admins)) == 1


async def test_a_page_whose_clock_is_wrong_changes_nothing(database: Database):
    grant = await database.transact(_running)
    before = await database.read(conduct.view, grant)
    assert before.turn is not None
    wrong = (clock.now() + timedelta(hours=1)).isoformat()
    body = {"question_id": before.turn.question_id, "text": "words", "at": wrong, "deadline": wrong}
    message = {"type": "op", "client_id": "page-0001", "client_seq": 1, "kind": "answer_draft", "at": wrong}
    operation = Operation.model_validate(message | {"body": body})
    seq = await database.transact(operations.apply_once, grant, operation)
    after = await database.read(conduct.view, grant)
    assert after.deadline == before.deadline

    def look(db: Session) -> None:
        entry = next(e for e in journal.since(db, grant.interview_id, seq - 1))
        assert abs(entry.at - clock.now()) < timedelta(minutes=1)
        assert entry.body is not None
        assert "deadline" not in entry.body

    await database.read(look)


async def test_a_position_is_claimed_file_by_file(database: Database):
    """Two readers never get the same file."""

    def prepare(db: Session) -> None:
        actor = people.make_actor(db, "rita@example.org", Role.RECRUITER)
        position = people.make_position(db, actor, 3)
        db.add_all(
            resumes._new(actor, position.id, f"{n}.pdf", media_sha256=f"{n:064d}") for n in range(TWENTY)
        )

    await database.transact(prepare)
    claimed = await asyncio.gather(
        *(database.transact(resumes.claim_next) for _ in range(TWENTY)), return_exceptions=True
    )
    assert not [error for error in claimed if isinstance(error, (DomainError, Exception))]
    ids = [found.resume_id for found in claimed if found is not None and not isinstance(found, BaseException)]
    assert len(ids) == len(set(ids))
    assert ids
