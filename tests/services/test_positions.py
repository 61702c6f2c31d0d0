"""Positions: refused where they cannot work, seen by their members only."""

from __future__ import annotations

import pytest

from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import NotFound, Rejected
from neurohire.services import positions
from neurohire.services.positions import PositionForm
from neurohire.vocabulary import QuestionType, Role
from tests import people

GOOD = {"title": " Data  Engineer ", "description": "We move data.", "question_counts": {"technical": 3}}


@pytest.fixture
def cast(database: Database) -> dict[str, Actor]:
    return {
        name: database.run(people.make_actor, f"{name}@example.org", role)[0]
        for name, role in (("rita", Role.RECRUITER), ("otto", Role.RECRUITER), ("ada", Role.ADMIN))
    }


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"title": "  "}, "no_title"),
        ({"description": ""}, "no_description"),
        ({"description": "x" * 200_000}, "too_long"),
        ({"minutes": 4}, "bad_minutes"),
        ({"minutes": 100_000}, "bad_minutes"),
        ({"question_counts": {}}, "rejected"),
        ({"question_counts": {"technical": 500}}, "rejected"),
        ({"question_counts": {"technical": 5, "coding": -1}}, "rejected"),
    ],
)
def test_what_cannot_work_is_refused(
    database: Database, cast: dict[str, Actor], wrong: dict[str, object], code: str
):
    form = PositionForm.model_validate({**GOOD, **wrong})
    with pytest.raises(Rejected) as refused:
        database.run(positions.create, cast["rita"], form)
    assert refused.value.code == code
    assert database.run(positions.list_rows, cast["rita"])[0] == ([], 0)


def test_members_and_admins_see_it_others_do_not(database: Database, cast: dict[str, Actor]):
    made = database.run(positions.create, cast["rita"], PositionForm.model_validate(GOOD))[0]
    assert made.title == "Data Engineer"
    assert made.question_counts == {QuestionType.TECHNICAL: 3}
    for name, count in (("rita", 1), ("ada", 1), ("otto", 0)):
        assert database.run(positions.list_rows, cast[name])[0][1] == count
    with pytest.raises(NotFound) as unseen:
        database.run(positions.get, cast["otto"], made.id)
    with pytest.raises(NotFound) as missing:
        database.run(positions.get, cast["otto"], "no such id")
    assert unseen.value.message == missing.value.message
    database.run(positions.add_member, cast["rita"], made.id, cast["otto"].user_id)
    assert database.run(positions.get, cast["otto"], made.id)[0].id == made.id


def test_search_takes_signs_as_they_are(database: Database, cast: dict[str, Actor]):
    for title in ("100% Remote Engineer", "Designer <b>🎨"):
        form = PositionForm.model_validate({**GOOD, "title": title})
        database.run(positions.create, cast["rita"], form)
    for search, count in (("100%", 1), ("%", 1), ("_", 0), ("🎨", 1), ("DESIGNER", 1), ("'; --", 0)):
        assert database.run(positions.list_rows, cast["rita"], search=search)[0][1] == count, search


def test_archived_is_out_of_the_list_and_still_there(database: Database, cast: dict[str, Actor]):
    made = database.run(positions.create, cast["rita"], PositionForm.model_validate(GOOD))[0]
    database.run(positions.archive, cast["rita"], made.id)
    assert database.run(positions.list_rows, cast["rita"])[0] == ([], 0)
    assert database.run(positions.get, cast["rita"], made.id)[0].is_archived
