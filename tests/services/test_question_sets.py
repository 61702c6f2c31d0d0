"""Question sets: unique per candidate, changed before the start only, in the order the recruiter gave."""

from __future__ import annotations

import pytest

from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.services import conduct, question_sets
from neurohire.services.question_sets import QuestionView
from neurohire.vocabulary import QuestionType, Role
from tests import people
from tests.candidates import Invited, invite


@pytest.fixture
def invited(database: Database) -> Invited:
    return database.run(invite)[0]


def _set(database: Database, actor: Actor, interview_id: str) -> list[QuestionView]:
    return database.run(question_sets.get, actor, interview_id)[0]


def test_two_candidates_of_a_position_share_little_and_one_person_nothing(database: Database):
    rita = database.run(people.make_actor, "rita@example.org", Role.RECRUITER)[0]
    position = database.run(people.make_position, rita, 5)[0]

    def ids(email: str) -> set[str]:
        made = database.run(people.make_interview, rita, position, email, email.split("@")[0].title())[0]
        return {view.question.id for view in _set(database, rita, made)}

    ana, bo, ana_again = ids("ana@example.org"), ids("bo@example.org"), ids("ana@example.org")
    assert len(ana) == len(bo) == 5
    assert len(ana & bo) / 5 <= 0.3
    assert not ana & ana_again


def test_the_recruiter_changes_the_set(database: Database, invited: Invited):
    actor, interview_id = invited.actor, invited.interview_id
    first, second, third = invited.question_ids
    database.run(question_sets.move, actor, interview_id, third, 0)
    database.run(question_sets.edit, actor, interview_id, first, "  What would you do <first>? 🎨  ")
    database.run(question_sets.remove, actor, interview_id, second)
    database.run(question_sets.add_own, actor, interview_id, "How do you say no?", QuestionType.BEHAVIOURAL)
    views = _set(database, actor, interview_id)
    assert [view.id for view in views[:2]] == [third, first]
    assert [view.place for view in views] == [0, 1, 2]
    assert views[1].question.text == "What would you do <first>? 🎨"
    assert views[1].is_edited
    assert views[1].question.rubric  # the words changed, not what is looked for
    assert views[2].question.rubric == []


@pytest.mark.parametrize("text", ["", "short", "x" * 1501])
def test_a_question_has_a_sensible_length(database: Database, invited: Invited, text: str):
    with pytest.raises(Rejected):
        database.run(question_sets.edit, invited.actor, invited.interview_id, invited.question_ids[0], text)
    with pytest.raises(Rejected):
        kind = QuestionType.TECHNICAL
        database.run(question_sets.add_own, invited.actor, invited.interview_id, text, kind)


def test_the_last_question_stays(database: Database, invited: Invited):
    for row_id in invited.question_ids[:2]:
        database.run(question_sets.remove, invited.actor, invited.interview_id, row_id)
    with pytest.raises(Rejected):
        database.run(question_sets.remove, invited.actor, invited.interview_id, invited.question_ids[2])


def test_after_the_start_nothing_changes(database: Database, invited: Invited):
    _, grant = database.run(people.enter, invited.actor, invited.interview_id)[0]
    database.run(conduct.start, grant)
    row_id = invited.question_ids[2]
    for work, rest in (
        (question_sets.edit, ("A longer question?",)),
        (question_sets.move, (0,)),
        (question_sets.remove, ()),
        (question_sets.replace, ()),
    ):
        with pytest.raises(InvalidState):
            database.run(work, invited.actor, invited.interview_id, row_id, *rest)
    assert [view.id for view in _set(database, invited.actor, invited.interview_id)] == invited.question_ids


def test_others_cannot_touch_it(database: Database, invited: Invited):
    other = database.run(invite, "bo@example.org")[0]
    with pytest.raises(NotFound):
        database.run(question_sets.get, other.actor, invited.interview_id)
    with pytest.raises(NotFound):  # a question of another interview under one's own
        database.run(question_sets.remove, other.actor, other.interview_id, invited.question_ids[0])
