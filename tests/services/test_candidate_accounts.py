"""Accounts of candidates: who gives one, what it opens, and that it ends at once when it is disabled."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlmodel import Session

from neurohire import clock
from neurohire.auth.actors import Actor, Identity
from neurohire.database import Database
from neurohire.errors import InvalidState, NotAllowed, NotFound, Rejected
from neurohire.models.interviews import Interview
from neurohire.services import (
    api_tokens,
    candidate_accounts,
    candidates,
    entrance,
    interviews,
    login_sessions,
    my_page,
    reschedule_requests,
    schedule,
    user_links,
)
from neurohire.services.candidates import CandidateForm
from neurohire.services.schedule_form import TimeForm
from neurohire.settings import Settings
from neurohire.vocabulary import InterviewKind, RequestState, Role, UserState
from tests import people

ANA = "ana@example.org"


class Desk:
    """Rita with a live interview of Ana; Otto knows nothing of it."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database, self.settings = database, settings
        self.rita, self.otto, self.admin = (
            database.run(people.make_actor, f"{name}@example.org", role)[0]
            for name, role in (("rita", Role.RECRUITER), ("otto", Role.RECRUITER), ("ada", Role.ADMIN))
        )
        self.position = self.run(people.make_position, self.rita).id
        self.interview = self.run(people.make_live, self.rita, self.position)
        self.candidate = self.run(_candidate_of, self.interview)

    def run(self, use_case, *args):  # type: ignore[no-untyped-def]
        return self.database.run(use_case, *args)[0]

    async def sign_in(self) -> Identity:
        """Ana uses her link; what her browser may act as."""
        link = self.run(candidate_accounts.give, self.rita, self.settings, self.candidate)
        user_id = await user_links.use(self.database, link.url.rsplit("/", 1)[1], people.PASSWORD)
        self.token = self.run(login_sessions.log_in, user_id, "", "test")
        return self.identity()

    def identity(self) -> Identity:
        found: Identity = self.run(login_sessions.identify, self.token)
        return found

    def view(self, actor: Actor | None = None):  # type: ignore[no-untyped-def]
        return self.run(candidate_accounts.view, actor or self.rita, self.candidate)


def _candidate_of(db: Session, interview_id: str) -> str:
    found = db.get_one(Interview, interview_id).candidate_id
    assert found
    return found


@pytest.fixture
def desk(database: Database, settings: Settings) -> Desk:
    return Desk(database, settings)


async def test_by_a_link_to_ones_own_interviews_and_no_others(desk: Desk) -> None:
    assert desk.view() is None
    identity = await desk.sign_in()
    assert (desk.view().state, desk.view().link_until) == (UserState.ACTIVE, None)
    other = desk.run(people.make_live, desk.otto, desk.run(people.make_position, desk.otto).id, "bo@x.org")
    page = desk.run(my_page.read, identity)
    assert [one.id for one in page.coming] == [desk.interview]
    assert not page.coming[0].is_here and page.account == ANA
    with pytest.raises(NotFound):
        desk.run(my_page.enter, identity, other)
    assert desk.run(my_page.enter, identity, desk.interview) is InterviewKind.LIVE
    assert desk.interview in desk.identity().grants
    with pytest.raises(NotFound):  # an account of a candidate is none of the team
        desk.run(interviews.get, identity.user, desk.interview)
    assert desk.run(interviews.list_page, identity.user).rows == []
    with pytest.raises(NotFound):
        desk.run(api_tokens.create_for, ANA)


async def test_the_browser_that_entered_last_has_the_interview(desk: Desk) -> None:
    token = desk.run(people.link_token, desk.rita, desk.interview)
    enter = partial(entrance.enter, at_its_time=False)  # as for one's own page
    earlier, _ = desk.run(enter, token, "", "phone")
    identity = await desk.sign_in()
    desk.run(my_page.enter, identity, desk.interview)
    assert desk.interview in desk.run(login_sessions.identify, earlier).ended_grants
    desk.run(enter, token, "", "phone again")
    page = desk.run(my_page.read, desk.identity())
    assert page.coming[0].is_elsewhere and not page.coming[0].is_here


async def test_signing_out_leaves_nothing_for_the_next_person(desk: Desk) -> None:
    identity = await desk.sign_in()
    desk.run(my_page.enter, identity, desk.interview)
    assert desk.run(login_sessions.log_out, desk.token) == ""
    assert desk.identity() == Identity()


async def test_disabled_it_ends_at_once(desk: Desk) -> None:
    identity = await desk.sign_in()
    desk.run(my_page.enter, identity, desk.interview)
    desk.run(candidate_accounts.disable, desk.rita, desk.candidate)
    left = desk.identity()
    assert left.user is None and not left.grants
    assert desk.view().state is UserState.DISABLED
    with pytest.raises(InvalidState, match="disabled"):
        desk.run(candidate_accounts.give, desk.rita, desk.settings, desk.candidate)
    desk.run(candidate_accounts.enable, desk.rita, desk.candidate)
    assert desk.view().state is UserState.ACTIVE


async def test_nobody_gets_into_a_colleagues_interview_by_making_the_account(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.run(candidate_accounts.give, desk.otto, desk.settings, desk.candidate)
    position = desk.run(people.make_position, desk.otto).id
    desk.run(people.make_live, desk.otto, position, ANA)
    with pytest.raises(NotAllowed):  # Otto meets her, but Rita brought her in
        desk.run(candidate_accounts.give, desk.otto, desk.settings, desk.candidate)
    with pytest.raises(NotAllowed, match="admin"):
        desk.run(candidate_accounts.give, desk.rita, desk.settings, desk.candidate)
    assert desk.run(candidate_accounts.give, desk.admin, desk.settings, desk.candidate).url


async def test_an_address_of_the_team_is_no_candidates(desk: Desk) -> None:
    person = desk.run(candidates.add, desk.rita, CandidateForm(email="otto@example.org"))
    with pytest.raises(InvalidState, match="Somebody of your team"):
        desk.run(candidate_accounts.give, desk.rita, desk.settings, person)


async def test_a_corrected_address_is_the_one_to_sign_in_with(desk: Desk) -> None:
    await desk.sign_in()
    form = CandidateForm(name="Ana Ruiz", email="ana.ruiz@example.org")
    desk.run(candidates.change, desk.rita, desk.candidate, form)
    assert desk.view().email == "ana.ruiz@example.org"


async def test_a_password_of_ones_own(desk: Desk, database: Database) -> None:
    identity = await desk.sign_in()
    with pytest.raises(Rejected, match="not your password"):
        await candidate_accounts.change_password(database, identity, "wrong one here", "another good one")
    with pytest.raises(Rejected, match="10 to 200"):
        await candidate_accounts.change_password(database, identity, people.PASSWORD, "short")
    elsewhere = desk.run(login_sessions.log_in, identity.user.user_id if identity.user else "", "", "x")
    await candidate_accounts.change_password(database, identity, people.PASSWORD, "another good one")
    assert desk.run(login_sessions.identify, elsewhere).user is None and desk.identity().user


async def test_another_time_is_asked_for_declined_and_moved(desk: Desk) -> None:
    identity = await desk.sign_in()
    day = f"{clock.now() + timedelta(days=3):%Y-%m-%d}"
    ask = ("I have an exam.", [f"{day}T09:00", "", f"{day}T18:30"], "America/New_York")
    with pytest.raises(Rejected, match="few words"):
        desk.run(reschedule_requests.ask, identity, desk.interview, " ", ["", ""], "UTC")
    with pytest.raises(Rejected, match="passed"):
        desk.run(reschedule_requests.ask, identity, desk.interview, "", ["2020-01-01T10:00"], "UTC")
    desk.run(reschedule_requests.ask, identity, desk.interview, *ask)
    (found,) = desk.run(reschedule_requests.waiting, desk.rita)
    assert len(found.request.times) == 2 and found.request.words == "I have an exam."
    assert desk.run(reschedule_requests.waiting, desk.otto) == []
    with pytest.raises(NotFound):
        desk.run(reschedule_requests.decline, desk.otto, found.request.id, "no")
    desk.run(reschedule_requests.decline, desk.rita, found.request.id, "The room is taken.")
    with pytest.raises(InvalidState):
        desk.run(reschedule_requests.decline, desk.rita, found.request.id, "twice")
    request = desk.run(my_page.read, identity).coming[0].request
    assert (request.state, request.answer) == (RequestState.DECLINED, "The room is taken.")
    desk.run(reschedule_requests.ask, identity, desk.interview, *ask)
    form = TimeForm(date=day, time="15:00", zone="Europe/Berlin", interviewers=[desk.rita.user_id])
    desk.run(schedule.reschedule, desk.rita, desk.interview, form, 0)
    assert desk.run(reschedule_requests.waiting, desk.rita) == []
    page = desk.run(my_page.read, identity)
    assert page.coming[0].request.state is RequestState.ACCEPTED


async def test_a_newer_wish_takes_the_place_and_none_after_the_end(desk: Desk) -> None:
    identity = await desk.sign_in()
    for words in ("first", "second"):
        desk.run(reschedule_requests.ask, identity, desk.interview, words, [], "UTC")
    assert [one.request.words for one in desk.run(reschedule_requests.waiting, desk.rita)] == ["second"]
    desk.run(reschedule_requests.withdraw, identity, desk.interview)
    assert desk.run(reschedule_requests.waiting, desk.rita) == []
    desk.run(interviews.cancel, desk.rita, desk.interview)
    with pytest.raises(InvalidState, match="over"):
        desk.run(reschedule_requests.ask, identity, desk.interview, "third", [], "UTC")
