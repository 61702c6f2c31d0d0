"""Planning takes recruiters' and edited questions like those of the bank, and nothing that was retired."""

from __future__ import annotations

import time
from statistics import median

import pytest
from sqlmodel import Session

from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.models.positions import Position
from neurohire.models.questions import Question
from neurohire.questions.bank import load_bank
from neurohire.questions.fill import completed
from neurohire.questions.plan import plan
from neurohire.questions.uniqueness import is_near_duplicate
from neurohire.services import pool_bank, pool_merge, pool_start, positions, question_pool, question_sets
from neurohire.services.positions import PositionView
from neurohire.vocabulary import Level, QuestionSource, QuestionType, Role
from tests import people, pool
from tests.questions.made_up import request, resume

TOPICS = ("sharding", "caching", "retries", "idempotency", "back-pressure", "tracing", "failover", "paging")


@pytest.fixture
def rita(database: Database) -> Actor:
    database.run(pool_start.begin)
    return database.run(people.make_actor, "rita@example.org", Role.RECRUITER)[0]


@pytest.fixture
def position(database: Database, rita: Actor) -> PositionView:
    return database.run(people.make_position, rita, 10)[0]


def bank_of(db: Session, position_id: str) -> pool_bank.Planned:
    row = db.get(Position, position_id)
    assert row is not None
    return pool_bank.planned(db, row)


def about(topic: str, skill: str = "Python") -> Question:
    text = (
        f"Our team argues about {topic} in the order service. Which side would you take, and with what proof?"
    )
    return pool.own(text, QuestionType.TECHNICAL, skill=skill)


def test_a_recruiters_question_is_planned_for_his_positions_only(database: Database, rita: Actor):
    """The bank has nothing on what this position asks for; its recruiter does."""
    mine = {
        database.run(question_pool.add, rita, about(topic, "Tide tables"), even_if_alike=True)[0].id
        for topic in TOPICS
    }
    form = people.position_form(10).model_copy(update={"skills": ["Tide tables"]})
    position = database.run(positions.create, rita, form)[0]
    for n in range(3):
        one = database.run(people.make_interview, rita, position, f"c{n}@example.org", f"Cam {n}")[0]
        assert mine & {row.question_id for row in database.run(question_sets.rows_of, one)[0]}
    otto = database.run(people.make_actor, "otto@example.org", Role.RECRUITER)[0]
    theirs = database.run(positions.create, otto, form)[0]
    found = database.run(bank_of, theirs.id)[0].bank
    assert not any(found.question(name) for name in mine)


def test_only_with_a_rubric_and_in_the_language_of_the_position(
    database: Database, rita: Actor, position: PositionView
):
    bare = database.run(
        question_pool.add, rita, about("queues").model_copy(update={"rubric": [], "follow_ups": []})
    )
    german = database.run(question_pool.add, rita, about("locks"), language="de")
    both = [found[0].id for found in (bare, german)]
    found = database.run(bank_of, position.id)[0].bank
    assert [found.question(name) for name in both] == [None, None]


def test_an_edited_bank_question_is_planned_as_edited(
    database: Database, rita: Actor, position: PositionView
):
    shipped = load_bank().questions[0]
    words = "These are the words of this house for the question that was shipped, are they not?"
    database.run(question_pool.edit, rita, shipped.id, shipped.model_copy(update={"text": words}), seen=1)
    planned = database.run(bank_of, position.id)[0].bank.question(shipped.id)
    assert planned is not None and (planned.text, planned.rubric_version) == (words, 2)
    assert planned.source is QuestionSource.BANK


def test_a_question_like_one_that_another_candidate_has_is_replaced(
    database: Database, rita: Actor, position: PositionView
):
    first = database.run(people.make_interview, rita, position, "ann@example.org", "Ann")[0]
    last = database.run(people.make_interview, rita, position, "ben@example.org", "Ben")[0]
    of_ben = database.run(question_sets.get, rita, last)[0]
    planned = next(view for view in of_ben if view.question.source is QuestionSource.BANK)
    near = f"Now then. {planned.question.text}"
    assert is_near_duplicate(near, planned.question.text)
    database.run(question_sets.add_own, rita, first, near, planned.question.type)
    database.run(question_sets.replace, rita, last, planned.id)

    def asked(db: Session) -> tuple[bool, list[str]]:
        position_row = db.get(Position, position.id)
        interview, _, resume_row = question_sets._context(db, rita, last)
        found, bank = question_sets.request_for(db, interview, position_row, resume_row)
        return near in found.texts_of_others, [q.text for q in plan(bank, found).questions]

    is_known, texts = database.run(asked)[0]
    assert is_known and not any(is_near_duplicate(near, text) for text in texts)


def test_a_model_does_not_bring_back_what_was_retired_nor_repeat_a_recruiters() -> None:
    gone, own = "How would you explain the harbour's tide table to a machine?", about("locks")
    asked = request((4, 0, 0, 0), resume(1, 4), retired_texts=frozenset({gone}))
    bank = pool_bank.Bank((*load_bank().questions, own), load_bank().forms)
    given = [
        pool.own(text, QuestionType.TECHNICAL, id=f"model-{n}", source=QuestionSource.MODEL)
        for n, text in enumerate(
            (gone, own.text, "Which part of a tide table would you cache, and for how long?")
        )
    ]
    kept = [q.id for q in completed(bank, asked, given).questions if q.source is QuestionSource.MODEL]
    assert kept == ["model-2"]


def test_merged_ones_count_as_one_for_a_person(database: Database, rita: Actor, position: PositionView):
    one = database.run(question_pool.add, rita, about("locks"))[0].id
    two = database.run(question_pool.add, rita, about("ledgers"), even_if_alike=True)[0].id
    database.run(pool_merge.merge, rita, one, two)
    found = database.run(bank_of, position.id)[0]
    assert found.bank.question(two) is None and found.bank.question(one) and found.merged == {two: one}


def test_two_hundred_recruiters_questions_do_not_slow_planning_down(
    database: Database, rita: Actor, position: PositionView
):
    """Planning looks at each question once: 200 beside 366 may cost about half as much again."""

    def fill(db: Session) -> None:
        adding = question_pool.Adding(db, rita, even_if_alike=True)
        for n in range(200):
            words = f"Case {n}: {TOPICS[n % 8]} fails at {n} calls a second. What do you look at, {n * 7}?"
            adding.one(
                db, pool.own(words, QuestionType.TECHNICAL, skill=f"Skill {n % 20}", levels=[Level.MID])
            )
        adding.done(db)

    plain = database.run(bank_of, position.id)[0].bank
    database.run(fill)
    filled = database.run(bank_of, position.id)[0].bank
    assert len(filled.questions) == len(plain.questions) + 200
    assert database.run(bank_of, position.id)[0].bank is filled  # held, not made for each set
    ratios = []
    for seed in range(9):
        asked = request((4, 3, 1, 2), resume(seed, 8), seed=seed, field="backend")
        ratios.append(_cpu(filled, asked) / _cpu(plain, asked))
    assert median(ratios) < 2.0, ratios


def _cpu(bank: pool_bank.Bank, asked: object) -> float:
    began = time.thread_time()
    for _ in range(3):
        plan(bank, asked)  # type: ignore[arg-type]
    return time.thread_time() - began
