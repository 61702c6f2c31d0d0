"""Log-in sessions: a new id each time, time-outs, revocation; grants live apart from the user."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import NotFound
from neurohire.services import login_sessions
from neurohire.settings import Settings
from neurohire.vocabulary import Role
from tests import people
from tests.candidates import invite

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock_back() -> Iterator[None]:
    clock.set_source(lambda: NOON)
    yield
    clock.set_source(None)


@pytest.fixture
def rita(database: Database) -> Actor:
    return database.run(people.make_actor, "rita@example.org", Role.RECRUITER)[0]


def _log_in(database: Database, who: Actor, previous: str = "") -> str:
    return database.run(login_sessions.log_in, who.user_id, previous, "a browser")[0]


def _user(database: Database, token: str) -> Actor | None:
    return database.run(login_sessions.identify, token)[0].user


def test_a_log_in_ends_the_earlier_session_of_the_browser(database: Database, rita: Actor):
    first = _log_in(database, rita)
    second = _log_in(database, rita, first)
    assert first != second
    assert _user(database, first) is None
    assert _user(database, second) == rita


@pytest.mark.parametrize("token", ["", "x" * 43])
def test_an_unknown_cookie_is_nobody(database: Database, token: str):
    found = database.run(login_sessions.identify, token)[0]
    assert (found.user, found.grants) == (None, {})


async def test_idle_and_absolute_time_outs(database: Database, rita: Actor, settings: Settings):
    token = await database.transact(login_sessions.log_in, rita.user_id, "", "")
    idle = timedelta(minutes=settings.login_idle_minutes)
    clock.set_source(lambda: NOON + idle + timedelta(seconds=1))
    assert (await login_sessions.identity_of(database, token)).user is None
    for step in range(1, 100):  # somebody who never pauses
        clock.set_source(lambda step=step: NOON + step * idle / 2)  # type: ignore[misc]
        if (await login_sessions.identity_of(database, token)).user is None:
            break
    assert step * idle / 2 == timedelta(hours=settings.login_max_hours)


def test_sessions_are_listed_and_revoked_by_their_owner_only(database: Database, rita: Actor):
    token = _log_in(database, rita)
    other = database.run(people.make_actor, "otto@example.org", Role.ADMIN)[0]
    (view,) = database.run(login_sessions.list_sessions, rita.user_id)[0]
    with pytest.raises(NotFound):
        database.run(login_sessions.revoke, other.user_id, view.id)
    assert _user(database, token) == rita
    database.run(login_sessions.revoke, rita.user_id, view.id)
    assert _user(database, token) is None
    assert database.run(login_sessions.list_sessions, rita.user_id)[0] == []


def test_a_browser_keeps_its_interview_through_log_in_and_log_out(database: Database, rita: Actor):
    invited = database.run(invite)[0]
    token, grant = database.run(people.enter, invited.actor, invited.interview_id)[0]
    logged_in = _log_in(database, rita, token)
    found = database.run(login_sessions.identify, logged_in)[0]
    assert (found.user, set(found.grants)) == (rita, {grant.interview_id})
    logged_out = database.run(login_sessions.log_out, logged_in)[0]
    found = database.run(login_sessions.identify, logged_out)[0]
    assert (found.user, set(found.grants)) == (None, {grant.interview_id})
    assert database.run(login_sessions.identify, token)[0].grants == {}
