"""Signing in as people do: the form, its token, a POST."""

from __future__ import annotations

import re

import httpx
from fastapi import FastAPI
from nicegui.testing import User

from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.vocabulary import Role
from tests.people import PASSWORD, make_actor

MARA, OTHER = "mara@example.org", "other@example.org"


def database_of(app: FastAPI) -> Database:
    found: Database = app.state.neurohire.database
    return found


async def csrf_of(http: httpx.AsyncClient, path: str = "/login") -> str:
    """The hidden token of a form."""
    found = re.search(r'name="csrf" value="([^"]+)"', (await http.get(path)).text)
    assert found is not None
    return found[1]


async def post_login(
    http: httpx.AsyncClient, email: str, password: str = PASSWORD, next: str = ""
) -> httpx.Response:
    form = {"email": email, "password": password, "csrf": await csrf_of(http), "next": next}
    return await http.post("/login", data=form, follow_redirects=False)


async def recruiter(app: FastAPI, user: User, email: str = MARA) -> Actor:
    """An account that is signed in in the simulated browser."""
    actor = await database_of(app).transact(make_actor, email, Role.RECRUITER)
    answer = await post_login(user.http_client, email)
    assert answer.status_code == 303
    return actor
