"""From an upload to questions by the model: at once from the bank, replaced while nobody has touched them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.ai.in_use import ModelsInUse
from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.models.interviews import Interview
from neurohire.models.scores import Task
from neurohire.questions.uniqueness import is_near_duplicate
from neurohire.services import conduct, interviews, journal, model_questions, model_work, question_sets, tasks
from neurohire.settings import Settings
from neurohire.stand_in.behaviour import Fault, Step
from neurohire.stand_in.server import StandIn
from neurohire.vocabulary import ModelState, QuestionSource, Role
from tests import people


@pytest.fixture
async def models(model_settings: Settings, database: Database) -> AsyncIterator[ModelsInUse]:
    found = ModelsInUse(model_settings, database)
    yield found
    await found.close()


def invited(db: Session, count: int = 1, questions: int = 5) -> tuple[Actor, list[str]]:
    actor = people.make_actor(db, "rita@example.org", Role.RECRUITER)
    position = people.make_position(db, actor, questions)
    made = [people.make_interview(db, actor, position, f"c{n}@example.org", f"Cam {n}") for n in range(count)]
    return actor, made


def sources(db: Session, interview_id: str) -> list[QuestionSource]:
    return [QuestionSource(row.question["source"]) for row in question_sets.rows_of(db, interview_id)]


def state(db: Session, interview_id: str) -> ModelState:
    row = db.get(Interview, interview_id)
    assert row is not None
    return ModelState(row.writing_state)


async def work(database: Database, models: ModelsInUse) -> int:
    """Every task that is due, by as many workers as there may be."""

    async def worker() -> int:
        done = 0
        while await model_work.do_next(database, models):
            done += 1
        return done

    return sum(await asyncio.gather(*(worker() for _ in range(models.workers))))


async def test_the_set_is_replaced_and_the_journal_says_by_whom(database: Database, models: ModelsInUse):
    actor, (one,) = await database.transact(invited)
    assert QuestionSource.MODEL not in await database.read(sources, one)
    assert await database.read(state, one) is ModelState.WAITING
    assert await work(database, models) == 1
    assert await database.read(sources, one) == [QuestionSource.MODEL] * 5
    detail = await database.read(interviews.get, actor, one)
    assert detail.writing_state is ModelState.DONE and detail.notes == []
    entry = (await database.read(journal.since, one, 0))[-1]
    assert entry.kind == "questions_written" and entry.body["writer"] == "stand-in questions/2"


async def test_sets_written_at_the_same_time_differ(database: Database, models: ModelsInUse):
    _, ids = await database.transact(invited, 6)
    assert await work(database, models) == 6
    texts = []
    for one in ids:
        rows = await database.read(question_sets.rows_of, one)
        assert len(rows) == 5
        texts += [(one, row.question["text"]) for row in rows]
    clashes = [
        (a, b) for i, (x, a) in enumerate(texts) for y, b in texts[:i] if x != y and is_near_duplicate(a, b)
    ]
    assert clashes == []


@pytest.mark.parametrize("by", ["edit", "start"])
async def test_what_somebody_has_touched_stays(
    database: Database, models: ModelsInUse, stand_in: StandIn, by: str
):
    actor, (one,) = await database.transact(invited)
    stand_in.behaviour.always = Step(delay=0.5)
    before = await database.read(sources, one)
    task = asyncio.create_task(work(database, models))
    async with asyncio.timeout(10):
        while not stand_in.behaviour.calls:
            await asyncio.sleep(0.01)
    if by == "edit":
        row = (await database.read(question_sets.rows_of, one))[0]
        words = "How would you explain this line of yours to a new colleague?"
        await database.transact(question_sets.edit, actor, one, row.id, words)
    else:
        _, grant = await database.transact(people.enter, actor, one)
        await database.transact(conduct.start, grant)
    await task
    assert await database.read(sources, one) == before


async def test_an_outage_leaves_the_banks_set_and_is_tried_again(
    database: Database, models: ModelsInUse, stand_in: StandIn
):
    _, (one,) = await database.transact(invited)
    before = await database.read(sources, one)
    stand_in.behaviour.always = Step(fault=Fault.WRONG_KEY)
    await work(database, models)
    assert await database.read(sources, one) == before
    assert await database.read(state, one) is ModelState.WAITING
    waiting = await database.read(open_tasks)
    assert [(task.kind, task.attempts, task.error) for task in waiting] == [
        (tasks.WRITE_TASK, 1, "not_accepted")
    ]
    assert waiting[0].due_at > waiting[0].created_at
    stand_in.behaviour.always = Step()
    await database.transact(make_due)
    await work(database, models)
    assert await database.read(state, one) is ModelState.DONE


async def test_after_a_day_it_is_given_up_with_a_note(
    database: Database, models: ModelsInUse, stand_in: StandIn
):
    actor, (one,) = await database.transact(invited)
    stand_in.behaviour.always = Step(fault=Fault.WRONG_KEY)
    await database.transact(make_due, attempts=tasks.MAX_ATTEMPTS - 1)
    await work(database, models)
    detail = await database.read(interviews.get, actor, one)
    assert detail.writing_state is ModelState.FAILED and "question bank" in detail.notes[-1]


async def test_a_spent_budget_does_not_wait_for_a_day(database: Database, model_settings: Settings):
    model_settings.model_tokens_per_interview = 10
    models = ModelsInUse(model_settings, database)
    _, (one,) = await database.transact(invited)
    await work(database, models)
    assert await database.read(state, one) is ModelState.FAILED
    assert await database.read(open_tasks) == []


async def test_switched_off_while_it_waits(database: Database, models: ModelsInUse):
    _, (one,) = await database.transact(invited)
    models.writer = None
    await database.transact(model_work.switch_off, models)
    assert await database.read(state, one) is ModelState.NONE
    assert await database.read(open_tasks) == []


async def test_a_stopped_worker_leaves_the_task_to_the_next_start(
    database: Database, models: ModelsInUse, stand_in: StandIn
):
    _, (one,) = await database.transact(invited)
    stand_in.behaviour.always = Step(fault=Fault.HANG)
    task = asyncio.create_task(work(database, models))
    async with asyncio.timeout(10):
        while not stand_in.behaviour.calls:
            await asyncio.sleep(0.01)
    began = time.monotonic()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert time.monotonic() - began < 2
    stand_in.behaviour.always = Step()
    assert await work(database, models) == 0  # leased to the one that died
    await database.transact(tasks.release_leases)
    assert await work(database, models) == 1
    assert await database.read(state, one) is ModelState.DONE


async def test_without_a_model_nothing_changes(database: Database, settings: Settings):
    _, (one,) = await database.transact(invited)
    assert await database.read(state, one) is ModelState.NONE
    assert await database.read(open_tasks) == []


async def test_progress_is_counted(database: Database, models: ModelsInUse):
    actor, ids = await database.transact(invited, 3)
    position = (await database.read(interviews.get, actor, ids[0])).position_id
    assert await database.read(model_questions.waiting, position) == 3
    await model_work.do_next(database, models)
    assert await database.read(model_questions.waiting, position) == 2


def open_tasks(db: Session) -> list[Task]:
    return [
        task
        for task in db.scalars(select(Task).where(col(Task.done_at).is_(None)))
        if task.kind in tasks.MODEL_KINDS
    ]


def make_due(db: Session, attempts: int | None = None) -> None:
    for task in open_tasks(db):
        task.due_at = task.created_at
        task.attempts = task.attempts if attempts is None else attempts
