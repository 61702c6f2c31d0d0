"""When a browser that entered an interview is let go: link revoked, another person, long after the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import Session

from neurohire import clock
from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.database import Database
from neurohire.errors import NotAllowed
from neurohire.models.users import User
from neurohire.services import access, accounts, invitations, login_sessions, resumes
from neurohire.vocabulary import Role
from tests import people


@pytest.fixture(autouse=True)
def own_clock() -> Iterator[None]:
    yield
    clock.set_source(None)


def entered(db: Session) -> tuple[Actor, str, str, CandidateGrant]:
    view = accounts.create_user(db, "rec@example.org", "Rec", Role.RECRUITER, people.PASSWORD)
    user = db.get(User, view.id)
    assert user
    actor = accounts.actor(user)
    position = people.make_position(db, actor)
    interview = people.make_interview(db, actor, position, "kim@example.org")
    token, grant = people.enter(db, actor, interview)
    return actor, interview, token, grant


def test_revoking_the_link_lets_the_browser_go_too(database: Database) -> None:
    def work(db: Session) -> None:
        actor, interview, token, grant = entered(db)
        access.check_grant(db, grant)
        invitations.revoke(db, actor, interview)
        with pytest.raises(NotAllowed):
            access.check_grant(db, grant)
        assert interview not in login_sessions.identify(db, token).grants

    _, events = database.run(work)
    assert "grant_ended" in {event.kind for event in events}


def test_another_persons_address_ends_what_the_first_one_had(database: Database) -> None:
    def work(db: Session) -> None:
        actor, interview, token, _ = entered(db)
        resumes.complete(db, actor, people.resume_of(db, interview), email="lee@example.org")
        assert interview not in login_sessions.identify(db, token).grants

    database.run(work)


def test_a_browser_is_forgotten_a_week_after_the_links_last_day(database: Database) -> None:
    def work(db: Session) -> None:
        _, interview, token, _ = entered(db)
        start = clock.now()
        for days, is_known in ((20, True), (22, False)):
            clock.set_source(lambda days=days: start + timedelta(days=days))  # type: ignore[misc]
            assert (interview in login_sessions.identify(db, token).grants) is is_known

    database.run(work)
