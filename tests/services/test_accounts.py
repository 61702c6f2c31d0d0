"""Accounts: the set-up link works once, a log-in says the same to strangers, tokens act as their user."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session

from neurohire import clock
from neurohire.database import Database
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.models.users import User
from neurohire.services import accounts, api_tokens
from neurohire.settings import Settings
from neurohire.vocabulary import Role
from tests import people


def _token(database: Database, settings: Settings) -> str:
    link = database.run(accounts.setup_link, settings)[0]
    assert link is not None
    return link.split("token=")[1]


def test_the_set_up_link_works_once_and_only_the_newest(database: Database, settings: Settings):
    earlier, newest = _token(database, settings), _token(database, settings)
    for wrong in (earlier, "", "x" * 43):
        assert not database.run(accounts.is_setup_token, wrong)[0]
        with pytest.raises(NotFound):
            database.run(accounts.create_first_admin, wrong, "eve@example.org", "Eve", people.PASSWORD)
    made = database.run(accounts.create_first_admin, newest, " Ann@Example.org", "Ann  B", people.PASSWORD)[0]
    assert (made.email, made.name, made.role) == ("ann@example.org", "Ann B", Role.ADMIN)
    with pytest.raises(NotFound):
        database.run(accounts.create_first_admin, newest, "eve@example.org", "Eve", people.PASSWORD)
    assert database.run(accounts.setup_link, settings)[0] is None


def test_a_bad_address_does_not_use_up_the_link(database: Database, settings: Settings):
    token = _token(database, settings)
    with pytest.raises(Rejected):
        database.run(accounts.create_first_admin, token, "not an address", "A", people.PASSWORD)
    assert database.run(accounts.is_setup_token, token)[0]


def test_a_log_in_tells_strangers_nothing(database: Database):
    database.run(people.make_actor, "rita@example.org", Role.RECRUITER)
    assert database.run(accounts.check_login, "RITA@example.org ", people.PASSWORD)[0].role is Role.RECRUITER
    said = set()
    for email, password in (
        ("rita@example.org", "wrong horse battery"),
        ("nobody@example.org", people.PASSWORD),
    ):
        with pytest.raises(Rejected) as refused:
            database.run(accounts.check_login, email, password)
        said.add((refused.value.code, refused.value.message))
    assert len(said) == 1


def test_one_account_an_address_also_by_case(database: Database):
    database.run(people.make_actor, "rita@example.org", Role.RECRUITER)
    with pytest.raises(InvalidState):
        database.run(accounts.create_user, "Rita@Example.org", "R", Role.ADMIN, people.PASSWORD)
    database.run(accounts.create_user, "ríta@example.org", "R", Role.RECRUITER, people.PASSWORD)


def test_a_token_acts_as_its_user_until_the_account_is_disabled(database: Database):
    actor = database.run(people.make_actor, "rita@example.org", Role.RECRUITER)[0]
    token = database.run(api_tokens.create_for, "rita@example.org")[0]
    assert database.run(api_tokens.identify, token)[0].user == actor
    assert database.run(api_tokens.identify, token + "x")[0].user is None

    def disable(db: Session) -> None:
        row = db.get(User, actor.user_id)
        assert row is not None
        row.disabled_at = clock.now() - timedelta(seconds=1)

    database.run(disable)
    assert database.run(api_tokens.identify, token)[0].user is None
    with pytest.raises(Rejected):
        database.run(accounts.check_login, "rita@example.org", people.PASSWORD)
