"""A user's open sockets close at once when the account, the log-in, the token or the right ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import delete
from sqlmodel import Session, col
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.models.interviews import InterviewMember
from neurohire.services import api_tokens, conduct, login_sessions, users
from neurohire.settings import Settings
from neurohire.vocabulary import Role
from tests import people
from tests.api.test_access_matrix import _go_to_code, session_cookie
from tests.conftest import ORIGIN
from tests.serving import served

SIGNED_OUT, NO_RIGHT = 4401, 4403


class World:
    """A recruiter's interview that runs, an admin, and a real server."""

    def __init__(self, app: FastAPI, settings: Settings, url: str) -> None:
        self.database: Database = app.state.neurohire.database
        self.settings, self.url = settings, url
        self.admin, self.rita, self.paths = self.database.run(self._populate)[0]

    def _populate(self, db: Session) -> tuple[Actor, Actor, tuple[str, str]]:
        admin = people.make_actor(db, "ada@example.org", Role.ADMIN)
        rita = people.make_actor(db, "rita@example.org", Role.RECRUITER)
        interview = people.make_interview(db, rita, people.make_position(db, rita), "kim@example.org")
        _, grant = people.enter(db, rita, interview)
        conduct.start(db, grant)
        _go_to_code(db, grant)
        turn = conduct.view(db, grant).turn
        assert turn
        self.interview = interview
        return admin, rita, (f"/ws/interviews/{interview}", f"/ws/documents/{turn.document_id}")

    async def sockets(self, headers: dict[str, str]) -> list[ClientConnection]:
        opened = []
        for path in self.paths:
            socket = await connect(self.url + path, additional_headers=headers, origin=ORIGIN)  # type: ignore[arg-type]
            if "interviews" in path:
                await socket.send('{"type":"ping"}')
            await asyncio.wait_for(socket.recv(), 10)  # it is let in
            opened.append(socket)
        return opened

    def cookie(self, actor: Actor) -> dict[str, str]:
        token = self.database.run(login_sessions.log_in, actor.user_id, "", "test")[0]
        return {"cookie": f"session={session_cookie(self.settings, token)}"}

    def bearer(self, actor: Actor) -> dict[str, str]:
        return {"authorization": f"Bearer {self.database.run(api_tokens.create_for, actor.email)[0]}"}


@pytest.fixture
async def world(app: FastAPI, settings: Settings) -> AsyncIterator[World]:
    async with served(app) as url:
        yield World(app, settings, url.replace("http", "ws"))


async def closed(socket: ClientConnection) -> int | None:
    """The code it closes with, soon."""
    async with asyncio.timeout(10):
        try:
            while True:
                await socket.recv()
        except ConnectionClosed:
            return socket.close_code


def disable(world: World) -> Any:
    return users.disable, world.admin, world.rita.user_id


def sign_out(world: World) -> Any:
    return users.end_sessions, world.admin, world.rita.user_id


def revoke_token(world: World) -> Any:
    token = world.database.run(api_tokens.mine, world.rita)[0][0]
    return api_tokens.revoke, world.admin, token.id


@pytest.mark.parametrize(
    ("way_in", "ending"),
    [("cookie", disable), ("cookie", sign_out), ("bearer", disable), ("bearer", revoke_token)],
)
async def test_a_users_sockets_close_at_once(
    world: World, way_in: str, ending: Callable[[World], Any]
) -> None:
    sockets = await world.sockets(getattr(world, way_in)(world.rita))
    others = await world.sockets(world.cookie(world.admin))
    use_case, *arguments = ending(world)
    await world.database.transact(use_case, *arguments)
    assert [await closed(socket) for socket in sockets] == [SIGNED_OUT, SIGNED_OUT]
    for socket in others:
        await asyncio.wait_for(await socket.ping(), 10)  # nobody else is thrown out
        await socket.close()


async def test_a_demoted_admin_no_longer_follows_others_interviews(world: World) -> None:
    bob = world.database.run(people.make_actor, "bob@example.org", Role.ADMIN)[0]
    sockets = await world.sockets(world.cookie(bob))
    own = await world.sockets(world.cookie(world.rita))
    await world.database.transact(users.change_role, world.admin, bob.user_id, "recruiter")
    assert [await closed(socket) for socket in sockets] == [NO_RIGHT, NO_RIGHT]
    await world.database.transact(users.change_role, world.admin, world.rita.user_id, "admin")
    for socket in own:
        await asyncio.wait_for(await socket.ping(), 10)  # a right more closes nothing
        await socket.close()


async def test_without_news_it_is_found_out_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command line is another process; log-ins run out by themselves."""
    monkeypatch.setattr("neurohire.api.watched.LOOK_SECONDS", 0.2)
    sockets = await world.sockets(world.cookie(world.rita))

    def unshare(db: Session) -> None:
        db.execute(delete(InterviewMember).where(col(InterviewMember.interview_id) == world.interview))

    await asyncio.to_thread(world.database.run, unshare)
    assert [await closed(socket) for socket in sockets] == [NO_RIGHT, NO_RIGHT]
