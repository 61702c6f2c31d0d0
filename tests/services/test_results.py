"""Results as CSV: what the list shows and the person may see, safe in a spreadsheet, in pieces."""

from __future__ import annotations

import csv
import io

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import Session

from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import NotFound
from neurohire.services import decisions, interviews, reports, results
from neurohire.services.results import Wanted
from neurohire.vocabulary import InterviewState, Outcome, Role
from tests import people
from tests.exchange.test_export import handed_in
from tests.people import Bearer


async def rows(database: Database, actor: Actor, wanted: Wanted | None = None) -> list[dict[str, str]]:
    text = "".join([piece async for piece in results.stream(database, actor, wanted or Wanted())])
    assert text.startswith("\ufeffcandidate,email,position,state,score,")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


async def test_scores_and_the_decision_stand_in_the_row(database: Database):
    admin = await database.transact(handed_in)
    row = (await rows(database, admin, Wanted(states=(InterviewState.SUBMITTED,))))[0]
    await database.transact(decisions.decide, admin, row["interview_id"], Outcome.HOLD, "=later")
    await database.transact(decisions.decide, admin, row["interview_id"], Outcome.ADVANCE, "-clear words")
    found = (await rows(database, admin, Wanted(zone="Asia/Tokyo", search="ana@")))[0]
    report = await database.read(reports.get, admin, row["interview_id"])
    assert (found["candidate"], found["state"]) == ("Ana Ruiz", "reviewed")
    assert found["assessed"] == report.interview.score_base
    assert found["score"] == ("" if report.score is None else f"{report.score:.1f}")
    shown = [found[f"question_{n}"] for n in (1, 2, 3)]
    assert shown == ["not assessed" if q.score is None else f"{q.score:.1f}" for q in report.questions]
    assert (found["decision"], found["decided_by"]) == ("advance", "Ada")
    assert found["reason"] == "'-clear words"
    assert found["handed_in_at"].endswith("+09:00") and len(found["handed_in_at"]) == 25


async def test_only_what_the_person_may_see_and_the_list_shows(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(results, "BATCH", 2)  # several pieces, also of the same moment

    def work(db: Session) -> tuple[Actor, Actor, Actor, str]:
        rita, otto = (people.make_actor(db, f"{n}@example.org", Role.RECRUITER) for n in ("rita", "otto"))
        position = people.make_position(db, rita)
        for number in range(5):
            people.make_interview(db, rita, position, f"p{number}@example.org", f"=1+{number}")
        people.make_interview(db, rita, people.make_position(db, rita), "q@example.org", "Quin")
        return rita, otto, people.make_actor(db, "ada@example.org", Role.ADMIN), position.id

    rita, otto, admin, position = await database.transact(work)
    assert await rows(database, otto) == []
    for actor in (rita, admin):
        everything = await rows(database, actor)
        listed = (await database.read(interviews.list_page, actor, limit=100)).rows
        assert [row["interview_id"] for row in everything] == [row.id for row in listed]
        names = {row["candidate"] for row in await rows(database, actor, Wanted(position_id=position))}
        assert names == {f"'=1+{number}" for number in range(5)}
        assert [row["candidate"] for row in await rows(database, actor, Wanted(search="quin"))] == ["Quin"]
    with pytest.raises(NotFound):
        await rows(database, otto, Wanted(position_id=position))


async def test_over_rest(app: FastAPI, http: httpx.AsyncClient):
    rita: Bearer = await people.bearer(app, "rita@example.org")
    answer = await http.get("/api/v1/interviews.csv?zone=Europe/Berlin", headers=rita.headers)
    assert answer.status_code == 200 and answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith('attachment; filename="results-20')
    assert answer.content.startswith(b"\xef\xbb\xbfcandidate,")
    for wrong, status in (("zone=Mars/Olympus", 422), ("zone=../../etc", 422), ("state=odd", 422)):
        answer = await http.get(f"/api/v1/interviews.csv?{wrong}", headers=rita.headers)
        assert answer.status_code == status
