"""An admin sets, changes and removes the model while interviews wait for it: nothing hangs or is lost."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlmodel import Session

from neurohire.auth.actors import Actor
from neurohire.models.interviews import Interview
from neurohire.services import question_sets, tasks
from neurohire.services.stored_settings import Changes
from neurohire.settings import Settings
from neurohire.stand_in.behaviour import Behaviour, Fault, Step
from neurohire.stand_in.server import StandIn
from neurohire.state import AppState
from neurohire.vocabulary import ModelState, QuestionSource, Role
from tests import people
from tests.ai.test_model_questions import open_tasks, sources, state
from tests.waiting import until

SECONDS = 30.0


@pytest.fixture
def private_allowed(settings: Settings) -> Settings:
    """As the environment would, before the app is made."""
    settings.model_allow_private = True
    return settings


@pytest.fixture
def other_stand_in() -> Iterator[StandIn]:
    server = StandIn(0, Behaviour())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def running(private_allowed: Settings, app: FastAPI) -> AppState:
    found: AppState = app.state.neurohire
    return found


async def save(running: AppState, admin: Actor, **changes: object) -> None:
    given: Changes = changes  # type: ignore[assignment]
    views = await running.stored.views(admin)
    await running.stored.save(admin, given, {name: view.stamp for name, view in views.items()})


async def invited(running: AppState, count: int) -> tuple[Actor, list[str]]:
    def make(db: Session) -> tuple[Actor, list[str]]:
        admin = people.make_actor(db, "ana@example.org", Role.ADMIN)
        return admin, interviews(db, admin, count, "c")

    return await running.database.transact(make)


def interviews(db: Session, admin: Actor, count: int, prefix: str) -> list[str]:
    position = people.make_position(db, admin)
    names = [f"{prefix}{number}" for number in range(count)]
    # resumes that differ: the stand-in writes the same for the same, and nobody is asked a known question
    return [
        people.make_interview(db, admin, position, f"{name}@example.org", f"Kim {name}") for name in names
    ]


async def until_state(running: AppState, ids: list[str], wanted: ModelState) -> None:
    async with asyncio.timeout(SECONDS):
        while {await running.database.read(state, one) for one in ids} != {wanted}:
            await asyncio.sleep(0.05)


async def test_switched_on_it_works_at_once_without_a_restart(running: AppState, stand_in: StandIn):
    admin, (before,) = await invited(running, 1)
    await save(running, admin, model_base_url=stand_in.url, model_name="stand-in", model_key="k-1")
    after = await running.database.transact(interviews, admin, 1, "later")
    await until_state(running, after, ModelState.DONE)
    assert await running.database.read(sources, after[0]) == [QuestionSource.MODEL] * 5
    assert await running.database.read(state, before) is ModelState.NONE
    assert {call.authorization for call in stand_in.behaviour.calls} == {"Bearer k-1"}


async def test_changed_while_questions_are_written(
    running: AppState, stand_in: StandIn, other_stand_in: StandIn
):
    """The call under way ends where it began; everything that waited goes to the new one."""
    stand_in.behaviour.always = Step(delay=1.0)
    admin, _ = await invited(running, 0)
    await save(running, admin, model_base_url=stand_in.url, model_name="stand-in", model_parallel=1)
    ids = await running.database.transact(interviews, admin, 4, "c")
    await until(lambda: len(stand_in.behaviour.calls) == 1)
    old = list(running.models._clients)
    await save(running, admin, model_base_url=other_stand_in.url)
    assert not any(client.is_closed for client in old[:1])
    await until_state(running, ids, ModelState.DONE)
    assert [await running.database.read(sources, one) for one in ids] == [[QuestionSource.MODEL] * 5] * 4
    assert all(client.is_closed for client in old)
    assert len(stand_in.behaviour.calls) == 1
    assert len(other_stand_in.behaviour.calls) >= 3
    assert await running.database.read(open_tasks) == []


async def test_switched_off_while_questions_are_written(running: AppState, stand_in: StandIn):
    admin, _ = await invited(running, 0)
    await save(running, admin, model_base_url=stand_in.url, model_name="stand-in", model_parallel=1)
    stand_in.behaviour.always = Step(delay=0.5)
    ids = await running.database.transact(interviews, admin, 3, "c")
    banks = [[row.id for row in await running.database.read(question_sets.rows_of, one)] for one in ids]
    await until(lambda: len(stand_in.behaviour.calls) == 1)
    await save(running, admin, model_base_url="")
    await until_state(running, ids, ModelState.NONE)
    assert running.models.writer is None
    await until(lambda: stand_in.behaviour.at_once == 0)
    calls = len(stand_in.behaviour.calls)
    assert [
        [row.id for row in await running.database.read(question_sets.rows_of, one)] for one in ids
    ] == banks
    assert await running.database.read(open_tasks) == []
    later = await running.database.transact(interviews, admin, 1, "later")
    assert await running.database.read(state, later[0]) is ModelState.NONE
    assert len(stand_in.behaviour.calls) == calls == 1


async def test_a_mended_key_is_tried_without_waiting_for_hours(running: AppState, stand_in: StandIn):
    admin, _ = await invited(running, 0)
    await save(running, admin, model_base_url=stand_in.url, model_name="stand-in", model_key="wrong")
    stand_in.behaviour.always = Step(fault=Fault.WRONG_KEY)
    ids = await running.database.transact(interviews, admin, 1, "c")
    await until(lambda: len(stand_in.behaviour.calls) > 0)
    async with asyncio.timeout(SECONDS):
        while [task.error for task in await running.database.read(open_tasks)] != ["not_accepted"]:
            await asyncio.sleep(0.05)
    await running.database.transact(put_off)
    stand_in.behaviour.always = Step()
    await save(running, admin, model_key="right")
    await until_state(running, ids, ModelState.DONE)
    assert stand_in.behaviour.calls[-1].authorization == "Bearer right"


async def test_asked_for_in_the_moment_it_was_switched_off(running: AppState):
    """Its transaction began before: nobody waits for ever."""
    _, (one,) = await invited(running, 1)

    def late(db: Session) -> None:
        row = db.get(Interview, one)
        assert row is not None
        row.writing_state = ModelState.WAITING
        tasks.add(db, tasks.WRITE_TASK, one)

    await running.database.transact(late)
    await until_state(running, [one], ModelState.NONE)
    assert await running.database.read(open_tasks) == []


def put_off(db: Session) -> None:
    for task in open_tasks(db):
        task.due_at += timedelta(hours=4)
