"""The seconds in which a model thinks, as a candidate sees them in Chromium."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, expect
from sqlmodel import Session

from neurohire.database import Database
from neurohire.services import model_questions
from neurohire.settings import Settings
from neurohire.stand_in.behaviour import Behaviour, Fault, Step
from neurohire.stand_in.server import StandIn
from tests import candidates
from tests.browser import test_candidate
from tests.browser.test_candidate import context, visit  # noqa: F401
from tests.candidates import FOLLOW_UP, TEXTS, Invited
from tests.live_server import LiveServer

SAID = "We sharded by customer, and the monthly statement broke first."


@pytest.fixture
def thinking() -> Iterator[StandIn]:
    server = StandIn(0, Behaviour(always=Step(delay=2)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
async def live_server(tmp_path: Path, thinking: StandIn) -> AsyncIterator[LiveServer]:
    """With a model that takes two seconds."""
    model = {"MODEL_ALLOW_PRIVATE": "true", "MODEL_BASE_URL": thinking.url, "MODEL_NAME": "stand-in"}
    server = LiveServer(tmp_path, **model)
    try:
        await server.start()
        yield server
    finally:
        server.kill()


@pytest.fixture
async def database(live_server: LiveServer, settings: Settings) -> AsyncIterator[Database]:
    found = Database(f"sqlite:///{live_server.data_dir / 'neurohire.db'}")
    yield found
    found.close()


@pytest.fixture(autouse=True)
def own_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """No model replaces the test's questions."""

    def invite(db: Session, **kind: bool) -> Invited:
        made = candidates.invite(db, **kind)
        model_questions.switch_off(db)
        return made

    monkeypatch.setattr(test_candidate, "invite", invite)


@pytest.mark.needs("chromium")
async def test_a_calm_moment_and_then_a_question_about_the_answer(
    context: BrowserContext,  # noqa: F811
    live_server: LiveServer,
    database: Database,
) -> None:
    candidate = await visit(context, live_server, database)
    page = candidate.page
    await candidate.text.fill(SAID)
    await candidate.press("I'm done")
    words = page.get_by_role("heading", name="One moment, thinking about your answer")
    await expect(words).to_be_visible()
    await expect(words).to_be_focused()
    assert await page.get_by_role("status").filter(has=words).count() == 1
    await expect(candidate.text).to_be_hidden()
    for name in ("I'm done", "Skip this question", "Give me a moment"):
        await expect(page.get_by_role("button", name=name)).to_be_hidden()
    await expect(page.get_by_role("button", name="I have a problem")).to_be_visible()
    await page.reload()
    await expect(words).to_be_visible()
    await expect(candidate.heading).to_contain_text("statement")
    await expect(words).to_be_hidden()
    await expect(candidate.text).to_have_value("")
    await expect(candidate.text).to_be_editable()
    assert "given back" not in await page.locator(".stage").inner_text()
    await candidate.has_given(0, SAID)
    assert candidate.faults == []


@pytest.mark.needs("chromium")
async def test_a_model_that_never_answers_is_not_waited_for(
    context: BrowserContext,  # noqa: F811
    live_server: LiveServer,
    database: Database,
    thinking: StandIn,
) -> None:
    thinking.behaviour.always = Step(fault=Fault.HANG)
    candidate = await visit(context, live_server, database, coding=True)
    await candidate.text.fill(SAID)
    await candidate.press("I'm done")
    await expect(candidate.heading).to_have_text(FOLLOW_UP)
    await candidate.text.fill("The slow lookups.")
    await candidate.press("I'm done")  # while it is known to be away nobody waits at all
    await expect(candidate.heading).to_have_text(TEXTS[1])
    assert candidate.faults == []
