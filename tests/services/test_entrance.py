"""The candidate's way in: what a link shows, one live browser, consent per kind of data."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import CandidateGrant
from neurohire.database import Database
from neurohire.errors import InvalidState, NotAllowed, NotFound, Rejected
from neurohire.models.interviews import Consent
from neurohire.services import (
    access,
    conduct,
    consent,
    entrance,
    interviews,
    invitations,
    journal,
    login_sessions,
)
from neurohire.services.entrance import LinkState
from neurohire.settings import get_settings
from neurohire.vocabulary import DataKind
from tests.candidates import Invited, invite


@pytest.fixture
def invited(database: Database) -> Invited:
    return database.run(invite)[0]


@pytest.fixture
def later() -> Iterator[Callable[[timedelta], None]]:
    """Moves the server's clock."""

    def move(by: timedelta) -> None:
        moved: datetime = clock.now() + by
        clock.set_source(lambda: moved)

    yield move
    clock.set_source(None)


def do(database: Database, work: Callable[..., Any], *args: Any) -> Any:
    return database.run(work, *args)[0]


def enter(database: Database, invited: Invited, session: str = "") -> tuple[str, CandidateGrant]:
    token, interview_id = do(database, entrance.enter, invited.token, session, "a browser")
    return token, do(database, login_sessions.identify, token).grants[interview_id]


def state_of(database: Database, invited: Invited) -> LinkState:
    found: entrance.Landing = do(database, entrance.look, invited.token)
    return found.state


def test_looking_tells_what_is_the_candidates_to_know_and_changes_nothing(
    database: Database, invited: Invited
) -> None:
    before = do(database, journal.since, invited.interview_id, 0)
    found = do(database, entrance.look, invited.token)
    assert (found.state, found.questions, found.minutes) == (LinkState.OPEN, 3, 45)
    assert found.recruiter and found.contact == invited.actor.email
    assert do(database, journal.since, invited.interview_id, 0) == before


def test_a_wrong_link_tells_nothing(database: Database, invited: Invited) -> None:
    for token in ("", "x", invited.token[:-1], invited.token + "A", invited.interview_id):
        assert do(database, entrance.look, token) == entrance.Landing(state=LinkState.WRONG)
        with pytest.raises(NotFound):
            do(database, entrance.enter, token, "", "")


def test_a_link_that_expired_is_closed_but_a_begun_interview_goes_on(
    database: Database, invited: Invited, later: Callable[[timedelta], None]
) -> None:
    begun = do(database, lambda db: invite(db, "begun@example.org"))
    _, grant = enter(database, begun)
    do(database, entrance.give_consent, grant, set(DataKind))
    do(database, conduct.start, grant)
    later(timedelta(days=15))
    assert state_of(database, invited) is LinkState.EXPIRED
    assert state_of(database, begun) is LinkState.OPEN
    with pytest.raises(NotFound):
        do(database, entrance.enter, invited.token, "", "")
    assert enter(database, begun)[1].interview_id == begun.interview_id


def test_revoked_cancelled_and_finished_links_say_so(database: Database, invited: Invited) -> None:
    do(database, invitations.revoke, invited.actor, invited.interview_id)
    assert state_of(database, invited) is LinkState.REVOKED
    do(database, interviews.cancel, invited.actor, invited.interview_id)
    assert state_of(database, invited) is LinkState.CANCELLED
    finished = do(database, lambda db: invite(db, "fin@example.org"))
    _, grant = enter(database, finished)
    do(database, entrance.give_consent, grant, set(DataKind))
    do(database, conduct.start, grant)
    do(database, conduct.submit, grant)
    assert state_of(database, finished) is LinkState.FINISHED
    for closed in (invited, finished):
        with pytest.raises(NotFound):
            do(database, entrance.enter, closed.token, "", "")


def test_a_newer_link_closes_the_older(database: Database, invited: Invited) -> None:
    do(database, invitations.reissue, invited.actor, invited.interview_id)
    assert state_of(database, invited) is LinkState.REVOKED


def test_entering_elsewhere_ends_the_earlier_grant(database: Database, invited: Invited) -> None:
    first_token, first = enter(database, invited)
    _, second = enter(database, invited)
    identity = do(database, login_sessions.identify, first_token)
    assert (identity.grants, identity.ended_grants) == ({}, {invited.interview_id})
    with pytest.raises(NotAllowed):
        do(database, access.check_grant, first)
    do(database, access.check_grant, second)
    entries = [
        e for e in do(database, journal.since, invited.interview_id, 0) if e.kind == "candidate_entered"
    ]
    assert [entry.body["took_over"] for entry in entries] == [False, True]


def test_of_two_browsers_at_once_one_is_left(database: Database, invited: Invited) -> None:
    found: list[str] = []
    ready = threading.Barrier(4)

    def work() -> None:
        ready.wait()
        found.append(do(database, entrance.enter, invited.token, "", "a browser")[0])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    live = [t for t in found if do(database, login_sessions.identify, t).grants]
    assert (len(found), len(live)) == (4, 1)


def test_a_browser_with_a_user_keeps_its_user(database: Database, invited: Invited) -> None:
    session = do(database, login_sessions.log_in, invited.actor.user_id, "", "a browser")
    token, _ = enter(database, invited, session)
    identity = do(database, login_sessions.identify, token)
    assert token == session and identity.user and invited.interview_id in identity.grants


def test_consent_is_stored_per_kind_with_the_texts_version(database: Database, invited: Invited) -> None:
    _, grant = enter(database, invited)
    with pytest.raises(Rejected):
        do(database, entrance.give_consent, grant, {DataKind.AUDIO})
    do(database, entrance.give_consent, grant, {DataKind.ANSWERS, DataKind.AUDIO})
    do(database, entrance.give_consent, grant, {DataKind.ANSWERS})
    given = do(database, entrance.consents, grant)
    asked = set(DataKind) - {DataKind.CAMERA_CHECKS}  # nobody wished those here
    assert given == {kind: kind is DataKind.ANSWERS for kind in asked}

    def versions(db: Session) -> set[str]:
        return set(
            db.scalars(select(Consent.text_version).where(col(Consent.interview_id) == grant.interview_id))
        )

    assert do(database, versions) == {consent.version_of(get_settings())}
    do(database, conduct.start, grant)
    do(database, conduct.submit, grant)
    with pytest.raises(InvalidState):
        do(database, entrance.give_consent, grant, set(DataKind))
