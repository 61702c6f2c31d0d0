"""Signing in: one answer to every wrong try, a new session, only addresses of ours to go on to."""

from __future__ import annotations

import re

import httpx
import pytest
from fastapi import FastAPI

from neurohire.vocabulary import Role
from pages.login import local_address
from tests.pages.signed_in import MARA, csrf_of, database_of, post_login
from tests.people import make_actor


@pytest.fixture
async def mara(app: FastAPI) -> None:
    await database_of(app).transact(make_actor, MARA, Role.RECRUITER)


async def test_a_right_password_opens_a_new_session(mara: None, http: httpx.AsyncClient) -> None:
    await http.get("/login")
    before = http.cookies["session"]
    answer = await post_login(http, " Mara@Example.org ", next="/interviews?show=decide")
    assert (answer.status_code, answer.headers["location"]) == (303, "/interviews?show=decide")
    assert http.cookies["session"] != before
    assert (await http.get("/account")).status_code == 200


async def test_wrong_account_and_wrong_password_look_the_same(mara: None, http: httpx.AsyncClient) -> None:
    pages = [await post_login(http, email, "wrong wrong wrong") for email in (MARA, "nobody@example.org")]
    assert [page.status_code for page in pages] == [401, 401]
    texts = [page.text.replace("nobody@example.org", MARA) for page in pages]
    assert "E-mail or password is not right." in texts[0]
    assert texts[0].split("</head>")[1] == texts[1].split("</head>")[1]


async def test_five_wrong_tries_close_the_door_for_that_account(mara: None, http: httpx.AsyncClient) -> None:
    for _ in range(5):
        assert (await post_login(http, MARA, "wrong wrong wrong")).status_code == 401
    answer = await post_login(http, MARA)
    assert answer.status_code == 429
    assert "wait 15 minutes" in answer.text
    assert (await post_login(http, "someone-else@example.org")).status_code == 401


async def test_right_passwords_are_not_counted(mara: None, http: httpx.AsyncClient) -> None:
    for _ in range(4):
        await post_login(http, MARA, "wrong wrong wrong")
    assert (await post_login(http, MARA)).status_code == 303
    http.cookies.clear()
    assert (await post_login(http, MARA, "wrong wrong wrong")).status_code == 401
    assert (await post_login(http, MARA)).status_code == 303


async def test_a_form_of_another_browser_is_refused(mara: None, http: httpx.AsyncClient) -> None:
    form = {"email": MARA, "password": "x", "csrf": await csrf_of(http)}
    http.cookies.clear()
    answer = await http.post("/login", data=form)
    assert answer.status_code == 403
    assert "open for too long" in answer.text


async def test_what_was_typed_is_shown_as_text(mara: None, http: httpx.AsyncClient) -> None:
    answer = await post_login(http, '"><script>alert(1)</script>')
    assert "<script>alert" not in answer.text


async def test_signing_out_ends_the_cookie_for_good(mara: None, http: httpx.AsyncClient) -> None:
    await post_login(http, MARA)
    old = http.cookies["session"]
    page = (await http.get("/account")).text
    csrf = re.findall(r"csrf[^A-Za-z0-9_-]+([A-Za-z0-9_-]{43})", page)[0]
    answer = await http.post("/logout", data={"csrf": csrf})
    assert answer.headers["location"] == "/login"
    http.cookies.clear()
    answer = await http.get("/account", headers={"cookie": f"session={old}"})
    assert answer.headers["location"].startswith("/login")


async def test_a_sign_out_by_another_site_does_nothing(mara: None, http: httpx.AsyncClient) -> None:
    await post_login(http, MARA)
    await http.post("/logout", data={"csrf": "guess"})
    assert (await http.get("/account")).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nb", "login"],
)
def test_only_addresses_of_ours_are_gone_on_to(address: str) -> None:
    assert local_address(address) == "/"
    assert local_address("/positions/1?show=ready") == "/positions/1?show=ready"
