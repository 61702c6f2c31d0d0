"""Lists of interviews: own ones only, searched, filtered and sorted by the database; CSV without formulas."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from sqlmodel import Session

from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import InvalidState, NotFound
from neurohire.models.interviews import Interview
from neurohire.services import conduct, interviews
from neurohire.services.interviews import InterviewPage
from neurohire.vocabulary import InterviewState, Role
from tests import people

NAMES = ("Ana Ruiz", "Bo 100% Li", "=cmd|' /C calc'!A0", "Zoë drow", "<b>Mal</b>")


class Cast:
    def __init__(self, db: Session) -> None:
        self.rita = people.make_actor(db, "rita@example.org", Role.RECRUITER)
        self.otto = people.make_actor(db, "otto@example.org", Role.RECRUITER)
        self.ada = people.make_actor(db, "ada@example.org", Role.ADMIN)
        self.position = people.make_position(db, self.rita, 2)
        self.ids = []
        for number, name in enumerate(NAMES):
            made = people.make_interview(db, self.rita, self.position, f"p{number}@example.org", name)
            row = db.get(Interview, made)
            assert row is not None
            row.score = float(number)
            self.ids.append(made)


@pytest.fixture
def cast(database: Database) -> Cast:
    return database.run(Cast)[0]


def _page(database: Database, who: Actor, **asked: object) -> InterviewPage:
    return database.run(interviews.list_page, who, **asked)[0]  # type: ignore[arg-type]


def test_each_sees_his_own(database: Database, cast: Cast):
    assert _page(database, cast.rita).total == len(NAMES)
    assert _page(database, cast.ada).total == len(NAMES)
    assert _page(database, cast.otto).total == 0
    with pytest.raises(NotFound):
        database.run(interviews.get, cast.otto, cast.ids[0])


@pytest.mark.parametrize("name", ["rita", "ada"])
def test_sort_page_and_filter(database: Database, cast: Cast, name: str):
    who: Actor = getattr(cast, name)
    by_score = _page(database, who, sort="-score", limit=2)
    assert [row.candidate_name for row in by_score.rows] == [NAMES[4], NAMES[3]]
    assert [row.id for row in _page(database, who, sort="score", limit=2, offset=2).rows] == cast.ids[2:4]
    made = [row.created_at for row in _page(database, who).rows]
    assert made == sorted(made, reverse=True)
    made = [row.created_at for row in _page(database, who, sort="created_at").rows]
    assert made == sorted(made)
    database.run(interviews.cancel, cast.rita, cast.ids[0])
    for narrowed in ({"states": (InterviewState.CANCELLED,)}, {"search": "ruiz"}):
        assert [row.id for row in _page(database, who, **narrowed).rows] == cast.ids[:1]
    assert _page(database, who, position_id="none").rows == []
    assert len(_page(database, who, position_id=cast.position.id, sort="candidate_name").rows) == len(NAMES)
    assert len(_page(database, who, limit=10**6).rows) == len(NAMES)


@pytest.mark.parametrize(
    ("search", "count"), [("100%", 1), ("%", 1), ("_", 0), ("P3@EXAMPLE", 1), ("<b>", 1), ("' or 1=1 --", 0)]
)
def test_search_takes_signs_as_they_are(database: Database, cast: Cast, search: str, count: int):
    assert _page(database, cast.rita, search=search).total == count


def test_a_recruiter_with_very_many_sees_the_same(
    database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    """From MANY on the database is asked another way."""
    asked: list[dict[str, object]] = [
        {}, {"search": "bo"}, {"states": (InterviewState.INVITED,)}, {"sort": "score"}, {"sort": "created_at"}
    ]  # fmt: skip
    before = [_page(database, cast.rita, **how) for how in asked]
    monkeypatch.setattr("neurohire.services.access.MANY", 2)
    assert [_page(database, cast.rita, **how) for how in asked] == before
    assert _page(database, cast.otto, search="bo").total == 0
    assert database.run(interviews.count_states, cast.rita, InterviewState.INVITED)[0] == len(NAMES)


def test_links_in_a_spreadsheet_are_text(database: Database, cast: Cast):
    text = database.run(interviews.links_csv, cast.rita, cast.position.id)[0]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["name"] for row in rows} == {*NAMES[:2], "'" + NAMES[2], *NAMES[3:]}
    assert all(row["link"].startswith("http") for row in rows)


def test_what_is_over_cannot_be_cancelled(database: Database, cast: Cast):
    _, grant = database.run(people.enter, cast.rita, cast.ids[0])[0]
    database.run(conduct.start, grant)
    database.run(conduct.submit, grant)
    with pytest.raises(InvalidState):
        database.run(interviews.cancel, cast.rita, cast.ids[0])
    assert _page(database, cast.rita, states=(InterviewState.SUBMITTED,)).total == 1


async def test_handing_in_and_cancelling_at_once_end_as_one_of_both(database: Database, cast: Cast):
    import asyncio

    for interview_id in cast.ids:
        _, grant = await database.transact(people.enter, cast.rita, interview_id)
        await database.transact(conduct.start, grant)
        outcomes = await asyncio.gather(
            database.transact(conduct.submit, grant),
            database.transact(interviews.cancel, cast.rita, interview_id),
            return_exceptions=True,
        )
        assert [isinstance(outcome, InvalidState) for outcome in outcomes].count(True) == 1, outcomes
        state = (await database.read(interviews.get, cast.rita, interview_id)).state
        assert state is (InterviewState.CANCELLED if outcomes[1] is None else InterviewState.SUBMITTED)


def test_extra_time_moves_the_deadline(database: Database, cast: Cast):
    _, grant = database.run(people.enter, cast.rita, cast.ids[0])[0]
    database.run(conduct.start, grant)
    before = database.run(conduct.view, grant)[0].deadline
    database.run(interviews.give_extra_time, cast.rita, cast.ids[0], 10**9)
    after = database.run(conduct.view, grant)[0].deadline
    assert before is not None
    assert after is not None
    assert after - before == timedelta(minutes=240)
