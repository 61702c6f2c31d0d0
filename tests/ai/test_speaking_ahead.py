"""Audio that is there before the candidate is: when it is made, in which order, and what an outage does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.ai.in_use import ModelsInUse
from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.media_store import MediaStore
from neurohire.models.interviews import Interview
from neurohire.models.scores import Task
from neurohire.services import model_work, question_sets, speech_ahead, speech_work, tasks
from neurohire.services.speaking import Speaking
from neurohire.settings import Settings
from neurohire.stand_in.behaviour import Fault, Step
from neurohire.stand_in.server import StandIn
from neurohire.vocabulary import InterviewState, Role
from tests import people
from tests.candidates import FOLLOW_UP, TEXTS, Invited, invite


@pytest.fixture
async def speaking(speech_settings: Settings, database: Database, tmp_path: Path) -> AsyncIterator[Speaking]:
    models = ModelsInUse(speech_settings, database)
    found = Speaking(database, MediaStore(tmp_path / "media"), models)
    yield found
    await found.close()
    await models.close()


def inputs(stand_in: StandIn) -> list[str]:
    return [call.body["input"] for call in stand_in.behaviour.calls]


def open_tasks(db: Session) -> list[Task]:
    return list(
        db.scalars(select(Task).where(col(Task.kind) == tasks.SPEAK_TASK, col(Task.done_at).is_(None)))
    )


def make_due(db: Session) -> None:
    for task in open_tasks(db):
        task.due_at = task.created_at


async def work(database: Database, speaking: Speaking) -> int:
    done = 0
    while await speech_work.do_next(database, speaking):
        done += 1
    return done


def set_state(db: Session, interview_id: str, state: InterviewState) -> None:
    row = db.get(Interview, interview_id)
    assert row is not None
    row.state = state


async def test_the_first_question_first_and_then_what_may_be_asked_on(
    database: Database, speaking: Speaking, stand_in: StandIn
):
    await database.transact(invite)
    assert await work(database, speaking) == 1
    assert inputs(stand_in) == [*TEXTS, FOLLOW_UP]  # the same follow-up of all three is one text
    assert await work(database, speaking) == 0


async def test_it_is_there_after_a_restart(
    database: Database, speaking: Speaking, stand_in: StandIn, speech_settings: Settings, tmp_path: Path
):
    await database.transact(invite)
    await work(database, speaking)
    made = len(stand_in.behaviour.calls)
    models = ModelsInUse(speech_settings, database)
    again = Speaking(database, MediaStore(tmp_path / "media"), models)
    for asked in await database.read(all_texts):
        sound = await again.for_candidate(asked)
        assert sound is not None and sound.path is not None and not sound.is_stopgap
    assert len(stand_in.behaviour.calls) == made
    await models.close()


def all_texts(db: Session) -> list[speech_ahead.ToSpeak]:
    return speech_ahead.texts(db, db.scalars(select(Interview)).one().id)


async def test_another_candidate_with_the_same_question_costs_nothing(
    database: Database, speaking: Speaking, stand_in: StandIn
):
    await database.transact(invite)
    await database.transact(invite, "ben@example.org")
    assert await work(database, speaking) == 2
    assert len(stand_in.behaviour.calls) == 4


async def test_an_edited_question_is_spoken_anew_once_for_many_edits(
    database: Database, speaking: Speaking, stand_in: StandIn
):
    invited: Invited = await database.transact(invite)
    await work(database, speaking)
    before = len(stand_in.behaviour.calls)
    for words in ("How would you shard it?", "How would you shard it today?", "How would you shard it now?"):
        await database.transact(
            question_sets.edit, invited.actor, invited.interview_id, invited.question_ids[0], words
        )
    assert await work(database, speaking) == 0  # the next edit may follow at once
    assert len(await database.read(open_tasks)) == 1
    await database.transact(make_due)
    assert await work(database, speaking) == 1
    assert inputs(stand_in)[before:] == ["How would you shard it now?"]


async def test_an_edit_while_it_is_made_is_made_too(
    database: Database, speaking: Speaking, stand_in: StandIn
):
    invited: Invited = await database.transact(invite)
    stand_in.behaviour.always = Step(delay=0.3)
    running = asyncio.create_task(work(database, speaking))
    async with asyncio.timeout(10):
        while not stand_in.behaviour.calls:
            await asyncio.sleep(0.01)
    edited = "Which index would you add here?"
    await database.transact(
        question_sets.edit, invited.actor, invited.interview_id, invited.question_ids[0], edited
    )
    await running
    await database.transact(make_due)
    await work(database, speaking)
    assert inputs(stand_in)[-1] == edited


@pytest.mark.parametrize("fault", [Fault.BUSY, Fault.ERROR, Fault.WRONG_KEY, Fault.REDIRECT])
async def test_an_outage_is_tried_again_and_goes_on_where_it_was(
    database: Database, speaking: Speaking, stand_in: StandIn, fault: Fault
):
    await database.transact(invite)
    stand_in.behaviour.script = [Step()]
    stand_in.behaviour.always = Step(fault=fault)
    assert await work(database, speaking) == 1
    (task,) = await database.read(open_tasks)
    assert task.attempts == 1 and task.error != "" and task.due_at > task.created_at
    stand_in.behaviour.always = Step()
    stand_in.behaviour.calls.clear()
    assert speaking._models.speaker is not None
    speaking._models.speaker._breaker._next_try = 0.0  # its pause is over
    await database.transact(make_due)
    await work(database, speaking)
    assert inputs(stand_in) == [*TEXTS[1:], FOLLOW_UP]


async def test_one_text_that_gives_no_audio_does_not_hold_up_the_others(
    database: Database, speaking: Speaking, stand_in: StandIn
):
    await database.transact(invite)
    stand_in.behaviour.script = [Step(fault=Fault.NOT_AUDIO)]
    await work(database, speaking)
    assert inputs(stand_in) == [*TEXTS, FOLLOW_UP]
    assert len(await database.read(open_tasks)) == 1
    stand_in.behaviour.always = Step(fault=Fault.NOT_AUDIO)
    for _ in range(5):
        await database.transact(make_due)
        await work(database, speaking)
    assert await database.read(open_tasks) == []  # it costs, so not for a day
    assert len(inputs(stand_in)) == 4 + speech_work.TRIES_FOR_ONE_TEXT - 1


async def test_spent_money_ends_it_without_a_call(
    database: Database, speaking: Speaking, stand_in: StandIn, speech_settings: Settings
):
    speech_settings.speech_out_price = Decimal(1000)
    speech_settings.model_money_per_month = Decimal("0.06")
    await database.transact(invite)
    await work(database, speaking)
    assert inputs(stand_in) == [TEXTS[0]] and await database.read(open_tasks) == []


async def test_while_the_model_writes_its_questions_are_waited_for(
    database: Database, speaking: Speaking, stand_in: StandIn, speech_settings: Settings
):
    speech_settings.model_name = "stand-in"
    models = ModelsInUse(speech_settings, database)
    actor: Actor = await database.transact(people.make_actor, "rita@example.org", Role.RECRUITER)
    position = await database.transact(people.make_position, actor)
    one = await database.transact(people.make_interview, actor, position, "c@example.org")
    assert await database.read(open_tasks) == []
    await model_work.do_next(database, models)
    written = [view.question.text for view in await database.read(question_sets.get, actor, one)]
    await work(database, speaking)
    spoken = [call.body["input"] for call in stand_in.behaviour.calls if call.path == "/v1/audio/speech"]
    assert spoken[: len(written)] == written
    await models.close()


@pytest.mark.parametrize(
    "state", [InterviewState.CANCELLED, InterviewState.SUBMITTED, InterviewState.EXPIRED]
)
async def test_nothing_is_made_for_an_interview_that_is_over(
    database: Database, speaking: Speaking, stand_in: StandIn, state: InterviewState
):
    invited: Invited = await database.transact(invite)
    await database.transact(set_state, invited.interview_id, state)
    await work(database, speaking)
    assert stand_in.behaviour.calls == []


async def test_without_a_service_there_is_no_task(database: Database, settings: Settings):
    settings.model_base_url, settings.model_name = "https://models.example.org/v1", "chat-model"
    await database.transact(invite)
    assert await database.read(open_tasks) == []


async def test_switched_off_its_tasks_are_dropped(database: Database, speaking: Speaking, settings: Settings):
    await database.transact(invite)
    settings.speech_out_name = ""
    await database.transact(model_work.switch_off, ModelsInUse(settings, database))
    assert await database.read(open_tasks) == []


async def test_a_change_of_voice_has_open_interviews_spoken_anew(
    database: Database, speaking: Speaking, stand_in: StandIn, speech_settings: Settings
):
    await speaking.settings_changed()  # the start
    await database.transact(invite)
    await work(database, speaking)
    speech_settings.speech_out_voice = "nova"
    await speaking.settings_changed()
    await work(database, speaking)
    assert [call.body["voice"] for call in stand_in.behaviour.calls] == ["alloy"] * 4 + ["nova"] * 4
    await speaking.settings_changed()  # something else
    assert await database.read(open_tasks) == []


async def test_a_service_switched_on_speaks_what_waits_for_its_candidates(
    database: Database, stand_in: StandIn, settings: Settings, tmp_path: Path
):
    models = ModelsInUse(settings, database)
    speaking = Speaking(database, MediaStore(tmp_path / "media"), models)
    await speaking.settings_changed()
    await database.transact(invite)
    assert await work(database, speaking) == 0
    settings.model_allow_private, settings.model_base_url = True, stand_in.url
    settings.speech_out_name = "stand-in"
    await models.change_over()
    await speaking.settings_changed()
    await work(database, speaking)
    assert inputs(stand_in) == [*TEXTS, FOLLOW_UP]
    await models.close()


async def test_the_lanes_do_not_wait_for_each_other(database: Database, speaking: Speaking):
    await database.transact(invite)
    assert await database.transact(tasks.claim, "model") is None
    found = await database.transact(tasks.claim, "speech_out")
    assert found is not None and found.kind == tasks.SPEAK_TASK
