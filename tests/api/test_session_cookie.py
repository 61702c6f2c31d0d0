"""The cookie: who may change it, and what it is worth when the server's clock is set back."""

from __future__ import annotations

import time
from types import SimpleNamespace

import httpx
import itsdangerous.timed
import pytest
from fastapi import FastAPI

from neurohire.auth.actors import Actor
from neurohire.services import login_sessions
from neurohire.settings import Settings
from neurohire.vocabulary import Role
from tests.api.test_access_matrix import session_cookie
from tests.people import make_actor

MINUTE, DAY = 60, 24 * 3600


@pytest.fixture
async def cookie(app: FastAPI, settings: Settings) -> dict[str, str]:
    """Rita's, signed now."""
    database = app.state.neurohire.database
    rita: Actor = await database.transact(make_actor, "rita@example.org", Role.RECRUITER)
    token = await database.transact(login_sessions.log_in, rita.user_id, "", "test")
    return {"cookie": f"session={session_cookie(settings, token)}"}


async def outcome(http: httpx.AsyncClient, headers: dict[str, str]) -> tuple[int, bool]:
    """(status of a page of hers, whether the browser is given another cookie)."""
    answer = await http.get("/account", headers=headers)
    return answer.status_code, "set-cookie" in answer.headers


@pytest.mark.parametrize("back", [0, 1, 59 * MINUTE])
async def test_a_clock_set_back_a_little_signs_nobody_out(
    http: httpx.AsyncClient, cookie: dict[str, str], monkeypatch: pytest.MonkeyPatch, back: int
) -> None:
    _clock(monkeypatch, -back)
    assert await outcome(http, cookie) == (200, False)


@pytest.mark.parametrize("moved", [-61 * MINUTE, 15 * DAY])
async def test_a_cookie_from_far_ahead_or_long_ago_opens_nothing(
    http: httpx.AsyncClient, cookie: dict[str, str], monkeypatch: pytest.MonkeyPatch, moved: int
) -> None:
    _clock(monkeypatch, moved)
    assert await outcome(http, cookie) == (303, True)


async def test_a_changed_cookie_opens_nothing(http: httpx.AsyncClient, cookie: dict[str, str]) -> None:
    assert await outcome(http, {"cookie": cookie["cookie"][:-3] + "abc"}) == (303, True)


async def test_a_pages_own_requests_never_change_the_cookie(http: httpx.AsyncClient) -> None:
    """Else one that is answered late, after the form, takes back what the form has opened."""
    page = await http.get("/login")
    cookie = page.headers["set-cookie"].split(";")[0]
    for path in ("/favicon.ico", "/apple-touch-icon.png", "/assets/css/base.css", "/healthz", "/api/v1/none"):
        answer = await http.get(path, headers={"cookie": cookie})
        assert "set-cookie" not in answer.headers, path


@pytest.mark.parametrize(
    "path", ["/favicon.ico", "/assets/css/none.css", "/_nicegui/none.js", "/api/v1/none"]
)
async def test_files_and_icons_begin_no_session(http: httpx.AsyncClient, path: str) -> None:
    assert "set-cookie" not in (await http.get(path)).headers
    assert "set-cookie" in (await http.get("/login")).headers


def _clock(monkeypatch: pytest.MonkeyPatch, moved: int) -> None:
    """The signer's clock goes wrong by so many seconds, after the cookie was signed."""
    wrong = SimpleNamespace(time=lambda: time.time() + moved)
    monkeypatch.setattr(itsdangerous.timed, "time", wrong)
