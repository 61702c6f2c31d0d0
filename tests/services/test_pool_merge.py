"""Likely duplicates are found, merged with uses, scores and pins, and parted again as they were."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.models.question_pool import PoolQuestion, PositionQuestion
from neurohire.questions.bank import load_bank
from neurohire.services import (
    pins,
    pool_counts,
    pool_merge,
    pool_rows,
    pool_sheet,
    pool_start,
    question_pool,
    question_sets,
)  # fmt: skip
from neurohire.vocabulary import PoolState, QuestionType, Role
from tests import people, pool

NEAR = pool.TEXT.replace("without a word", "without telling anybody")


@pytest.fixture
def rita(database: Database) -> Actor:
    database.run(pool_start.begin)
    return database.run(people.make_actor, "rita@example.org", Role.RECRUITER)[0]


def add(database: Database, actor: Actor, text: str) -> str:
    return database.run(question_pool.add, actor, pool.own(text), even_if_alike=True)[0].id


def row_of(database: Database, pool_id: str) -> PoolQuestion:
    row = database.run(lambda db: db.get(PoolQuestion, pool_id))[0]
    assert row is not None
    return row


def test_pairs_are_found_and_the_bank_has_none(database: Database, rita: Actor):
    assert pool_merge.pairs(database.run(pool_merge.candidates, rita)[0]) == []
    ids = {add(database, rita, pool.TEXT), add(database, rita, NEAR)}
    found = pool_merge.pairs(database.run(pool_merge.candidates, rita)[0])
    assert [{pair.first.id, pair.second.id} for pair in found] == [ids]
    assert 0.5 <= found[0].likeness < 1


def test_uses_scores_and_pins_go_to_the_kept_one_and_back(database: Database, rita: Actor):
    kept, gone = add(database, rita, pool.TEXT), add(database, rita, NEAR)
    position = database.run(people.make_position, rita)[0]
    other = database.run(people.make_position, rita)[0]
    for pool_id, place in ((gone, position.id), (kept, other.id), (gone, other.id)):
        database.run(pins.pin, rita, pool_id, place)

    def use(db: Session) -> None:
        for pool_id, score in ((kept, 4.0), (gone, 8.0)):
            interview = people.make_interview(
                db, rita, people.make_position(db, rita), f"{score}@example.org"
            )
            first = question_sets.rows_of(db, interview)[0]
            first.pool_id, first.score = pool_id, score
            pool_rows.touch_sets(db, [interview])

    database.run(use)
    while database.run(pool_counts.count)[0]:
        pass

    def pinned(db: Session) -> set[tuple[str, str]]:
        return {(row.position_id, row.pool_id) for row in db.scalars(select(PositionQuestion))}

    before = database.run(pinned)[0]
    database.run(pool_merge.merge, rita, kept, gone)
    row = row_of(database, kept)
    assert (row.uses, row.scored, row.mean) == (2, 2, 6.0)
    assert row_of(database, gone).state == PoolState.MERGED
    assert database.run(pinned)[0] == {(position.id, kept), (other.id, kept)}
    assert len(database.run(pool_sheet.get, rita, kept)[0].uses) == 2
    database.run(pool_merge.part, rita, gone)
    assert (row_of(database, kept).uses, row_of(database, gone).uses) == (1, 1)
    assert row_of(database, gone).mean == 8.0 and row_of(database, gone).state == PoolState.ACTIVE
    assert database.run(pinned)[0] == before


def test_a_chain_counts_for_the_last(database: Database, rita: Actor):
    one, two, three = (add(database, rita, f"{pool.TEXT} Case {n}, please.") for n in ("one", "two", "three"))
    database.run(pool_merge.merge, rita, two, three)
    database.run(pool_merge.merge, rita, one, two)
    found = database.run(lambda db: (pool_counts.kept_of(db, three), set(pool_counts.merged_into(db, one))))[
        0
    ]
    assert found == (one, {two, three})


def test_what_cannot_be_merged(database: Database, rita: Actor):
    otto = database.run(people.make_actor, "otto@example.org", Role.RECRUITER)[0]
    one, two = add(database, rita, pool.TEXT), add(database, rita, NEAR)
    form = load_bank().forms[0].id
    for kept, gone, error in ((one, one, Rejected), (one, form, Rejected), (one, "missing", NotFound)):
        with pytest.raises(error):
            database.run(pool_merge.merge, rita, kept, gone)
    with pytest.raises(NotFound):
        database.run(pool_merge.merge, otto, one, two)
    database.run(question_pool.retire, rita, one)
    with pytest.raises(InvalidState):
        database.run(pool_merge.merge, rita, one, two)
    with pytest.raises(InvalidState):
        database.run(pool_merge.part, rita, two)
    states = database.run(
        lambda db: set(db.scalars(select(PoolQuestion.state).where(col(PoolQuestion.id) == two)))
    )
    assert states[0] == {PoolState.ACTIVE} and row_of(database, two).type == QuestionType.SCENARIO
