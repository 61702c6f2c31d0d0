"""The candidate's own page as a browser sees it: by a link, by an account, another time, resume, password."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI
from nicegui.testing import User
from sqlalchemy import select

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.media_store import StoredFile
from neurohire.models.candidates import Candidate, Resume
from neurohire.models.interviews import Interview
from neurohire.services import candidate_accounts, interviews, reschedule_requests
from neurohire.vocabulary import ResumeState
from tests import people
from tests.pages.signed_in import csrf_of, database_of, post_login, recruiter

HOSTILE = "<img src=x onerror=alert(1)>"
ANA = "ana@example.org"


class Planned:
    """Mara, who is signed in in the simulated browser, and her live interview with Ana."""

    def __init__(self, app: FastAPI, mara: Actor, interview_id: str, token: str) -> None:
        self.app, self.mara, self.id, self.token = app, mara, interview_id, token

    async def account(self, http: httpx.AsyncClient) -> httpx.Response:
        """Ana sets her password by the one-time link."""
        database, settings = database_of(self.app), self.app.state.neurohire.settings
        found = await database.read(lambda db: db.get_one(Interview, self.id).candidate_id)
        link = await database.transact(candidate_accounts.give, self.mara, settings, found)
        path = link.url.removeprefix(settings.public_url)
        form = {"password": people.PASSWORD, "csrf": await csrf_of(http, "/login")}
        return await http.post(path, data=form)


@pytest.fixture
async def planned(app: FastAPI, user: User) -> Planned:
    database = database_of(app)
    mara = await recruiter(app, user)
    position = await database.transact(people.make_position, mara)
    made = await database.transact(people.make_live, mara, position.id, ANA, HOSTILE)
    return Planned(app, mara, made, await database.read(people.link_token, mara, made))


async def post(http: httpx.AsyncClient, path: str, page: str = "/my", **data: object) -> httpx.Response:
    return await http.post(path, data={"csrf": await csrf_of(http, page), **data})


async def test_by_the_link(http: httpx.AsyncClient, planned: Planned) -> None:
    empty = (await http.get("/my")).text
    assert "Nothing is planned" in empty and "Sign in" in empty
    answer = await post(http, f"/i/{planned.token}/my", f"/i/{planned.token}")
    assert answer.headers["location"] == "/my"
    page = (await http.get("/my")).text
    assert HOSTILE not in page and html.escape(HOSTILE) in page
    assert "12:00 (Berlin)" in page and "with Mara" in page and "Planned" in page
    assert "mara@example.org" not in page and "rubric" not in page
    assert "The way in opens here" in page and "Go to the interview" not in page
    assert "My password" not in page


async def test_another_time_and_what_the_team_sees(
    http: httpx.AsyncClient, user: User, planned: Planned
) -> None:
    await post(http, f"/i/{planned.token}/my", f"/i/{planned.token}")
    address = f"/my/interviews/{planned.id}/another-time"
    empty = await post(http, address, zone="Europe/Berlin")
    assert empty.status_code == 422 and "Please write a few words" in empty.text
    day = f"{clock.now() + timedelta(days=4):%Y-%m-%d}"
    past = await post(http, address, words="An exam", time=["2020-01-01T10:00"], zone="Asia/Tokyo")
    assert past.status_code == 422 and "passed already" in past.text and ">An exam</textarea>" in past.text
    sent = await post(http, address, words=f"An exam {HOSTILE}", time=[f"{day}T18:00"], zone="Asia/Tokyo")
    assert sent.status_code == 303
    page = (await http.get(sent.headers["location"])).text
    assert "You asked for another time" in page and "18:00 (Tokyo)" in page and HOSTILE not in page
    await user.open("/")
    await user.should_see("asks for another time")
    await user.open(f"/interviews/{planned.id}")
    await user.should_see("18:00 (Tokyo)")
    user.find(marker="decline-wish").click()
    await user.should_see("The time stays", retries=30)
    assert "It could not be moved" in (await http.get("/my")).text


async def test_an_account_goes_in_without_the_link(
    app: FastAPI, http: httpx.AsyncClient, planned: Planned
) -> None:
    answer = await planned.account(http)
    assert answer.headers["location"] == "/my"
    page = (await http.get("/my")).text
    assert f"signed in as {ANA}" in page and "12:00 (Berlin)" in page
    assert (await http.get("/")).headers["location"] == "/my"
    assert (await http.get("/login")).headers["location"] == "/my"
    for path in ("/interviews", "/candidates", "/account", f"/interviews/{planned.id}"):
        assert (await http.get(path)).status_code == 404, path
    assert (await http.get("/api/v1/interviews")).status_code == 404
    entered = await post(http, f"/my/interviews/{planned.id}/enter")
    assert entered.headers["location"] == f"/interview/{planned.id}/waiting"
    wrong = await post(http, "/my/password", current="not the one", new="another good one")
    assert wrong.status_code == 422 and "This is not your password" in wrong.text
    changed = await post(http, "/my/password", current=people.PASSWORD, new="another good one")
    assert "Your password was changed" in (await http.get(changed.headers["location"])).text
    out = await post(http, "/logout")
    assert out.status_code == 303
    assert "Nothing is planned" in (await http.get("/my")).text
    back = await post_login(http, ANA, "another good one", next="/interviews")
    assert back.headers["location"] == "/my"


async def test_a_forged_form_changes_nothing(app: FastAPI, http: httpx.AsyncClient, planned: Planned) -> None:
    await planned.account(http)
    for path in ("/enter", "/another-time", "/keep-time"):
        answer = await http.post(f"/my/interviews/{planned.id}{path}", data={"words": "x", "csrf": "x"})
        assert answer.status_code in (303, 403)
    assert await database_of(app).read(reschedule_requests.waiting, planned.mara) == []
    await http.post("/my/password", data={"current": people.PASSWORD, "new": "another good one"})
    http.cookies.clear()
    assert (await post_login(http, ANA)).status_code == 303  # with the password as it was


async def test_a_resume_is_for_the_person_it_is_about(
    app: FastAPI, http: httpx.AsyncClient, planned: Planned
) -> None:
    stored = app.state.neurohire.media.put(b"my life so far")
    resume_id = await database_of(app).transact(_give_resume, planned, stored)
    address = f"/api/v1/my/resumes/{resume_id}/file"
    assert (await http.get(address)).status_code == 404
    await post(http, f"/i/{planned.token}/my", f"/i/{planned.token}")
    assert (await http.get(address)).status_code == 404  # it did not come with this interview
    await planned.account(http)
    file = await http.get(address)
    assert file.content == b"my life so far" and "attachment" in file.headers["content-disposition"]
    page = (await http.get("/my")).text
    assert "ana.pdf" in page and re.search(r"<div class=\"my-read\">Python &lt;b&gt;", page)


def _give_resume(db, planned: Planned, stored: StoredFile) -> str:  # type: ignore[no-untyped-def]
    row = Resume(
        candidate_id=db.get_one(Interview, planned.id).candidate_id,
        uploaded_by=planned.mara.user_id,
        file_name="ana.pdf",
        media_sha256=stored.sha256,
        state=ResumeState.READY,
        text="Python <b>",
        created_at=clock.now(),
    )
    db.add(row)
    db.flush()
    return row.id


async def test_give_an_account_on_the_persons_page(app: FastAPI, user: User, planned: Planned) -> None:
    found = await database_of(app).read(lambda db: db.scalars(select(Candidate)).one().id)
    await user.open(f"/candidates/{found}")
    await user.should_see("Account of the candidate")
    user.find(marker="give-account").click()
    await user.should_see("One-time link", retries=30)
    user.find(marker="copied").click()
    await user.should_see("No password yet", retries=50)


async def test_what_is_over_stands_below(app: FastAPI, http: httpx.AsyncClient, planned: Planned) -> None:
    await planned.account(http)
    await database_of(app).transact(interviews.cancel, planned.mara, planned.id)
    page = (await http.get("/my")).text
    assert "Earlier" in page and "Cancelled" in page and "Ask for another time" not in page
