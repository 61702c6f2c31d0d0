"""Accounts made and ended by admins: links that work once, nobody locked out, two at once, hostile words."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import Session

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import DomainError, InvalidState, NotAllowed, NotFound, Rejected
from neurohire.models.settings import AuditEntry
from neurohire.models.users import User, UserLink
from neurohire.services import accounts, api_tokens, login_sessions, user_links, user_list, users
from neurohire.services.user_links import LinkState
from neurohire.settings import Settings
from neurohire.vocabulary import Role, Scope, UserState
from tests import people

NEW = "a new and long password"


@pytest.fixture(autouse=True)
def own_clock() -> Iterator[None]:
    yield
    clock.set_source(None)


@pytest.fixture
def ada(database: Database) -> Actor:
    return database.run(people.make_actor, "ada@example.org", Role.ADMIN)[0]


@pytest.fixture
def rita(database: Database) -> Actor:
    return database.run(people.make_actor, "rita@example.org", Role.RECRUITER)[0]


def state(database: Database, token: str) -> LinkState:
    return database.run(user_links.look, token)[0].state


def invited(database: Database, ada: Actor, settings: Settings) -> tuple[str, str]:
    """Ben: (secret part of the link, user id)."""
    email = "ben@example.org"
    link = database.run(users.add, ada, settings, "Ben", email, "recruiter")[0]
    assert link.url.startswith(settings.public_url + "/join/")
    row = one(database, ada, email)
    return link.url.rsplit("/", 1)[1], row.id


def one(database: Database, ada: Actor, email: str) -> user_list.UserRow:
    return database.run(user_list.list_page, ada, search=email)[0].rows[0]


async def test_an_invited_person_sets_the_password_once(database: Database, settings: Settings, ada: Actor):
    token, _ = invited(database, ada, settings)
    assert one(database, ada, "ben@example.org").state is UserState.INVITED
    for guess in ("", NEW):
        with pytest.raises(Rejected):
            database.run(accounts.check_login, "ben@example.org", guess)
    for _ in range(2):  # a mail scanner looks first
        assert state(database, token) is LinkState.OPEN
    with pytest.raises(Rejected):
        await user_links.use(database, token, "short")
    assert state(database, token) is LinkState.OPEN
    await user_links.use(database, token, NEW)
    assert database.run(accounts.check_login, "Ben@example.org", NEW)[0].role is Role.RECRUITER
    assert one(database, ada, "ben@example.org").state is UserState.ACTIVE
    assert state(database, token) is LinkState.USED
    with pytest.raises(DomainError):
        await user_links.use(database, token, "another long password")
    assert state(database, "x" * 43) is LinkState.WRONG
    secrets = [row.token_hash for row in database.run(lambda db: list(db.scalars(select(UserLink))))[0]]
    assert token not in secrets and all(len(hashed) == 64 for hashed in secrets)


async def test_of_two_at_once_one_sets_the_password(database: Database, settings: Settings, ada: Actor):
    token, _ = invited(database, ada, settings)
    words = [f"{number} is a long password" for number in range(4)]
    done = await asyncio.gather(*(user_links.use(database, token, w) for w in words), return_exceptions=True)
    won = [word for word, found in zip(words, done, strict=True) if isinstance(found, str)]
    assert len(won) == 1 and all(isinstance(found, str | DomainError) for found in done)
    database.run(accounts.check_login, "ben@example.org", won[0])


async def test_links_end_by_time_by_a_newer_one_and_with_the_account(
    database: Database, settings: Settings, ada: Actor
):
    first, user_id = invited(database, ada, settings)
    second = database.run(users.new_link, ada, settings, user_id)[0].url.rsplit("/", 1)[1]
    assert (state(database, first), state(database, second)) == (LinkState.REPLACED, LinkState.OPEN)
    now = clock.now()
    clock.set_source(lambda: now + timedelta(days=7, seconds=1))
    assert state(database, second) is LinkState.EXPIRED
    clock.set_source(None)
    database.run(users.disable, ada, user_id)
    assert state(database, second) is LinkState.DISABLED
    for token in (first, second):
        with pytest.raises(DomainError):
            await user_links.use(database, token, NEW)
    with pytest.raises(InvalidState):
        database.run(users.new_link, ada, settings, user_id)
    database.run(users.enable, ada, user_id)
    assert state(database, second) is LinkState.REPLACED  # enabling gives no old link back
    assert one(database, ada, "ben@example.org").state is UserState.INVITED


async def test_a_forgotten_password_ends_every_session_when_it_is_set_anew(
    database: Database, settings: Settings, ada: Actor, rita: Actor
):
    session = database.run(login_sessions.log_in, rita.user_id, "", "test")[0]
    url = database.run(users.new_link, ada, settings, rita.user_id)[0].url
    database.run(accounts.check_login, "rita@example.org", people.PASSWORD)  # not before it is used
    assert database.run(login_sessions.identify, session)[0].user == rita
    await user_links.use(database, url.rsplit("/", 1)[1], NEW)
    assert database.run(login_sessions.identify, session)[0].user is None
    with pytest.raises(Rejected):
        database.run(accounts.check_login, "rita@example.org", people.PASSWORD)


def test_disabling_ends_sessions_tokens_and_log_in_but_no_interview_of_the_same_browser(
    database: Database, ada: Actor, rita: Actor
):
    def enter(db: Session) -> tuple[str, str]:
        interview = people.make_interview(db, rita, people.make_position(db, rita), "kim@example.org")
        token, _ = people.enter(db, rita, interview)
        return login_sessions.log_in(db, rita.user_id, token, "both in one browser"), interview

    (session, interview), _ = database.run(enter)
    bearer = database.run(api_tokens.create_for, "rita@example.org")[0]
    _, events = database.run(users.disable, ada, rita.user_id)
    assert f"user:{rita.user_id}" in {event.topic for event in events}
    found = database.run(login_sessions.identify, session)[0]
    assert found.user is None and interview in found.grants
    assert database.run(api_tokens.identify, bearer)[0].user is None
    with pytest.raises(Rejected):
        database.run(accounts.check_login, "rita@example.org", people.PASSWORD)
    row = one(database, ada, "rita@example.org")
    assert (row.state, row.open_sessions) == (UserState.DISABLED, 0) and row.last_seen_at
    database.run(users.enable, ada, rita.user_id)
    database.run(accounts.check_login, "rita@example.org", people.PASSWORD)
    assert database.run(login_sessions.identify, session)[0].user is None  # what ended stays ended
    assert database.run(api_tokens.identify, bearer)[0].user is None


def test_the_last_admin_stays_and_nobody_disables_himself(database: Database, settings: Settings, ada: Actor):
    with pytest.raises(Rejected) as refused:
        database.run(users.disable, ada, ada.user_id)
    assert refused.value.code == "yourself"
    database.run(users.add, ada, settings, "Eve", "eve@example.org", "admin")  # cannot sign in yet
    with pytest.raises(InvalidState) as last:
        database.run(users.change_role, ada, ada.user_id, "recruiter")
    assert last.value.code == "last_admin"
    bob = database.run(people.make_actor, "bob@example.org", Role.ADMIN)[0]
    database.run(users.change_role, ada, ada.user_id, "recruiter")
    with pytest.raises(NotAllowed):  # the page was opened as an admin
        database.run(users.disable, ada, bob.user_id)


async def test_two_admins_who_leave_or_remove_each_other_at_the_same_moment(database: Database):
    for number in range(4):
        ada, bob = (
            database.run(people.make_actor, f"{name}{number}@example.org", Role.ADMIN)[0]
            for name in ("ada", "bob")
        )
        others = [user.id for user in database.run(accounts.list_users)[0] if user.role is Role.ADMIN]
        database.run(_only_admins, {ada.user_id, bob.user_id}, others)
        if number % 2:
            work = [
                database.transact(users.disable, ada, bob.user_id),
                database.transact(users.disable, bob, ada.user_id),
            ]
        else:
            work = [database.transact(users.change_role, one, one.user_id, "recruiter") for one in (ada, bob)]
        done = await asyncio.gather(*work, return_exceptions=True)
        assert sum(found is None for found in done) == 1, done
        assert all(found is None or isinstance(found, DomainError) for found in done), done
        left = [user for user in database.run(accounts.list_users, (Role.ADMIN,))[0] if not user.is_disabled]
        assert len(left) == 1


def _only_admins(db: Session, kept: set[str], admins: list[str]) -> None:
    for user_id in set(admins) - kept:
        row = db.get(User, user_id)
        assert row
        row.role = Role.RECRUITER


def test_only_admins_may_and_roles_cannot_be_forged(
    database: Database, settings: Settings, ada: Actor, rita: Actor
):
    for use_case, arguments in (
        (user_list.list_page, ()),
        (user_list.get, (ada.user_id,)),
        (users.add, (settings, "Eve", "eve@example.org", "admin")),
        (users.new_link, (settings, ada.user_id)),
        (users.rename, (ada.user_id, "X")),
        (users.change_role, (rita.user_id, "admin")),
        (users.disable, (ada.user_id,)),
        (users.enable, (ada.user_id,)),
        (users.end_sessions, (ada.user_id,)),
        (api_tokens.everybodys, ()),
    ):
        with pytest.raises((NotFound, NotAllowed)):
            database.run(use_case, rita, *arguments)  # type: ignore[arg-type]
    for role in ("candidate", "owner", "", "ADMIN", "admin "):
        with pytest.raises(Rejected):
            database.run(users.add, ada, settings, "Eve", "eve@example.org", role)
        with pytest.raises(Rejected):
            database.run(users.change_role, ada, rita.user_id, role)
    with pytest.raises(NotFound):
        database.run(users.rename, ada, "no-such-id", "X")


def test_hostile_names_and_addresses(database: Database, settings: Settings, ada: Actor):
    def add(name: str, email: str) -> user_list.UserRow:
        database.run(users.add, ada, settings, name, email, "recruiter")
        return database.run(user_list.list_page, ada, sort="-created_at")[0].rows[0]

    made = add("\u202eEve\x00 \n<script>alert(1)</script>", "eve@example.org")
    assert made.name == "Eve <script>alert(1)</script>"  # as text; pages escape it
    assert add("Zo\u0065\u0308", "zoe@example.org").name == "Zoë"
    for name in ("", " \n ", "\u202e\u2066", "x" * 121, "x" * 300):
        with pytest.raises(Rejected) as refused:
            add(name, "new@example.org")
        assert refused.value.code == "no_name"
    for email in (
        "", "eve", "e@e", "a b@example.org", "x" * 300 + "@example.org", "<b>@example.org",
        "e\u202eve@example.org", "ev\u200be@example.org", "eve\x00@example.org", "eve@exa\nmple.org",
    ):  # fmt: skip
        with pytest.raises(Rejected) as refused:
            add("Eve", email)
        assert refused.value.code == "bad_email", email
    for same in ("EVE@example.org", " eve@EXAMPLE.org ", "\uff45ve@example.org", "eve@example\uff0eorg"):
        with pytest.raises(InvalidState) as exists:
            add("Eve", same)
        assert exists.value.code == "exists", same


async def test_the_same_address_twice_at_once_makes_one_account(
    database: Database, settings: Settings, ada: Actor
):
    work = [database.transact(users.add, ada, settings, "Ben", "ben@example.org", "admin") for _ in range(4)]
    done = await asyncio.gather(*work, return_exceptions=True)
    assert sum(not isinstance(found, BaseException) for found in done) == 1
    assert all(not isinstance(found, BaseException) or isinstance(found, InvalidState) for found in done)


def test_the_list_is_searched_filtered_and_sorted(
    database: Database, settings: Settings, ada: Actor, rita: Actor
):
    invited(database, ada, settings)
    database.run(login_sessions.log_in, rita.user_id, "", "test")

    def names(**asked: object) -> list[str]:
        page = database.run(user_list.list_page, ada, **asked)[0]  # type: ignore[arg-type]
        assert page.total >= len(page.rows)
        return [row.name for row in page.rows]

    assert names() == ["Ada", "Ben", "Rita"] == list(reversed(names(sort="-name")))
    assert names(search="RIT") == ["Rita"] and names(search="%") == [] and names(search="example") == names()
    assert names(states=(UserState.INVITED,)) == ["Ben"] and names(roles=(Role.ADMIN,)) == ["Ada"]
    assert names(sort="-seen")[0] == "Rita"
    assert names(limit=1, offset=1) == ["Ben"]
    assert names(limit=10**9, offset=-5) == names()
    row = one(database, ada, "rita@example.org")
    assert row.open_sessions == 1 and one(database, ada, "ben@example.org").link_until is not None
    detail = database.run(user_list.get, ada, rita.user_id)[0]
    assert len(detail.sessions) == 1 and not detail.is_me
    now = clock.now()
    clock.set_source(lambda: now + timedelta(minutes=settings.login_idle_minutes, seconds=1))
    assert one(database, ada, "rita@example.org").open_sessions == 0  # timed out is not open
    assert database.run(user_list.get, ada, rita.user_id)[0].sessions == []


def test_sessions_are_ended_one_or_all_and_only_of_that_user(database: Database, ada: Actor, rita: Actor):
    own = [database.run(login_sessions.log_in, rita.user_id, "", f"browser {n}")[0] for n in range(3)]
    admins = database.run(login_sessions.log_in, ada.user_id, "", "admin")[0]
    sessions = database.run(login_sessions.list_sessions, rita.user_id)[0]
    with pytest.raises(NotFound):
        database.run(users.end_sessions, ada, ada.user_id, sessions[0].id)
    database.run(users.end_sessions, ada, rita.user_id, sessions[0].id)
    assert len(database.run(login_sessions.list_sessions, rita.user_id)[0]) == 2
    database.run(login_sessions.end_all, rita.user_id, but=sessions[1].id)
    assert [view.id for view in database.run(login_sessions.list_sessions, rita.user_id)[0]] == [
        sessions[1].id
    ]
    database.run(users.end_sessions, ada, rita.user_id)
    assert all(database.run(login_sessions.identify, token)[0].user is None for token in own)
    assert database.run(login_sessions.identify, admins)[0].user == ada


def test_everything_is_on_record_and_holds_no_secret(
    database: Database, settings: Settings, ada: Actor, rita: Actor
):
    token, _ = invited(database, ada, settings)
    database.run(users.rename, ada, rita.user_id, "Rita B")
    database.run(users.change_role, ada, rita.user_id, "admin")
    database.run(users.end_sessions, ada, rita.user_id)
    database.run(users.disable, ada, rita.user_id)
    database.run(users.enable, ada, rita.user_id)
    secret = database.run(api_tokens.create, ada, "ci", (Scope.READ,), 3)[0]
    rows = database.run(lambda db: list(db.scalars(select(AuditEntry).order_by(AuditEntry.id))))[0]  # type: ignore[arg-type]
    assert [row.kind for row in rows] == [
        "user_added", "user_renamed", "user_role_changed", "user_signed_out", "user_disabled", "user_enabled",
        "token_made",
    ]  # fmt: skip
    assert {row.actor_id for row in rows} == {ada.user_id}
    assert rows[2].subject == f"user:{rita.user_id}" and rows[2].body == {
        "before": "recruiter",
        "after": "admin",
    }
    written = " ".join(f"{row.subject} {row.body}" for row in rows)
    assert token not in written and secret not in written
