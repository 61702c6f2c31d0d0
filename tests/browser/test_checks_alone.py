"""Checks of the camera in an interview taken alone: the sign, incidents, the report, the answer."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect
from sqlmodel import Session

from neurohire.database import Database
from neurohire.models.interviews import Interview
from neurohire.services import incident_report, incidents
from neurohire.settings import Settings
from neurohire.vocabulary import PolicyMode
from tests.browser.calls import CALL_FLAGS
from tests.browser.faces import film
from tests.browser.patience import until
from tests.candidates import Invited, invite
from tests.live_server import LiveServer
from tests.people import PASSWORD

pytestmark = pytest.mark.needs("chromium", "ffmpeg")


def checked(db: Session) -> Invited:
    found = invite(db)
    row = db.get_one(Interview, found.interview_id)
    row.is_camera_checked, row.policy = True, PolicyMode.WARN
    return found


class Candidate:
    """Ana in a browser whose camera shows the film."""

    def __init__(self, page: Page, server: LiveServer, database: Database, invited: Invited) -> None:
        self.page, self.server, self.database, self.invited = page, server, database, invited
        self.faults: list[str] = []
        self.sent: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: self.sent.append(request.url))

    async def begin(self, *kinds: str) -> None:
        """From the link to the first question, agreeing to these."""
        page = self.page
        await page.goto(f"{self.server.url}/i/{self.invited.token}")
        await expect(page.get_by_text("Your camera is checked, if you agree")).to_be_visible()
        await page.get_by_role("button", name="Continue").click()
        for kind in kinds:
            await page.locator(f"input[value={kind}]").check()
        await page.get_by_role("button", name="Save and go on").click()
        await page.wait_for_url(lambda address: address.endswith("/check"))
        await page.goto(f"{self.server.url}/interview/{self.invited.interview_id}")
        await page.get_by_role("button", name="Start").click()
        await expect(page.locator(".stage-question")).to_be_visible()

    async def kinds(self) -> set[str]:
        found = await self.database.read(
            incidents.of_interview, self.invited.actor, self.invited.interview_id
        )
        return {one.kind.value for one in found}

    async def hand_in(self) -> None:
        for _ in range(3):
            heading = await self.page.locator(".stage h1").inner_text()
            await self.page.get_by_role("button", name="Skip").click()
            await self.page.locator("dialog .button-primary").click()
            await expect(self.page.locator(".stage h1")).not_to_have_text(heading)
        await self.page.locator(".stage-card .button-primary").click()
        await self.page.locator("dialog .button-primary").click()
        await self.page.wait_for_url(lambda address: address.endswith("/done"))


@pytest.fixture
async def ana(settings: Settings, tmp_path: Path) -> AsyncIterator[Candidate]:
    camera = film(tmp_path / "faces.mjpeg")
    server = LiveServer(tmp_path, SECRET=settings.secret_key())
    try:
        await server.start()
        database = Database(f"sqlite:///{server.data_dir / 'neurohire.db'}")
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=shutil.which("chromium"),
                args=[*CALL_FLAGS, f"--use-file-for-fake-video-capture={camera}"],
            )
            context = await browser.new_context(
                viewport={"width": 1440, "height": 900}, permissions=["microphone", "camera"]
            )
            page = await context.new_page()
            yield Candidate(page, server, database, await database.transact(checked))
            await context.close()
            await browser.close()
        database.close()
    finally:
        server.kill()


async def test_what_lasts_is_noted_judged_and_answered(ana: Candidate) -> None:
    page = ana.page
    await ana.begin("answers", "camera_checks")
    await expect(page.locator(".stage-checks")).to_have_attribute("data-state", "watched")
    told = page.locator(".stage-told")
    await expect(told).to_contain_text("You are not in the picture")
    await expect(told.locator("b")).to_have_text([re.compile("Several people")])  # and she is back
    await expect(page.locator(".stage-self")).to_have_count(0)  # not asked for, and not needed for the checks

    async def both() -> bool:
        return await ana.kinds() == {"no_face", "multiple_faces"}

    await until(both)
    await ana.hand_in()
    await expect(page.locator("#noted")).to_contain_text("Nobody in the picture")
    await page.locator("#noted textarea").first.fill("I bent down for my pen.")
    await page.get_by_role("button", name="Keep my words").click()
    await expect(page.locator("#noted")).to_contain_text("Your words are kept")
    await page.goto(f"{ana.server.url}/login")
    await page.locator("input[name=email]").fill(ana.invited.actor.email)
    await page.locator("input[type=password]").fill(PASSWORD)
    await page.locator("button[type=submit]").last.click()
    await page.wait_for_url(lambda address: "/login" not in address)
    await page.goto(f"{ana.server.url}/interviews/{ana.invited.interview_id}/report")
    row = page.locator(".noted", has_text="I bent down for my pen.")
    await expect(row).to_be_visible()
    width = "document.querySelector('.noted-picture img').getBoundingClientRect().width"
    await page.wait_for_function(f"{width} > 80 && {width} < 400")  # as a small picture
    await row.get_by_role("button", name="Dismiss").click()
    await expect(row).to_contain_text("Dismissed")
    assert ana.faults == []


async def test_without_consent_no_picture_leaves_the_browser(ana: Candidate) -> None:
    await ana.begin("answers", "camera")
    await expect(ana.page.locator(".stage-checks")).to_have_attribute("data-state", "not_watched")
    await expect(ana.page.locator(".stage-self video")).to_be_visible()
    await ana.page.wait_for_function("document.querySelector('.stage-self video').videoWidth > 0")
    await ana.hand_in()
    await expect(ana.page.locator("h1")).to_contain_text("Your answers are in")
    checks = await ana.database.read(incident_report.get, ana.invited.actor, ana.invited.interview_id)
    assert (checks.has_agreed, checks.was_checked, checks.incidents) == (False, False, [])
    assert not [address for address in ana.sent if "/frames" in address]
