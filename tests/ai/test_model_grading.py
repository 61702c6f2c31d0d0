"""From handing in to two suggestions side by side, and what happens when the model is not there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlmodel import Session

from neurohire.ai.in_use import ModelsInUse
from neurohire.auth.actors import CandidateGrant
from neurohire.database import Database
from neurohire.jobs import Jobs
from neurohire.media_store import MediaStore
from neurohire.models.interviews import Interview
from neurohire.rooms.document_access import DatabaseDocumentStore
from neurohire.rooms.limits import DocumentLimits
from neurohire.rooms.registry import DocumentRegistry
from neurohire.services import (
    conduct,
    deciding,
    decisions,
    entrance,
    grading,
    journal,
    model_grading,
    model_work,
    reports,
    tasks,
)
from neurohire.services.speaking import Speaking
from neurohire.settings import Settings
from neurohire.stand_in.behaviour import Fault, Step
from neurohire.stand_in.server import StandIn
from neurohire.vocabulary import DataKind, GradingState, ModelState, Outcome, ScoreSource
from neurohire.workers import Workers
from tests import people
from tests.ai.test_model_questions import make_due, open_tasks, work
from tests.candidates import Invited, invite

SAID = "I compared latency with cost first, and sharded by customer after that."


@pytest.fixture
async def models(model_settings: Settings, database: Database) -> AsyncIterator[ModelsInUse]:
    model_settings.questions_name = ""
    found = ModelsInUse(model_settings, database)
    found.writer = None
    yield found
    await found.close()


def handed_in(db: Session, consent: bool = True) -> Invited:
    """Three questions, all answered alike; the embedded suggestions are made as the task makes them."""
    invited = invite(db, follow_up=False)
    model_work.model_questions.switch_off(db)
    _, grant = people.enter(db, invited.actor, invited.interview_id)
    if not consent:
        entrance.give_consent(db, grant, {DataKind.ANSWERS})
    conduct.start(db, grant)
    for question in invited.question_ids:
        _answer(db, grant, question)
    conduct.submit(db, grant)
    db.flush()
    while row := grading.next_ungraded(db, invited.interview_id):
        grading.grade_question(db, row)
        db.flush()
    model_grading.finish_embedded(db, invited.interview_id)
    return invited


def _answer(db: Session, grant: CandidateGrant, question: str) -> None:
    conduct.answer_row(db, grant.interview_id, question, 0).text = SAID
    db.flush()
    conduct.end_turn(db, grant, question, 0)
    db.flush()
    deciding.go_on_without(db, question)
    db.flush()


def state(db: Session, interview_id: str) -> ModelState:
    row = db.get(Interview, interview_id)
    assert row is not None
    return ModelState(row.model_grading_state)


async def test_both_suggestions_stand_side_by_side(
    database: Database, models: ModelsInUse, stand_in: StandIn
):
    invited = await database.transact(handed_in)
    one = invited.interview_id
    before = await database.read(reports.get, invited.actor, one)
    assert before.interview.model_grading_state is ModelState.WAITING
    assert before.interview.grading_state is GradingState.DONE and before.score is not None
    assert await work(database, models) == 1
    report = await database.read(reports.get, invited.actor, one)
    assert report.interview.model_grading_state is ModelState.DONE
    for question in report.questions:
        (line,) = question.criteria
        assert line.counts and line.counts.source is ScoreSource.MODEL
        assert line.counts.grader == "stand-in grading/1" and len(line.counts.runs) == 2
        assert line.counts.quotes and all(quote.text in SAID for quote in line.counts.quotes)
        assert [other.source for other in line.others] == [ScoreSource.EMBEDDED]
    kinds = [entry.kind for entry in await database.read(journal.since, one, 0)]
    assert kinds.count("scores_suggested") == 6 and kinds[-1] == "model_grading_done"
    assert len(stand_in.behaviour.calls) == 6


async def test_an_outage_leaves_the_embedded_suggestion_and_comes_round(
    database: Database, models: ModelsInUse, stand_in: StandIn
):
    invited = await database.transact(handed_in)
    stand_in.behaviour.always = Step(fault=Fault.WRONG_KEY)
    await work(database, models)
    report = await database.read(reports.get, invited.actor, invited.interview_id)
    assert report.interview.model_grading_state is ModelState.WAITING and report.score is not None
    assert {c.counts.source for q in report.questions for c in q.criteria if c.counts} == {
        ScoreSource.EMBEDDED
    }
    stand_in.behaviour.always = Step()
    await database.transact(make_due)
    await work(database, models)
    assert await database.read(state, invited.interview_id) is ModelState.DONE


async def test_an_outage_in_the_middle_asks_nothing_twice(
    database: Database, models: ModelsInUse, stand_in: StandIn
):
    invited = await database.transact(handed_in)
    stand_in.behaviour.script = [Step(), Step(), *[Step(fault=Fault.WRONG_KEY)] * 2]
    await work(database, models)
    assert len(stand_in.behaviour.calls) == 4
    await database.transact(make_due)
    await work(database, models)
    assert len(stand_in.behaviour.calls) == 4 + 4
    assert await database.read(state, invited.interview_id) is ModelState.DONE


async def test_given_up_after_a_day(database: Database, models: ModelsInUse, stand_in: StandIn):
    invited = await database.transact(handed_in)
    stand_in.behaviour.always = Step(fault=Fault.WRONG_KEY)
    await database.transact(make_due, attempts=tasks.MAX_ATTEMPTS - 1)
    await work(database, models)
    assert await database.read(state, invited.interview_id) is ModelState.FAILED
    report = await database.read(reports.get, invited.actor, invited.interview_id)
    assert report.score is not None and report.interview.grading_state is GradingState.DONE


async def test_what_was_decided_on_stays_as_it_was(
    database: Database, models: ModelsInUse, stand_in: StandIn
):
    invited = await database.transact(handed_in)
    score = (await database.read(reports.get, invited.actor, invited.interview_id)).score
    await database.transact(
        decisions.decide, invited.actor, invited.interview_id, Outcome.HOLD, "Let us wait."
    )
    await work(database, models)
    assert stand_in.behaviour.calls == []
    assert (await database.read(reports.get, invited.actor, invited.interview_id)).score == score


async def test_a_human_score_stands_before_the_models(database: Database, models: ModelsInUse):
    invited = await database.transact(handed_in)
    one, row = invited.interview_id, invited.question_ids[0]
    await database.transact(grading.override, invited.actor, one, row, "trade", 1, "Too short for more.")
    await work(database, models)
    line = (await database.read(reports.get, invited.actor, one)).questions[0].criteria[0]
    assert line.counts and (line.counts.points, line.counts.source) == (1, ScoreSource.HUMAN)
    assert line.suggested and line.suggested.source is ScoreSource.MODEL


async def test_who_agreed_to_no_suggestions_gets_none(
    database: Database, models: ModelsInUse, stand_in: StandIn
):
    invited = await database.transact(handed_in, False)
    assert await database.read(open_tasks) == []
    await work(database, models)
    assert stand_in.behaviour.calls == []
    assert await database.read(state, invited.interview_id) is ModelState.NONE


async def test_graded_again_there_is_one_of_each(database: Database, models: ModelsInUse):
    invited = await database.transact(handed_in)
    await work(database, models)
    await database.transact(grading.grade_again, invited.actor, invited.interview_id)
    await database.transact(_embedded_again, invited.interview_id)
    await work(database, models)
    scores = await database.read(grading.current_scores, invited.interview_id)
    assert [set(by_source) for by_source in scores.values()] == [
        {ScoreSource.MODEL, ScoreSource.EMBEDDED}
    ] * 3
    assert await database.read(state, invited.interview_id) is ModelState.DONE


async def test_switched_off_in_between(database: Database, models: ModelsInUse):
    invited = await database.transact(handed_in)
    models.grader = None
    await database.transact(model_work.switch_off, models)
    assert await database.read(state, invited.interview_id) is ModelState.NONE


async def test_a_hanging_model_holds_up_nothing_else(
    database: Database, models: ModelsInUse, stand_in: StandIn, settings: Settings
):
    """The jobs as the app runs them: embedded scores come while the model hangs, and stopping is quick."""
    stand_in.behaviour.always = Step(fault=Fault.HANG)
    media, workers = MediaStore(settings.data_dir / "media", 0), Workers()
    documents = DocumentRegistry(DatabaseDocumentStore(database), DocumentLimits())
    speaking = Speaking(database, media, models)
    jobs = Jobs(database, media, workers, documents, 1, models, speaking)
    await jobs.start()
    try:
        invited = await database.transact(_submitted)
        async with asyncio.timeout(20):
            while not stand_in.behaviour.calls:
                await asyncio.sleep(0.05)
        again = await database.transact(_submitted, "second@example.org")
        async with asyncio.timeout(20):
            while await database.read(_grading, again.interview_id) is not GradingState.DONE:
                await asyncio.sleep(0.05)
        assert await database.read(state, invited.interview_id) is ModelState.WAITING
    finally:
        async with asyncio.timeout(5):
            await jobs.stop()
            await workers.close()


def _submitted(db: Session, email: str = "ana@example.org") -> Invited:
    invited = invite(db, email, follow_up=False)
    model_work.model_questions.switch_off(db)
    _, grant = people.enter(db, invited.actor, invited.interview_id)
    conduct.start(db, grant)
    _answer(db, grant, invited.question_ids[0])
    conduct.submit(db, grant)
    return invited


def _grading(db: Session, interview_id: str) -> GradingState:
    row = db.get(Interview, interview_id)
    assert row is not None
    return GradingState(row.grading_state)


def _embedded_again(db: Session, interview_id: str) -> None:
    while row := grading.next_ungraded(db, interview_id):
        grading.grade_question(db, row)
        db.flush()
    model_grading.finish_embedded(db, interview_id)
