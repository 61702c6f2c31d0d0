"""The pool: what enters it, who sees it, and that nothing of two people who edit at once is lost."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from sqlalchemy import func, select
from sqlmodel import Session, col

from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import NotFound
from neurohire.models.question_pool import PoolChange, PoolQuestion, PoolVersion
from neurohire.models.users import Setting
from neurohire.questions.bank import load_bank
from neurohire.services import (
    access,
    pool_bank,
    pool_counts,
    pool_rows,
    pool_start,
    positions,
    question_pool,
    question_sets,
)  # fmt: skip
from neurohire.services.question_pool import Moved, Outcome
from neurohire.vocabulary import PoolState, QuestionType, Role
from tests import people, pool


class Team(NamedTuple):
    rita: Actor
    otto: Actor
    admin: Actor


def team(db: Session) -> Team:
    pool_start.begin(db)
    return Team(
        *(
            people.make_actor(db, f"{name}@example.org", role)
            for name, role in (("rita", Role.RECRUITER), ("otto", Role.RECRUITER), ("admin", Role.ADMIN))
        )
    )


@pytest.fixture
def all_three(database: Database) -> Team:
    return database.run(team)[0]


def seen_by(db: Session, actor: Actor, pool_id: str) -> tuple[bool, bool]:
    """By the door and by the rule of lists, which must agree."""
    try:
        access.question(db, actor, pool_id)
        alone = True
    except NotFound:
        alone = False
    rule = access.visible_questions(actor)
    listed = db.scalar(select(func.count()).where(col(PoolQuestion.id) == pool_id, rule)) == 1
    return alone, listed


def test_the_shipped_bank_and_forms_are_in_it_once(database: Database):
    for _ in range(2):
        database.run(pool_start.begin)
    bank = load_bank()
    count = database.run(lambda db: db.scalar(select(func.count()).select_from(PoolQuestion)))[0]
    assert count == len(bank.questions) + len(bank.forms)
    first = bank.questions[0]
    row = database.run(lambda db: db.get(PoolQuestion, first.id))[0]
    assert row and row.text == first.text and row.is_open and row.version == 1
    assert database.run(pool_rows.current, row)[0] == first
    assert database.run(pool_bank.content)[0].bank is bank  # nothing changed here, nothing is copied


def test_words_shipped_anew_are_the_next_version_unless_they_were_edited_here(
    database: Database, all_three: Team
):
    one, two = load_bank().questions[:2]

    def other_words(db: Session) -> None:
        """As if an earlier version of the app had shipped these."""
        for question in (one, two):
            version = db.scalars(select(PoolVersion).where(col(PoolVersion.pool_id) == question.id)).one()
            version.question = {**version.question, "text": "The words of an earlier release?"}
        db.merge(Setting(key=pool_start.SHIPPED, value="earlier"))

    database.run(other_words)
    mine = two.model_copy(update={"text": "Words that were chosen here, and should stay?"})
    database.run(question_pool.edit, all_three.rita, two.id, mine, seen=1)
    database.run(pool_start.begin)
    rows = [database.run(lambda db, i=q.id: db.get(PoolQuestion, i))[0] for q in (one, two)]
    assert [(row.version, row.text) for row in rows] == [(2, one.text), (2, mine.text)]
    planned = database.run(pool_bank.content)[0].bank
    assert planned.question(two.id).text == mine.text and planned.question(one.id).text == one.text


def test_adding_gives_the_same_question_one_id(database: Database, all_three: Team):
    rita, otto, _ = all_three
    added = database.run(question_pool.add, rita, pool.own())[0]
    assert added.outcome is Outcome.ADDED
    again = database.run(question_pool.add, rita, pool.own())[0]
    assert (again.outcome, again.id) == (Outcome.KNOWN, added.id)
    near = pool.own(pool.TEXT.replace("without a word", "without one word"))
    assert database.run(question_pool.add, rita, near)[0] == question_pool.Added(
        outcome=Outcome.ALIKE, id=added.id
    )
    assert database.run(question_pool.add, rita, near, even_if_alike=True)[0].outcome is Outcome.ADDED
    theirs = database.run(question_pool.add, otto, pool.own())[0]  # learns nothing of Rita's
    assert theirs.outcome is Outcome.ADDED and theirs.id != added.id


def test_a_copy_of_the_bank_is_known(database: Database, all_three: Team):
    shipped = load_bank().questions[3]
    found = database.run(question_pool.add, all_three.rita, shipped)[0]
    assert (found.outcome, found.id) == (Outcome.KNOWN, shipped.id)


def test_two_who_edit_at_once_lose_nothing(database: Database, all_three: Team):
    rita, _, admin = all_three
    pool_id = database.run(question_pool.add, rita, pool.own())[0].id
    hers = pool.own("The vendor's file has other columns tonight. How do you notice, and what do you do?")
    theirs = pool.own("Tonight the file of a vendor is empty. How do you notice, and what do you do?")
    assert database.run(question_pool.edit, admin, pool_id, theirs, seen=1)[0] == 2
    with pytest.raises(Moved) as moved:
        database.run(question_pool.edit, rita, pool_id, hers, seen=1)
    assert moved.value.version == 2
    assert database.run(question_pool.edit, rita, pool_id, hers, seen=2)[0] == 3

    def texts(db: Session) -> list[str]:
        query = select(PoolVersion).where(col(PoolVersion.pool_id) == pool_id)
        return [v.question["text"] for v in db.scalars(query.order_by(col(PoolVersion.number)))]

    assert database.run(texts)[0] == [pool.TEXT, theirs.text, hers.text]
    kinds = database.run(
        lambda db: [(c.kind, c.made_by) for c in db.scalars(select(PoolChange).order_by(col(PoolChange.at)))]
    )[0]
    assert kinds == [("added", rita.user_id), ("edited", admin.user_id), ("edited", rita.user_id)]


def test_a_form_cannot_be_edited(database: Database, all_three: Team):
    form = load_bank().forms[0]
    with pytest.raises(question_pool.Rejected):
        database.run(question_pool.edit, all_three.admin, form.id, pool.own(), seen=1)


def test_retired_is_not_planned_until_it_is_brought_back(database: Database, all_three: Team):
    rita, *_ = all_three
    shipped = load_bank().questions[0]
    database.run(question_pool.retire, rita, shipped.id)
    content = database.run(pool_bank.content)[0]
    assert content.bank.question(shipped.id) is None and shipped.text in content.retired_texts
    with pytest.raises(question_pool.InvalidState):
        database.run(question_pool.retire, rita, shipped.id)
    database.run(question_pool.restore, rita, shipped.id)
    assert database.run(pool_bank.content)[0].bank.question(shipped.id) == shipped


def test_who_sees_what(database: Database, all_three: Team):
    rita, otto, admin = all_three
    position = database.run(people.make_position, rita)[0]
    interview = database.run(people.make_interview, rita, position, "kim@example.org")[0]
    words = "You told us about the harbour project. Who decided there?"
    database.run(question_sets.add_own, rita, interview, words, QuestionType.TECHNICAL)
    ad_hoc = database.run(question_sets.get, rita, interview)[0][-1].question.id
    private = database.run(question_pool.add, rita, pool.own())[0].id
    text = "Explain to a new colleague why our nightly batch must never run twice in parallel."
    public = database.run(question_pool.add, rita, pool.own(text), is_open=True)[0].id
    seen = {
        name: [database.run(seen_by, actor, name)[0] for actor in (rita, otto, admin)]
        for name in (load_bank().questions[0].id, ad_hoc, private, public)
    }
    no, yes = (False, False), (True, True)
    assert list(seen.values()) == [[yes] * 3, [yes, no, yes], [yes, no, yes], [yes] * 3]
    database.run(positions.add_member, rita, position.id, otto.user_id)  # shares the interview, too
    assert database.run(seen_by, otto, ad_hoc)[0] == yes
    assert database.run(seen_by, otto, private)[0] == no


def test_a_resume_question_shows_its_form_and_no_line_of_a_person(database: Database, all_three: Team):
    rita, *_ = all_three
    position = database.run(people.make_position, rita)[0]
    database.run(people.make_interview, rita, position, "kim@example.org", "Zuzana Unique")
    while database.run(pool_counts.count)[0]:
        pass
    rows = database.run(lambda db: db.scalars(select(PoolQuestion)).all())[0]
    assert "Zuzana" not in " ".join(row.text + row.words for row in rows)
    used = [row for row in rows if row.uses]
    assert sum(row.uses for row in used) == 5
    assert any("{fact}" in row.text and row.last_used_at for row in used)
    versions = database.run(lambda db: db.scalars(select(PoolVersion)).all())[0]
    assert "Zuzana" not in str([version.question for version in versions])


def test_counts_follow_uses_and_scores(database: Database, all_three: Team):
    rita, *_ = all_three
    position = database.run(people.make_position, rita)[0]
    ids = [database.run(people.make_interview, rita, position, f"k{n}@example.org")[0] for n in range(2)]

    def score(db: Session) -> tuple[str, str]:
        first, second = (question_sets.rows_of(db, one) for one in ids)
        elsewhere = {row.pool_id for row in second[1:]}  # what both were given by chance counts twice there
        mine = next(row for row in first if row.pool_id not in elsewhere)
        mine.score, second[0].score = 2.0, 10.0
        second[0].pool_id = mine.pool_id
        pool_rows.touch_sets(db, ids)
        return mine.pool_id, first[1].pool_id

    name, other = database.run(score)[0]
    while database.run(pool_counts.count)[0]:
        pass
    row = database.run(lambda db: db.get(PoolQuestion, name))[0]
    assert (row.uses, row.scored, row.mean, row.spread) == (2, 2, 6.0, [0, 1, 0, 0, 1])
    assert not database.run(pool_counts.is_due)[0]
    last = database.run(question_sets.get, rita, ids[0])[0][1]
    database.run(question_sets.remove, rita, ids[0], last.id)
    database.run(pool_counts.count)
    assert database.run(lambda db: db.get(PoolQuestion, other))[0].uses in (0, 1)
    assert row.state == PoolState.ACTIVE
