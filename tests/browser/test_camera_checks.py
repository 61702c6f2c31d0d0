"""The candidate's camera shows one face, nobody, one face, several: the feed says so, with pictures."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect
from sqlmodel import Session

from neurohire.models.interviews import Interview
from neurohire.services import incidents, journal
from neurohire.settings import Settings
from neurohire.vocabulary import PolicyMode
from tests.browser.calls import CALL_FLAGS, join
from tests.browser.faces import film
from tests.browser.live import LivePages, live_pages

pytestmark = pytest.mark.needs("chromium", "ffmpeg")


# told once while it lasts, and left for some seconds after it
TOLD = """async () => {
  const { ToldLine } = await import("/assets/js/told_line.js"), own = globalThis.setTimeout, said = [];
  let later;
  globalThis.setTimeout = (run, milliseconds) => { later = { run, milliseconds }; };
  try {
    const line = new ToldLine((kinds) => said.push(kinds.join()));
    for (const kinds of [["no_face"], ["no_face"], []]) line.take(kinds);
    later.run();
  } finally { globalThis.setTimeout = own; }
  return [said, later.milliseconds >= 5000];
}"""


def checked(db: Session, interview_id: str) -> None:
    row = db.get_one(Interview, interview_id)
    row.is_camera_checked, row.policy = True, PolicyMode.WARN


@pytest.fixture
async def pages(settings: Settings, tmp_path: Path) -> AsyncIterator[LivePages]:
    camera = film(tmp_path / "faces.mjpeg")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=[*CALL_FLAGS, f"--use-file-for-fake-video-capture={camera}"],
        )
        async with live_pages(browser, tmp_path) as found:
            await found.database.transact(checked, found.live.interview_id)
            yield found
        await browser.close()


async def noted(page: Page, kind: str) -> None:
    """In the feed, with its picture."""
    shown = page.locator(f".room-check[data-kind={kind}]").first
    await expect(shown).to_be_attached()
    await page.wait_for_function(
        "kind => document.querySelector(`.room-check[data-kind=${kind}] img`)?.naturalWidth > 0", arg=kind
    )


async def test_who_is_away_or_not_alone_is_in_the_feed_with_a_picture(pages: LivePages) -> None:
    ana, rita = await pages.both()
    await join(ana)
    own = ana.locator(".room-checks-own")
    await expect(own).to_contain_text("Your camera is checked, as you agreed")
    await rita.locator(".room-checks-chip").click()
    await expect(rita.locator(".room-checks-card")).to_contain_text("Software noted this")
    told = ana.locator(".room-checks-told")
    await expect(told).to_contain_text("You are not in the picture")
    for kind in ("no_face", "multiple_faces"):
        await noted(rita, kind)
    await expect(told.locator("b")).to_have_text([re.compile("Several people")])  # and she is back
    assert await ana.evaluate(TOLD) == [["no_face", ""], True]
    await expect(ana.locator(".room-check")).to_have_count(0)  # no feed of oneself
    found = await pages.database.read(incidents.of_interview, pages.live.rita, pages.live.interview_id)
    kinds = {one.kind.value for one in found}
    assert kinds == {"no_face", "multiple_faces"}
    entries = await pages.database.read(journal.since, pages.live.interview_id, 0, 10_000)
    assert {"incident_opened", "incident_closed"} <= {entry.kind for entry in entries}
    assert pages.faults == []


async def test_without_consent_nothing_is_sent(pages: LivePages) -> None:
    sent: list[str] = []
    ana = await pages.open()
    ana.on("request", lambda request: sent.append(request.url))
    await ana.goto(f"{pages.server.url}/i/{pages.live.token}")
    await ana.locator(".interview-enter button[type=submit]").click()
    await ana.wait_for_url(lambda address: address.endswith(("/welcome", "/waiting")))
    if ana.url.endswith("/waiting"):
        await ana.goto(ana.url.replace("/waiting", "/welcome"))
    for box in await ana.locator("input[type=checkbox]").all():
        is_check = await box.get_attribute("value") == "camera_checks"
        await box.set_checked(not is_check)
    await ana.locator("form button[type=submit]").last.click()
    rita = await pages.staff()
    await ana.locator(".waiting-ask").click()
    await rita.locator(".people-asks .people-admit").click()
    await ana.wait_for_url(lambda address: address.endswith("/room"))
    await join(ana)
    await expect(ana.locator(".room-checks-own")).to_contain_text("Your camera is not checked")
    await rita.locator(".room-checks-chip").click()
    await expect(rita.locator(".room-checks-card")).to_contain_text("did not agree")
    assert not [address for address in sent if "/frames" in address]
