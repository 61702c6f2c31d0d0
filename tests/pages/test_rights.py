"""Who sees what: nobody without signing in, another recruiter as if it did not exist, and per action anew."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from fastapi import FastAPI
from nicegui import ui
from nicegui.testing import User

from components.question_editor import QuestionEditor
from neurohire.services import interviews, login_sessions, question_sets
from neurohire.vocabulary import Role
from tests.pages.signed_in import MARA, OTHER, database_of, post_login, recruiter
from tests.people import make_actor, make_interview, make_position

PLAIN = ("/", "/positions", "/positions/new", "/interviews", "/account")
OWN = ("/positions/{p}", "/positions/{p}/settings", "/interviews/{i}", "/interviews/{i}/report")


@pytest.fixture
async def addresses(app: FastAPI) -> list[str]:
    """Of a position and an interview of Mara."""
    database = database_of(app)
    actor = await database.transact(make_actor, MARA, Role.RECRUITER)
    position = await database.transact(make_position, actor)
    interview = await database.transact(make_interview, actor, position, "kim@example.org")
    return [path.format(p=position.id, i=interview) for path in OWN]


async def test_without_signing_in_every_page_asks_for_it(
    addresses: list[str], http: httpx.AsyncClient
) -> None:
    for path in (*PLAIN, *addresses):
        answer = await http.get(path)
        assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/login"), path


async def test_the_owner_sees_them(addresses: list[str], http: httpx.AsyncClient) -> None:
    await post_login(http, MARA)
    for path in (*PLAIN, *addresses):
        assert (await http.get(path)).status_code == 200, path


async def test_another_recruiter_finds_nothing(
    app: FastAPI, addresses: list[str], http: httpx.AsyncClient
) -> None:
    await database_of(app).transact(make_actor, OTHER, Role.RECRUITER)
    await post_login(http, OTHER)
    for path in addresses:
        missing = path.replace(path.split("/")[2], "0" * 36)
        answers = [await http.get(p, headers={"accept": "text/html"}) for p in (path, missing)]
        assert [answer.status_code for answer in answers] == [404, 404], path
        assert "Kim" not in answers[0].text
        assert answers[0].text.split("<main>")[1] == answers[1].text.split("<main>")[1]


async def test_an_account_of_a_candidate_finds_nothing(app: FastAPI, http: httpx.AsyncClient) -> None:
    await database_of(app).transact(make_actor, "kim@example.org", Role.CANDIDATE)
    await post_login(http, "kim@example.org")
    assert (await http.get("/interviews")).status_code in (303, 404)


async def test_an_open_page_does_nothing_after_signing_out_elsewhere(
    app: FastAPI, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = await recruiter(app, user)
    gone_to: asyncio.Queue[str] = asyncio.Queue()
    monkeypatch.setattr(ui.navigate, "to", gone_to.put_nowait)
    database = database_of(app)
    position = await database.transact(make_position, actor)
    interview = await database.transact(make_interview, actor, position, "kim@example.org")
    await user.open(f"/interviews/{interview}")
    first, *_ = await database.read(question_sets.get, actor, interview)
    for session in await database.read(login_sessions.list_sessions, actor.user_id):
        await database.transact(login_sessions.revoke, actor.user_id, session.id)
    user.find(QuestionEditor).trigger("edit", {"id": first.id, "text": "Changed after signing out?"})
    assert (await asyncio.wait_for(gone_to.get(), 5)).startswith("/login?next=%2Finterviews%2F")
    user.find(marker="cancel").click()
    assert (await asyncio.wait_for(gone_to.get(), 5)).startswith("/login")
    after, *_ = await database.read(question_sets.get, actor, interview)
    assert after.question.text == first.question.text
    assert (await database.read(interviews.get, actor, interview)).state == "invited"
