"""The call between real browsers, with cameras of known colours."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from neurohire.settings import Settings
from tests.browser.calls import CALL, are_same, coloured_browsers, frames, hold_connections, join, shows
from tests.browser.live import LivePages, live_pages

pytestmark = pytest.mark.needs("chromium", "ffmpeg")


@pytest.fixture
async def browsers(tmp_path: Path) -> AsyncIterator[dict[str, Browser]]:
    async with coloured_browsers(tmp_path, ("red", "lime")) as found:
        yield found


@dataclass
class Two:
    """Ana (red) and Rita (lime), both in the call."""

    pages: LivePages
    ana: Page
    rita: Page

    @property
    def ids(self) -> tuple[str, str]:
        return self.pages.live.grant.journal_name, self.pages.live.rita.journal_name

    async def both_see(self) -> None:
        ana, rita = self.ids
        await shows(self.rita, ana, "red")
        await shows(self.ana, rita, "lime")


@pytest.fixture
async def pages(browsers: dict[str, Browser], settings: Settings, tmp_path: Path) -> AsyncIterator[LivePages]:
    async with live_pages(browsers["lime"], tmp_path) as found:
        yield found


@pytest.fixture
async def two(pages: LivePages, browsers: dict[str, Browser]) -> AsyncIterator[Two]:
    rita = await pages.staff()
    pages.browser = browsers["red"]
    ana = await pages.candidate()
    await ana.locator(".waiting-ask").click()
    await rita.locator(".people-asks .people-admit").click()
    await ana.wait_for_url(lambda address: address.endswith("/room"))
    await join(rita)
    await join(ana)
    yield Two(pages, ana, rita)
    assert pages.faults == []


async def test_both_see_each_other_and_a_reload_brings_the_picture_back(two: Two) -> None:
    await two.both_see()
    await two.ana.reload()
    await two.both_see()  # she is in the call again by herself
    await two.ana.locator(".call-leave").click()
    await expect(two.rita.locator(f'.call-tile[data-key="{two.ids[0]}"]')).to_have_count(0)
    await join(two.ana)
    await two.both_see()


async def test_sharing_stops_by_the_button_and_by_the_browsers_own_bar(two: Two) -> None:
    ana, rita = two.ids
    await two.ana.locator(".call-share").click()
    screen = two.rita.locator(f'.call-tile[data-key="{ana}/screen"] video')
    await expect(screen).to_be_visible()
    await frames(two.rita, f"{ana}/screen")
    await two.rita.locator(".call-share").click()  # both at once
    await frames(two.ana, f"{rita}/screen")
    await two.ana.locator(".call-share").click()
    await expect(screen).to_have_count(0)
    await two.ana.locator(".call-share").click()
    await frames(two.rita, f"{ana}/screen")
    await two.ana.evaluate(f"{CALL}.media.screen.getVideoTracks()[0].dispatchEvent(new Event('ended'))")
    await expect(screen).to_have_count(0)
    await expect(two.ana.locator(".call-share")).to_have_attribute("aria-pressed", "false")
    await two.both_see()


async def test_mute_and_camera_off_are_seen_on_the_other_side(two: Two) -> None:
    await two.both_see()
    ana, _ = two.ids
    tile = two.rita.locator(f'.call-tile[data-key="{ana}"]')
    await two.ana.keyboard.press("m")
    await expect(tile.locator(".i-mic-off")).to_be_visible()
    await two.ana.keyboard.press("m")
    await expect(tile.locator(".i-mic-off")).to_have_count(0)
    await two.ana.keyboard.press("v")
    await expect(tile.locator(".call-face")).to_contain_text("Camera off")
    assert await two.ana.evaluate(f"{CALL}.media.local.getVideoTracks().length") == 0
    await two.ana.keyboard.press("v")
    await two.both_see()


async def test_a_killed_line_does_not_touch_the_picture(two: Two) -> None:
    await two.both_see()
    for page in (two.ana, two.rita):
        await hold_connections(page)
        await page.evaluate("[...neurohireInterviews.values()][0].socket.close()")
    for page, other in ((two.ana, two.ids[1]), (two.rita, two.ids[0])):
        await page.wait_for_function("[...neurohireInterviews.values()][0].state === 'online'")
        await frames(page, other)
        assert await are_same(page)


async def test_a_killed_and_restarted_server_does_not_end_the_call(two: Two) -> None:
    await two.both_see()
    for page in (two.ana, two.rita):
        await hold_connections(page)
        await page.evaluate("globalThis.sameDocument = true")
    two.pages.server.kill()
    for page, other in ((two.ana, two.ids[1]), (two.rita, two.ids[0])):
        await frames(page, other)
    await two.pages.server.start()
    for page in (two.ana, two.rita):
        await page.wait_for_function(f"{CALL}.people.length === 2")
        assert await page.evaluate("globalThis.sameDocument") and await are_same(page)
    await two.both_see()
    await two.ana.locator(".call-share").click()  # the line carries the call again
    await frames(two.rita, f"{two.ids[0]}/screen")


async def test_a_connection_that_broke_is_made_anew(two: Two) -> None:
    await two.both_see()
    await hold_connections(two.rita)
    await two.rita.evaluate("heldPcs[0].close()")
    await two.rita.wait_for_function(
        f"[...{CALL}.peers.values()].some((peer) => !heldPcs.includes(peer.pc) && peer.isConnected)",
    )
    await two.both_see()
