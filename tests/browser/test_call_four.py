"""Four people in one call, all of them sharing a screen: everybody sees everybody, and the layout holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect
from sqlmodel import Session

from neurohire import clock
from neurohire.models.interviews import InterviewMember
from neurohire.settings import Settings
from tests.browser.calls import CALL, frames, join
from tests.browser.live import LivePages, live_pages
from tests.browser.test_call import browsers, settings

__all__ = ["browsers", "settings"]
# twelve streams each way on two busy cores
pytestmark = [pytest.mark.needs("chromium", "ffmpeg"), pytest.mark.timeout(600)]
PEOPLE = ("ana", "rita", "ben", "stranger")
SECONDS = 90_000
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


async def test_four_people_share_at_once(
    browsers: dict[str, Browser], settings: Settings, tmp_path: Path
) -> None:
    async with live_pages(browsers["lime"], tmp_path) as pages:
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
