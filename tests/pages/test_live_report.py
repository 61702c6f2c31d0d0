"""The report page of a live interview, by the simulated user: what each of the team may see there."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from nicegui.testing import User
from sqlmodel import Session

from neurohire.services import decisions
from neurohire.settings import Settings
from neurohire.vocabulary import Outcome, Recommendation
from tests.pages.signed_in import database_of, post_login
from tests.rooms.live import Live
from tests.services.test_live_reports import SECRET, held
from tests.services.test_scorecards import judge


@pytest.fixture
async def live(app: FastAPI, user: User, settings: Settings) -> Live:
    """Completed, with Ben's scorecard."""

    def work(db: Session) -> Live:
        with pytest.MonkeyPatch.context() as patch:
            found = held(db, patch)
            judge(db, found, "ben", 2, Recommendation.STRONG_NO, "Ben saw <b>gaps</b>")
        return found

    return await database_of(app).transact(work)


async def open_as(user: User, live: Live, name: str, path: str = "/interviews/{}/report") -> None:
    answer = await post_login(user.http_client, live.who(name).email)  # type: ignore[union-attr]
    assert answer.status_code == 303
    await user.open(path.format(live.interview_id))


async def test_who_has_not_judged_is_asked_to_and_sees_no_other_card(user: User, live: Live) -> None:
    await open_as(user, live, "rita")
    await user.should_see("Your scorecard is still to come. Write it while you remember.")
    await user.should_see("1 scorecard is submitted.")
    await user.should_not_see("Ben saw <b>gaps</b>")
    await user.should_see("2 questions were shown, 3 of the list were not")
    await user.should_see("<b>hello</b>")
    await user.should_see("Nobody used the editor.")
    await user.should_not_see("not assessed")


async def test_whoever_did_not_interview_sees_what_is_submitted_and_no_notes(user: User, live: Live) -> None:
    await open_as(user, live, "olga")
    await user.should_see("Ben saw <b>gaps</b>")
    await user.should_see("Strong no")
    await user.should_see(f"Still to come from {live.rita.name}.")
    await user.should_not_see(SECRET)


async def test_a_decision_is_made_as_on_every_report(app: FastAPI, user: User, live: Live) -> None:
    await open_as(user, live, "ben")
    await user.should_see("Nobody has decided yet. A decision has a name and a reason.")
    await database_of(app).transact(
        decisions.decide, live.rita, live.interview_id, Outcome.HOLD, "One more talk"
    )
    await user.should_see("One more talk", retries=50)
    await database_of(app).transact(judge, live, "rita", 4, Recommendation.YES, "Rita saw depth")
    await user.should_see("Rita saw depth", retries=50)
    await user.should_see("3.0")


async def test_home_says_that_a_card_is_missing(user: User, live: Live) -> None:
    await open_as(user, live, "rita", "/")
    await user.should_see("1 scorecard is still to come from you")


async def test_strangers_find_nothing(user: User, live: Live) -> None:
    await post_login(user.http_client, live.stranger.email)
    answer = await user.http_client.get(f"/interviews/{live.interview_id}/report")
    assert answer.status_code == 404 and "Ana" not in answer.text
