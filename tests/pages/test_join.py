"""One-time links as people open them: looked at without harm, used once, honest when they are closed."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI

from neurohire.auth.actors import Actor
from neurohire.services import user_list, users
from neurohire.vocabulary import Role
from tests.pages.signed_in import csrf_of, database_of, post_login
from tests.people import PASSWORD, make_actor


@pytest.fixture
async def ada(app: FastAPI) -> Actor:
    return await database_of(app).transact(make_actor, "ada@example.org", Role.ADMIN)


async def add(app: FastAPI, ada: Actor, name: str = "Ben") -> str:
    settings = app.state.neurohire.settings
    link = await database_of(app).transact(users.add, ada, settings, name, "ben@example.org", "recruiter")
    return link.url.removeprefix(settings.public_url)


async def set_password(http: httpx.AsyncClient, path: str, password: str = PASSWORD) -> httpx.Response:
    return await http.post(path, data={"password": password, "csrf": await csrf_of(http, "/login")})


async def test_looking_changes_nothing_and_the_form_signs_in_once(
    app: FastAPI, http: httpx.AsyncClient, ada: Actor
) -> None:
    path = await add(app, ada)
    for _ in range(3):
        page = await http.get(path)
        assert page.status_code == 200 and "Set my password" in page.text and "ben@example.org" in page.text
    assert page.headers["cache-control"] == "no-store"
    short = await set_password(http, path, "short")
    assert short.status_code == 422 and "10 to 200 characters" in short.text
    before = http.cookies["session"]
    done = await set_password(http, path)
    assert (done.status_code, done.headers["location"]) == (303, "/")
    assert http.cookies["session"] != before
    assert (await http.get("/account")).status_code == 200
    assert (await http.get("/users")).status_code == 404  # a recruiter
    for again in (await http.get(path), await http.post(path, data={"password": PASSWORD})):
        assert again.status_code == 410 and "has been used" in again.text
        assert "ben@example.org" not in again.text
    http.cookies.clear()
    assert (await post_login(http, "ben@example.org")).status_code == 303


async def test_a_forged_form_sets_nothing(app: FastAPI, http: httpx.AsyncClient, ada: Actor) -> None:
    path = await add(app, ada)
    await http.get(path)
    for form in ({"password": PASSWORD}, {"password": PASSWORD, "csrf": "x" * 43}):
        assert (await http.post(path, data=form)).status_code == 403
    foreign = await http.post(
        path,
        data={"password": PASSWORD, "csrf": await csrf_of(http)},
        headers={"origin": "https://evil.example"},
    )
    assert foreign.status_code == 403
    role = {"password": PASSWORD, "csrf": await csrf_of(http), "role": "admin", "email": "eve@example.org"}
    assert (await http.post(path, data=role)).status_code == 303
    assert (await http.get("/users")).status_code == 404  # neither role nor address come from the form
    assert (await http.get(path)).status_code == 410


async def test_closed_links_say_why(app: FastAPI, http: httpx.AsyncClient, ada: Actor) -> None:
    first, database = await add(app, ada), database_of(app)
    user_id = (await database.read(user_list.list_page, ada, search="ben")).rows[0].id
    link = await database.transact(users.new_link, ada, app.state.neurohire.settings, user_id)
    assert "newer link" in (await http.get(first)).text
    await database.transact(users.disable, ada, user_id)
    answer = await set_password(http, link.url.removeprefix(app.state.neurohire.settings.public_url))
    assert answer.status_code == 410 and "is disabled" in answer.text


async def test_guessing_is_stopped_and_markup_stays_text(
    app: FastAPI, http: httpx.AsyncClient, ada: Actor
) -> None:
    path = await add(app, ada, "<img src=x onerror=alert(1)>")
    assert "<img src=x" not in (await http.get(path)).text
    answers = [(await http.get(f"/join/{number:043d}")).status_code for number in range(12)]
    assert answers[:10] == [404] * 10 and answers[-1] == 429
    assert (await http.get(path)).status_code == 200  # a right link still opens from there
