"""Four people in one call, all of them sharing a screen: everybody sees everybody, and the layout holds."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect
from sqlmodel import Session

from neurohire import clock
from neurohire.models.interviews import InterviewMember
from neurohire.settings import Settings
from tests.browser.calls import CALL, CALL_FLAGS, frames, join
from tests.browser.live import LivePages, live_pages

pytestmark = [pytest.mark.needs("chromium", "ffmpeg")]
PEOPLE = ("ana", "rita", "ben", "stranger")
# Twenty-four streams are written and read by this one machine, where each person has a computer of his own:
# pictures are small and few. Who offers, who shows what and where it stands is as with large ones.
FILM = ("-f", "lavfi", "-i", "color=lime:size=160x120:rate=5:duration=2", "-pix_fmt", "yuv420p")
SMALL_SCREEN = """
const ask = navigator.mediaDevices.getDisplayMedia.bind(navigator.mediaDevices);
const small = { width: { max: 320 }, height: { max: 180 }, frameRate: { max: 3 } };
navigator.mediaDevices.getDisplayMedia = (wanted) => ask({ ...wanted, video: { ...wanted.video, ...small } });
"""
# tiles that stick out of the box they stand in, or lie over each other
MISPLACED = """() => {
  const wrong = [], within = 1;
  for (const box of document.querySelectorAll(".call-stage, .call-strip")) {
    if (!box.offsetWidth) continue;
    const outer = box.getBoundingClientRect(), tiles = [...box.querySelectorAll(".call-tile")];
    const places = tiles.map((tile) => [tile.dataset.key, tile.getBoundingClientRect()]);
    const sticksOut = (one) => one.left < outer.left - within || one.right > outer.right + within;
    const meet = (one, two) => one.left < two.right - within && two.left < one.right - within;
    const level = (one, two) => one.top < two.bottom - within && two.top < one.bottom - within;
    places.forEach(([key, one], place) => {
      if (sticksOut(one) || one.bottom > outer.bottom + within) wrong.push(key);
      for (const [other, two] of places.slice(place + 1)) {
        if (meet(one, two) && level(one, two)) wrong.push(`${key} over ${other}`);
      }
    });
  }
  return wrong;
}"""


@pytest.fixture
async def small(tmp_path: Path) -> AsyncIterator[Browser]:
    """A browser whose camera gives five small pictures a second."""
    film = tmp_path / "small.y4m"
    command = ["ffmpeg", "-v", "error", "-y", *FILM, str(film)]
    await asyncio.to_thread(subprocess.run, command, check=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=[*CALL_FLAGS, f"--use-file-for-fake-video-capture={film}"],
        )
        yield browser
        await browser.close()


def fourth(db: Session, pages: LivePages) -> None:
    """One interviewer more than the others."""
    db.add(
        InterviewMember(
            interview_id=pages.live.interview_id,
            user_id=pages.live.stranger.user_id,
            is_interviewer=True,
            created_at=clock.now(),
        )
    )


async def all_in(pages: LivePages) -> dict[str, Page]:
    await pages.database.transact(fourth, pages)
    ana, rita = await pages.both()
    found = {"ana": ana, "rita": rita, "ben": await pages.staff("ben")}
    found["stranger"] = await pages.staff("stranger")
    for page in found.values():
        await join(page)
    return found


async def test_four_people_share_at_once(small: Browser, settings: Settings, tmp_path: Path) -> None:
    async with live_pages(small, tmp_path) as pages:
        pages.script = SMALL_SCREEN
        found = await all_in(pages)
        ids = {name: pages.live.who(name).journal_name for name in PEOPLE}
        for page in found.values():
            await page.locator(".call-share").click()
        for name, page in found.items():
            for other in PEOPLE:
                if other != name:
                    await frames(page, ids[other])
                    await frames(page, f"{ids[other]}/screen")
            assert await page.evaluate(f"{CALL}.peers.size") == 3
        rita = found["rita"]
        for size in ({"width": 1440, "height": 900}, {"width": 1280, "height": 800}):
            await rita.set_viewport_size(size)  # type: ignore[arg-type]
            for layout, large in (("side", 0), ("focus", 3), ("strip", 0)):
                await rita.evaluate(
                    "(layout) => dispatchEvent(new CustomEvent('nh-call-layout', { detail: layout }))", layout
                )
                tiles = rita.locator(".call-stage .call-tile")
                await expect(tiles).to_have_count(large)
                await expect(rita.locator(".call-tile")).to_have_count(8)
                assert await rita.evaluate(MISPLACED) == [], (size, layout)
        assert pages.faults == []
