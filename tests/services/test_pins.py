"""A question used in a position comes first into each new set; the rest stays as unlike as before."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlmodel import Session

from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import InvalidState, NotFound
from neurohire.models.interviews import Interview
from neurohire.questions.bank import load_bank
from neurohire.questions.uniqueness import share
from neurohire.services import conduct, interviews, pins, pool_start, positions, question_pool, question_sets
from neurohire.services.positions import PositionView
from neurohire.vocabulary import QuestionType, Role
from tests import people, pool


@pytest.fixture
def rita(database: Database) -> Actor:
    database.run(pool_start.begin)
    return database.run(people.make_actor, "rita@example.org", Role.RECRUITER)[0]


@pytest.fixture
def position(database: Database, rita: Actor) -> PositionView:
    return database.run(people.make_position, rita, 10)[0]


def made(database: Database, actor: Actor, position: PositionView, name: str = "kim") -> str:
    return database.run(people.make_interview, actor, position, f"{name}@example.org", name.title())[0]


def ids_of(database: Database, interview_id: str) -> list[str]:
    return [row.question_id for row in database.run(question_sets.rows_of, interview_id)[0]]


def test_new_sets_get_it_and_keep_count_and_types(database: Database, rita: Actor, position: PositionView):
    before = made(database, rita, position, "earlier")
    pool_id = database.run(question_pool.add, rita, pool.own())[0].id
    shipped = load_bank().by_type[QuestionType.TECHNICAL][0].id
    assert database.run(pins.pin, rita, pool_id, position.id)[0] == 1
    database.run(pins.pin, rita, shipped, position.id)
    sets = [made(database, rita, position, f"c{n}") for n in range(6)]
    assert pool_id not in ids_of(database, before)
    for one in sets:
        rows = database.run(question_sets.rows_of, one)[0]
        kinds = Counter(QuestionType(row.question["type"]) for row in rows)
        assert kinds == Counter(position.question_counts)
        assert {pool_id, shipped} <= {row.question_id for row in rows}
    rest = [set(ids_of(database, one)) - {pool_id, shipped} for one in sets]
    assert max(share(a, b) for a in rest for b in rest if a is not b) <= 0.3
    detail = database.run(interviews.get, rita, sets[-1])[0]
    assert detail.notes == [] and detail.share <= 0.3


def test_it_can_be_added_to_sets_that_have_not_begun(database: Database, rita: Actor, position: PositionView):
    begun, waiting = made(database, rita, position, "begun"), made(database, rita, position, "waiting")
    _, grant = database.run(people.enter, rita, begun)[0]
    database.run(conduct.start, grant)
    pool_id = database.run(question_pool.add, rita, pool.own())[0].id
    assert database.run(pins.pin, rita, pool_id, position.id)[0] == 1
    assert database.run(pins.add_to_sets, rita, pool_id, position.id)[0] == 1
    assert ids_of(database, waiting)[-1] == pool_id and pool_id not in ids_of(database, begun)
    assert database.run(pins.add_to_sets, rita, pool_id, position.id)[0] == 0
    assert database.run(pins.of_position, rita, position.id)[0][0].sets_without == 0


def test_a_retired_one_says_so_and_is_left_out(database: Database, rita: Actor, position: PositionView):
    pool_id = database.run(question_pool.add, rita, pool.own())[0].id
    database.run(pins.pin, rita, pool_id, position.id)
    has_it = made(database, rita, position)
    assert database.run(question_pool.retire, rita, pool_id)[0] == 1
    assert database.run(pins.of_position, rita, position.id)[0][0].is_retired
    assert pool_id not in ids_of(database, made(database, rita, position, "later"))
    views = database.run(question_sets.get, rita, has_it)[0]
    assert [view.is_retired for view in views if view.question.id == pool_id] == [True]
    with pytest.raises(InvalidState):
        database.run(pins.add_to_sets, rita, pool_id, position.id)


def test_more_than_the_position_asks_for_are_left_out_with_a_note(
    database: Database, rita: Actor, position: PositionView
):
    for question in load_bank().by_type[QuestionType.CODING][:3]:
        database.run(pins.pin, rita, question.id, position.id)
    one = made(database, rita, position)
    rows = database.run(question_sets.rows_of, one)[0]
    assert sum(row.question["type"] == "coding" for row in rows) == 1
    assert "2 pinned questions were left out" in database.run(interviews.get, rita, one)[0].notes[0]


def test_nobody_is_asked_it_twice(database: Database, rita: Actor, position: PositionView):
    pool_id = database.run(question_pool.add, rita, pool.own())[0].id
    database.run(pins.pin, rita, pool_id, position.id)
    made(database, rita, position)
    other = database.run(people.make_position, rita, 10)[0]
    database.run(pins.pin, rita, pool_id, other.id)
    again = database.run(people.make_interview, rita, other, "kim@example.org", "Kim")[0]
    assert pool_id not in ids_of(database, again)


def test_taken_out_it_is_like_any_other(database: Database, rita: Actor, position: PositionView):
    shipped = load_bank().by_type[QuestionType.BEHAVIOURAL][0].id
    database.run(pins.pin, rita, shipped, position.id)
    with pytest.raises(InvalidState):
        database.run(pins.pin, rita, shipped, position.id)
    database.run(pins.unpin, rita, shipped, position.id)
    assert database.run(pins.of_position, rita, position.id)[0] == []
    with pytest.raises(NotFound):
        database.run(pins.unpin, rita, shipped, position.id)


def test_only_ones_own_positions_and_questions(database: Database, rita: Actor, position: PositionView):
    otto = database.run(people.make_actor, "otto@example.org", Role.RECRUITER)[0]
    pool_id = database.run(question_pool.add, rita, pool.own())[0].id
    theirs = database.run(people.make_position, otto)[0]
    for actor, place in ((rita, theirs.id), (otto, theirs.id)):
        with pytest.raises(NotFound):
            database.run(pins.pin, actor, pool_id, place)
    database.run(pins.pin, rita, pool_id, position.id)
    for work in (pins.unpin, pins.add_to_sets):
        with pytest.raises(NotFound):
            database.run(work, otto, pool_id, position.id)
    database.run(positions.add_member, rita, position.id, otto.user_id)
    assert (
        database.run(question_pool.retire, otto, pool_id)[0] == 0
    )  # a shared position's question is his, too


def test_everything_pinned_leaves_nothing_to_plan(database: Database, rita: Actor):
    position = database.run(people.make_position, rita, 2)[0]
    wanted = Counter(position.question_counts)
    chosen = [q.id for kind, n in wanted.items() for q in load_bank().by_type[kind][:n]]
    for name in chosen:
        database.run(pins.pin, rita, name, position.id)
    one, two = (made(database, rita, position, name) for name in ("ann", "ben"))
    assert set(ids_of(database, one)) == set(ids_of(database, two)) == set(chosen)

    def share_of(db: Session) -> float:
        row = db.get(Interview, two)
        assert row is not None
        return row.share

    assert database.run(share_of)[0] == 0
