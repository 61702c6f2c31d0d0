"""Candidates as a recruiter meets them: find, bring in with a resume, look at, correct, invite."""

from __future__ import annotations

import asyncio
from urllib.parse import quote

import httpx
import pytest
from fastapi import FastAPI
from nicegui import ui
from nicegui.testing import User

from components.data_table import DataTable
from neurohire.auth.actors import Actor
from neurohire.services import candidate_list, candidates, resume_rows
from neurohire.services.candidate_list import CandidateFilter
from neurohire.services.candidates import CandidateForm
from neurohire.vocabulary import ResumeState, Role
from tests.pages.signed_in import MARA, OTHER, database_of, post_login, recruiter
from tests.people import make_actor, make_interview, make_position
from tests.waiting import until

KIM = CandidateForm(name="Kim Example", email="kim@example.org", target_role="Backend")
HOSTILE = "<img src=x onerror=alert(1)>\u202e {{ 7 }}"
RESUME = "Zoe Sørensen\nzoe@example.org\n+45 20 11 22 33\n\nSkills: Python, PostgreSQL, Docker\n"


def table(user: User) -> DataTable:
    return next(iter(user.find(DataTable).elements))


async def test_the_list_searches_filters_and_keeps_its_address(
    app: FastAPI, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = await recruiter(app, user)
    database = database_of(app)
    await user.open("/candidates")
    await user.should_see("No candidates yet")
    position = await database.transact(make_position, actor)
    await database.transact(make_interview, actor, position, "lee@example.org", "Lee Example")
    for number in range(30):
        form = CandidateForm(name=f"Person {number}", email=f"p{number}@example.org")
        await database.transact(candidates.add, actor, form)
    await user.open("/candidates?page=2&sort=nonsense&state=boss&position=x")
    assert (len(table(user).rows), table(user).props["total"]) == (6, 31)  # what makes no sense is left out
    await user.open("/candidates?q=nobody+like+this")
    await user.should_see("Nobody fits")
    await user.open(f"/candidates?position={position.id}&state=invited")
    assert [row["who"]["text"] for row in table(user).rows] == ["Lee Example"]
    await user.open("/candidates?page=2")
    assert (len(table(user).rows), table(user).props["total"]) == (6, 31)
    gone_to: list[str] = []
    monkeypatch.setattr(ui.navigate.history, "replace", gone_to.append)
    asked = {"page": 1, "sort": "who", "descending": True, "search": "postgresql", "filters": []}
    user.find(DataTable).trigger("query", asked)
    await until(lambda: table(user).props["total"] == 1)
    assert gone_to == ["/candidates?q=postgresql&sort=-name"]


async def test_a_dropped_resume_fills_what_is_empty(
    app: FastAPI, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = await recruiter(app, user)
    database = database_of(app)
    gone_to: asyncio.Queue[str] = asyncio.Queue()
    monkeypatch.setattr(ui.navigate, "to", gone_to.put_nowait)
    row_id = await upload(user.http_client, "/api/v1/candidates/resumes")
    await read(app, actor, row_id)
    await user.open(f"/candidates/new?resume={row_id}")
    await user.should_see("Filled in: name, e-mail, phone. Please check.")
    fields = {e.value for e in user.find(ui.input).elements}
    assert {"Zoe Sørensen", "zoe@example.org"} <= fields
    user.find(marker="add-candidate").click()
    path = await asyncio.wait_for(gone_to.get(), 10)
    profile = await database.read(candidate_list.get, actor, path.rsplit("/", 1)[1])
    assert (profile.name, profile.email) == ("Zoe Sørensen", "zoe@example.org")
    assert [file.id for file in profile.resumes] == [row_id] and "Python" in profile.skills
    await user.open(path)
    await user.should_see("zoe.txt")
    await user.should_see("PostgreSQL")


async def test_somebody_known_is_offered_instead_of_a_second(app: FastAPI, user: User) -> None:
    actor = await recruiter(app, user)
    database = database_of(app)
    made = await database.transact(candidates.add, actor, KIM)
    row_id = await upload(user.http_client, "/api/v1/candidates/resumes")
    await read(app, actor, row_id)
    await user.open(f"/candidates/new?resume={row_id}")
    email = next(e for e in user.find(ui.input).elements if e.value == "zoe@example.org")
    email.value = "KIM@Example.org"
    user.find(marker="add-candidate").click()
    await user.should_see("This person is here already")
    assert (await database.read(candidate_list.list_page, actor, CandidateFilter())).total == 1
    user.find(marker="give-resume").click()
    await until(lambda: bool(database._read(candidate_list.get, actor, made).resumes))


async def test_what_is_missing_is_said_at_the_field(app: FastAPI, user: User) -> None:
    await recruiter(app, user)
    await user.open("/candidates/new")
    user.find(marker="add-candidate").click()
    await user.should_see("Please look at the field marked above.")
    errors = {e.error for e in user.find(ui.input).elements}
    assert "Please type an e-mail address, like name@example.org." in errors


async def test_correcting_and_inviting_from_the_profile(
    app: FastAPI, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = await recruiter(app, user)
    database = database_of(app)
    made = await database.transact(candidates.add, actor, KIM)
    position = await database.transact(make_position, actor)
    gone_to: asyncio.Queue[str] = asyncio.Queue()
    await user.open(f"/candidates/{made}")
    user.find(marker="edit-candidate").click()
    await user.should_see("Interviews that were made keep the name")
    name = next(e for e in user.find(ui.input).elements if e.value == "Kim Example")
    name.value = HOSTILE
    user.find(marker="save-candidate").click()
    await user.should_see("<img src=x onerror=alert(1)> {{ 7 }}")
    user.find(marker="invite").click()
    await user.should_see(position.title)
    monkeypatch.setattr(ui.navigate, "to", gone_to.put_nowait)
    user.find(marker="make-interview").click()
    path = await asyncio.wait_for(gone_to.get(), 10)
    profile = await database.read(candidate_list.get, actor, made)
    assert [f"/interviews/{row.id}" for row in profile.appointments] == [path]


async def test_another_recruiter_finds_nothing(app: FastAPI, http: httpx.AsyncClient) -> None:
    database = database_of(app)
    mara = await database.transact(make_actor, MARA, Role.RECRUITER)
    made = await database.transact(candidates.add, mara, KIM)
    await database.transact(make_actor, OTHER, Role.RECRUITER)
    await post_login(http, OTHER)
    answers = [
        await http.get(f"/candidates/{one}", headers={"accept": "text/html"}) for one in (made, "0" * 36)
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].text.split("<main>")[1] == answers[1].text.split("<main>")[1]
    found = (await http.get("/api/v1/candidates?search=kim")).json()
    assert found == {"rows": [], "total": 0}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("kim.exe", b"MZ" + bytes(200), "wrong_type"), ("kim.pdf", b"no pdf at all", "wrong_type")],
)
async def test_what_is_no_resume_is_refused_and_not_kept(
    app: FastAPI, user: User, name: str, content: bytes, code: str
) -> None:
    actor = await recruiter(app, user)
    made = await database_of(app).transact(candidates.add, actor, KIM)
    for path in ("/api/v1/candidates/resumes", f"/api/v1/candidates/{made}/resumes"):
        answer = await post(user.http_client, path, name, content)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert (await database_of(app).read(candidate_list.get, actor, made)).resumes == []


async def post(http: httpx.AsyncClient, path: str, name: str, content: bytes) -> httpx.Response:
    return await http.post(path, content=content, headers={"x-file-name": quote(name)})


async def upload(http: httpx.AsyncClient, path: str) -> str:
    answer = await post(http, path, "zoe.txt", RESUME.encode())
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def read(app: FastAPI, actor: Actor, row_id: str) -> None:
    """Until the file was read."""
    database = database_of(app)
    with database.broadcast.subscribe(f"resume:{row_id}") as subscription:
        async with asyncio.timeout(60):
            while (await database.read(resume_rows.get_row, actor, row_id)).state is not ResumeState.READY:
                await subscription.next()
