"""The candidate's interview in Chromium: killed servers, lost networks, two tabs, no microphone, no https."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from neurohire.database import Database
from neurohire.services import answers, journal, recordings
from neurohire.settings import Settings
from tests.browser.patience import until
from tests.candidates import FOLLOW_UP, TEXTS, Invited, invite
from tests.conftest import CHROMIUM
from tests.live_server import LiveServer

NOTHING_WAITS = "[...neurohireInterviews.values()].every((interview) => interview.waiting === 0)"


@dataclass
class Visit:
    """A candidate who has pressed Start, and the server's database to look into."""

    page: Page
    invited: Invited
    database: Database
    server: LiveServer
    faults: list[str]

    @property
    def text(self) -> Any:
        return self.page.locator("textarea.stage-text")

    @property
    def heading(self) -> Any:
        return self.page.locator(".stage h1")

    async def press(self, name: str) -> None:
        await self.page.get_by_role("button", name=name, exact=True).click()

    async def saved(self) -> None:
        """Until the server has everything; the chip waits a little before it changes."""
        await self.page.wait_for_function(NOTHING_WAITS)
        await expect(self.page.locator("nh-saved")).to_have_attribute("data-state", "saved")

    async def has_given(self, question: int, *texts: str) -> None:
        """Until these are stored as answers: what was just typed is sent a little later."""
        await until(partial(self._has_given, question, list(texts)))

    async def _has_given(self, question: int, texts: list[str]) -> bool:
        found = await self.database.read(answers.of_question, self.invited.question_ids[question])
        return [one.text for one in found] == texts


@pytest.fixture
async def database(live_server: LiveServer, settings: Settings) -> AsyncIterator[Database]:
    """The running server's own file."""
    found = Database(f"sqlite:///{live_server.data_dir / 'neurohire.db'}")
    yield found
    found.close()


async def visit(
    context: BrowserContext, server: LiveServer, database: Database, *, choices: int = 4, **kind: bool
) -> Visit:
    """From the link to the first question."""
    invited = await database.transact(lambda db: invite(db, **kind))
    page, faults = await context.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(f"{server.url}/i/{invited.token}")
    await page.get_by_role("button", name="Continue").click()
    boxes = page.locator("input[type=checkbox]")
    for number in range(choices):
        await boxes.nth(number).check()
    await page.get_by_role("button", name="Save and go on").click()
    await page.get_by_role("link", name="Go to the interview").click()
    await page.get_by_role("button", name="Start the interview").click()
    found = Visit(page, invited, database, server, faults)
    await expect(found.heading).to_have_text(TEXTS[0])
    return found


@pytest.fixture
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    found = await browser.new_context(permissions=["microphone", "camera"])
    yield found
    await found.close()


@pytest.mark.needs("chromium")
async def test_speech_text_and_code_with_a_killed_server_in_between(
    context: BrowserContext, live_server: LiveServer, database: Database
) -> None:
    candidate = await visit(context, live_server, database, coding=True)
    page = candidate.page
    await page.evaluate("window.isSamePage = true")
    await page.get_by_role("radio", name="Speak").click()
    await candidate.press("Start speaking")
    await page.wait_for_timeout(3500)  # real sound takes real time: one chunk has gone
    live_server.kill()
    await candidate.text.fill("Typed while the server was dead.")
    await expect(page.locator("nh-banner")).to_contain_text("saved on this device")
    await page.wait_for_timeout(3500)
    await live_server.start()
    await candidate.press("Stop speaking")
    await expect(page.locator(".stage-kept")).to_be_visible()
    await candidate.saved()
    await candidate.has_given(0, "Typed while the server was dead.")
    assert await page.evaluate("window.isSamePage"), "the page was reloaded"

    await candidate.press("I'm done")
    await expect(candidate.heading).to_have_text(FOLLOW_UP)
    await candidate.text.fill("And more.")
    await candidate.press("I'm done")
    await expect(candidate.heading).to_have_text(TEXTS[1])
    await page.locator(".cm-content[contenteditable=true]").click()
    await page.keyboard.type("# my own line\n")
    await candidate.press("I'm done")
    await expect(candidate.heading).not_to_have_text(TEXTS[1])
    code = await database.read(answers.of_question, candidate.invited.question_ids[1])
    assert "# my own line" in code[0].code

    takes = await database.read(recordings.of_interview, candidate.invited.interview_id)
    (take,) = takes[candidate.invited.question_ids[0]]
    assert (take.missing, take.chunks >= 3, take.size > 10_000) == (0, True, True)
    assert (await database.read(journal.verify, candidate.invited.interview_id)).broken_at is None
    assert candidate.faults == []


@pytest.mark.needs("chromium")
async def test_what_was_typed_offline_survives_a_reload_and_a_lost_network(
    context: BrowserContext, live_server: LiveServer, database: Database
) -> None:
    candidate = await visit(context, live_server, database, follow_up=False)
    await candidate.text.fill("first words")
    await candidate.saved()
    live_server.kill()
    await candidate.text.fill("first words and those nobody has seen")
    await expect(candidate.page.locator("nh-saved")).to_have_attribute("data-state", "on_device")
    await candidate.page.wait_for_timeout(1500)  # the draft moves into the queue
    await live_server.start()
    await candidate.page.reload()
    await expect(candidate.heading).to_have_text(TEXTS[0])
    await expect(candidate.text).to_have_value("first words and those nobody has seen")
    await candidate.saved()
    await candidate.has_given(0, "first words and those nobody has seen")

    await context.set_offline(True)
    await candidate.text.fill("offline")
    await candidate.press("I'm done")
    await expect(candidate.page.locator(".stage-wait")).to_contain_text("goes on by itself")
    await context.set_offline(False)
    await expect(candidate.heading).to_have_text(TEXTS[1])
    await candidate.has_given(0, "offline")


@pytest.mark.needs("chromium")
async def test_a_second_tab_takes_over_and_the_first_can_take_it_back(
    context: BrowserContext, live_server: LiveServer, database: Database
) -> None:
    candidate = await visit(context, live_server, database)
    await candidate.text.fill("from the first tab")
    await candidate.saved()
    second = await context.new_page()
    await second.goto(f"{live_server.url}/interview/{candidate.invited.interview_id}")
    await expect(second.locator("textarea.stage-text")).to_have_value("from the first tab")
    await expect(candidate.heading.first).to_have_text("This interview was opened elsewhere")
    assert not await candidate.text.is_editable()
    await candidate.press("Go on here")
    await expect(candidate.text).to_be_editable()
    await expect(second.locator(".stage h1").first).to_have_text("This interview was opened elsewhere")


@pytest.mark.needs("chromium")
async def test_voice_alone_and_nothing_at_all_are_asked_about_and_the_end_is_a_receipt(
    context: BrowserContext, live_server: LiveServer, database: Database
) -> None:
    candidate = await visit(context, live_server, database, follow_up=False)
    page = candidate.page
    await page.get_by_role("radio", name="Speak").click()
    await candidate.press("Start speaking")
    await page.wait_for_timeout(1200)
    await candidate.press("I'm done")
    await expect(page.get_by_role("dialog")).to_contain_text("Add a few words in writing?")
    await candidate.press("Go on with my voice alone")
    await expect(candidate.heading).to_have_text(TEXTS[1])
    await candidate.press("I'm done")
    await expect(page.get_by_role("dialog")).to_contain_text("Nothing is written yet")
    await candidate.press("Stay here")
    await expect(candidate.heading).to_have_text(TEXTS[1])
    await candidate.press("Skip this question")
    await page.get_by_role("dialog").get_by_role("button", name="Skip this question").click()
    await expect(candidate.heading).to_have_text(TEXTS[2])
    await candidate.text.fill("Look at what changed.")
    await candidate.press("I'm done")
    await expect(candidate.heading).to_have_text("That was the last question")
    await candidate.press("Submit 2 answers")
    await page.get_by_role("dialog").get_by_role("button", name="Submit 2 answers").click()
    await page.wait_for_url("**/done")
    await expect(page.get_by_text("Your answers are in. Thank you.")).to_be_visible()
    await expect(page.locator("audio")).to_have_count(1)
    await expect(page.locator("article")).to_have_count(3)


@pytest.mark.needs("chromium")
async def test_without_a_microphone_one_is_told_and_types(
    browser: Browser, live_server: LiveServer, database: Database
) -> None:
    context = await browser.new_context()
    await context.add_init_script(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'))"
    )
    candidate = await visit(context, live_server, database, follow_up=False)
    await candidate.page.get_by_role("radio", name="Speak").click()
    await candidate.press("Start speaking")
    await expect(candidate.page.get_by_text("No microphone was found.")).to_be_visible()
    await candidate.text.fill("typed")
    await candidate.press("I'm done")
    await expect(candidate.heading).to_have_text(TEXTS[1])
    assert candidate.faults == []
    await context.close()


@pytest.mark.needs("chromium")
async def test_without_https_typing_works_and_the_check_says_what_does_not(
    tmp_path: Any, settings: Settings
) -> None:
    """Plain http off localhost: the browser gives no microphone, no camera and no crypto.randomUUID."""
    server = LiveServer(tmp_path)
    server.environment["NEUROHIRE_BASE_URL"] = f"http://interviews.test:{server.port}"
    await server.start()
    database = Database(f"sqlite:///{server.data_dir / 'neurohire.db'}")
    try:
        async with async_playwright() as playwright:
            rules = "--host-resolver-rules=MAP interviews.test 127.0.0.1"
            browser = await playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=[*CHROMIUM, rules]
            )
            context = await browser.new_context()
            server.url = f"http://interviews.test:{server.port}"
            candidate = await visit(context, server, database, follow_up=False)
            await candidate.text.fill("typed without https")
            await candidate.saved()
            await candidate.has_given(0, "typed without https")
            check = await context.new_page()
            await check.goto(f"{server.url}/interview/{candidate.invited.interview_id}/check")
            await expect(check.locator("[data-part=mic]")).to_contain_text(
                re.compile("needs https.*You can type")
            )
            await expect(check.locator("[data-part=camera]")).to_contain_text("needs https")
            await browser.close()
    finally:
        database.close()
        server.kill()
