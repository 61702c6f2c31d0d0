"""Links: only the newest works, only its hash is stored, what is over gets none."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import Session

from neurohire import clock
from neurohire.database import Database
from neurohire.errors import InvalidState, NotFound
from neurohire.models.interviews import Invitation
from neurohire.services import conduct, entrance, interviews, invitations
from neurohire.services.entrance import LinkState
from neurohire.settings import Settings
from neurohire.vocabulary import Role
from tests import people
from tests.candidates import Invited, invite


@pytest.fixture
def invited(database: Database) -> Invited:
    return database.run(invite)[0]


def _leads_to(database: Database, token: str) -> LinkState:
    return database.run(entrance.look, token)[0].state


def test_only_the_newest_link_works(database: Database, invited: Invited):
    assert _leads_to(database, invited.token) is LinkState.OPEN
    fresh = database.run(invitations.reissue, invited.actor, invited.interview_id)[0]
    assert _leads_to(database, invited.token) is LinkState.REVOKED
    assert _leads_to(database, fresh.url.rsplit("/", 1)[1]) is LinkState.OPEN
    with pytest.raises(NotFound):
        database.run(entrance.enter, invited.token, "", "")


def test_the_token_is_stored_nowhere(database: Database, invited: Invited):
    assert len(invited.token) >= 43  # 256 bits

    def look(db: Session) -> None:
        for row in db.scalars(select(Invitation)):
            assert invited.token not in str(row.model_dump())

    database.run(look)


def test_after_a_change_of_the_secret_links_work_but_cannot_be_shown(
    database: Database, invited: Invited, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(type(settings), "secret_key", lambda _: "another" * 10)
    link = database.run(interviews.get, invited.actor, invited.interview_id)[0].link
    assert link is not None
    assert link.url == ""
    assert _leads_to(database, invited.token) is LinkState.OPEN


def test_revoked_expired_and_finished_say_so(database: Database, invited: Invited):
    database.run(invitations.revoke, invited.actor, invited.interview_id)
    assert _leads_to(database, invited.token) is LinkState.REVOKED
    fresh = database.run(invitations.reissue, invited.actor, invited.interview_id)[0]
    token = fresh.url.rsplit("/", 1)[1]
    later = clock.now() + timedelta(days=15)
    clock.set_source(lambda: later)
    try:
        assert _leads_to(database, token) is LinkState.EXPIRED
        database.run(conduct.expire, invited.interview_id)
        again = database.run(invitations.reissue, invited.actor, invited.interview_id)[0]
        assert _leads_to(database, again.url.rsplit("/", 1)[1]) is LinkState.OPEN
    finally:
        clock.set_source(None)


def test_what_is_over_gets_no_link(database: Database, invited: Invited):
    _, grant = database.run(people.enter, invited.actor, invited.interview_id)[0]
    database.run(conduct.start, grant)
    database.run(conduct.submit, grant)
    assert _leads_to(database, invited.token) is LinkState.FINISHED
    with pytest.raises(InvalidState):
        database.run(invitations.reissue, invited.actor, invited.interview_id)


def test_a_strangers_link_is_not_his_to_make(database: Database, invited: Invited):
    otto = database.run(people.make_actor, "otto@example.org", Role.RECRUITER)[0]
    for work in (invitations.reissue, invitations.revoke):
        with pytest.raises(NotFound):
            database.run(work, otto, invited.interview_id)
    assert _leads_to(database, invited.token) is LinkState.OPEN
