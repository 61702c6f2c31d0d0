"""The candidate's own page hears at once that the team has answered, and nothing of what is not on it."""

from __future__ import annotations

import asyncio
import json

import pytest
from fastapi import FastAPI
from sqlmodel import Session
from websockets.asyncio.client import connect

from neurohire.auth.actors import Identity
from neurohire.services import (
    entrance,
    interviews,
    login_sessions,
    my_page,
    question_sets,
    reschedule_requests,
)
from neurohire.settings import Settings, get_settings
from neurohire.vocabulary import InterviewState, QuestionType, Role
from tests import people
from tests.api.test_access_matrix import session_cookie
from tests.conftest import ORIGIN
from tests.serving import served


@pytest.fixture
def settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """With live interviews."""
    monkeypatch.setenv("NEUROHIRE_LIVE_INTERVIEWS", "true")
    get_settings.cache_clear()
    return get_settings()


async def test_an_answer_is_heard_and_what_the_team_alone_sees_is_not(
    app: FastAPI, settings: Settings
) -> None:
    database = app.state.neurohire.database

    def made(db: Session) -> tuple[object, str, str]:
        mara = people.make_actor(db, "mara@example.org", Role.RECRUITER)
        position = people.make_position(db, mara)
        one = people.make_live(db, mara, position.id, "ana@example.org", "Ana")
        link = people.link_token(db, mara, one)
        token, _ = entrance.enter(db, link, "", "test browser", at_its_time=False)
        return mara, one, token

    mara, one, token = await database.transact(made)
    identity: Identity = await login_sessions.identity_of(database, token)
    await database.transact(reschedule_requests.ask, identity, one, "An exam", [], "Europe/Berlin")
    seen = (await database.read(my_page.read, identity)).version
    wish = (await database.read(reschedule_requests.newest, one)).id
    cookie = {"cookie": f"session={session_cookie(settings, token)}"}
    async with served(app) as url:
        address = f"{url.replace('http', 'ws')}/ws/my?seen="
        async with connect(address + seen, additional_headers=cookie, origin=ORIGIN) as socket:  # type: ignore[arg-type]
            await database.transact(
                question_sets.add_own, mara, one, "What would you ask them?", QuestionType.TECHNICAL
            )
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(socket.recv(), 1)
            await database.transact(reschedule_requests.decline, mara, wish, "It is our only week")
            assert json.loads(await asyncio.wait_for(socket.recv(), 20)) == {"type": "changed"}
        now = (await database.read(my_page.read, identity)).version
        assert now != seen
        await database.transact(interviews.cancel, mara, one)
        async with connect(address + now, additional_headers=cookie, origin=ORIGIN) as socket:  # type: ignore[arg-type]
            words = await asyncio.wait_for(socket.recv(), 20)  # it happened before this page listened
            assert json.loads(words) == {"type": "changed"}
    mine = await database.read(my_page.read, await login_sessions.identity_of(database, token))
    assert [(told.state, told.is_open, told.is_elsewhere) for told in mine.past] == [
        (InterviewState.CANCELLED, False, False)
    ]
    assert not mine.coming and not mine.resumes
