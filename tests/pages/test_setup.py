"""The first account: the printed link works once and says so kindly afterwards."""

from __future__ import annotations

import httpx
from fastapi import FastAPI

from neurohire.services import accounts
from tests.pages.signed_in import csrf_of, database_of


async def test_the_link_makes_the_first_admin_and_signs_in(app: FastAPI, http: httpx.AsyncClient) -> None:
    state = app.state.neurohire
    link = await database_of(app).transact(accounts.setup_link, state.settings)
    path = link.removeprefix(state.settings.public_url)
    form = {"csrf": await csrf_of(http, path), "token": path.split("=")[1], "name": "Mara", "email": "no"}
    answer = await http.post("/setup", data=form | {"password": "short"})
    assert answer.status_code == 422
    assert "does not look like an e-mail" in answer.text
    answer = await http.post("/setup", data=form | {"email": "mara@example.org", "password": "short"})
    assert "at least" in answer.text.lower() or "needs 10" in answer.text
    answer = await http.post(
        "/setup", data=form | {"email": "mara@example.org", "password": "long enough it is"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert (await http.get("/account")).status_code == 200
    again = await http.get(path)
    assert again.status_code == 404
    assert "set up already" in again.text


async def test_a_wrong_link_says_how_to_get_a_right_one(http: httpx.AsyncClient) -> None:
    answer = await http.get("/setup?token=guess")
    assert answer.status_code == 404
    assert "Start the server again" in answer.text
