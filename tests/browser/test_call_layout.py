"""The call in the right column and over the editor: nothing is cut off or covered, however many there are."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import product
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from neurohire.settings import Settings
from tests.browser.calls import CALL, join
from tests.browser.live import live_pages

pytestmark = [pytest.mark.needs("chromium")]
SIZES: tuple[ViewportSize, ...] = ({"width": 1440, "height": 900}, {"width": 1280, "height": 800})
NAMES = ("Ana Ruiz", "Benjamin Oluwaseun-Fitzgerald", "Chris Day")
LAYOUTS = ("side", "strip", "focus")
# others who have a picture and no connection: one page is enough to see where they stand
PRETEND = f"""([names, isSharing]) => {{
  const call = {CALL};
  const picture = (width, height) => {{
    const canvas = Object.assign(document.createElement("canvas"), {{ width, height }});
    canvas.getContext("2d").fillRect(0, 0, width, height);
    return canvas.captureStream(1);
  }};
  call.shown = () => {{}};                    // what the server says of who is in the call
  call.peers.clear();
  const media = {{ microphone: false, screen: isSharing }};
  call.people = names.map((name) => ({{ id: name, name, media }}));
  for (const name of names) {{
    const streams = {{ camera: picture(160, 90), ...(isSharing && {{ screen: picture(320, 180) }}) }};
    const pc = {{ getStats: async () => new Map() }}, quality = {{ word: "weak" }}, state = "connected";
    const nothing = {{ isStuck: () => false, limit() {{}}, close() {{}}, replace() {{}}, share() {{}} }};
    const about = {{ id: name, name, seat: "interviewer", state, isConnected: true }};
    call.peers.set(name, {{ ...about, streams, pc, quality, ...nothing }});
  }}
  call.media.faults = {{}};
  call.tell();
}}"""
FAULT = (
    f"""() => {{ {CALL}.media.faults = {{ video: "busy" }}; {CALL}.media.drop("video"); {CALL}.tell(); }}"""
)
LAY_OUT = """(layout) => {
  dispatchEvent(new CustomEvent("nh-call-layout", { detail: layout }));
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
WRONG = """() => {
  const wrong = [], place = (element) => element.getBoundingClientRect();
  const find = (name) => document.querySelector(name);
  const call = find(".call"), chat = place(find(".chat")), within = 1;
  if (place(call).bottom > chat.top + within) wrong.push("the call lies over the chat");
  const seen = [call.clientHeight, call.scrollHeight];
  if (seen[1] > seen[0] + within) wrong.push(`seen of the call: ${seen}`);
  if (chat.bottom > place(find(".room-right")).bottom + within) wrong.push("the chat is cut off");
  if (place(find(".room-bar")).bottom > innerHeight + within) wrong.push("the bar is cut off");
  for (const one of document.querySelectorAll(".call-tile, .call .button, .call-bar .button")) {
    if (!one.offsetWidth) continue;
    const { left, right, top, bottom } = place(one), name = one.dataset.key ?? one.className;
    const outer = place(one.closest(".call-stage, .call, .room-bar"));
    const isBeside = left < outer.left - within || right > outer.right + within;
    const isOut = isBeside || top < outer.top - within || bottom > outer.bottom + within;
    if (isOut) wrong.push(`${name} sticks out`);
    for (const y of [top + 3, bottom - 3]) {
      const there = document.elementFromPoint((left + right) / 2, y);
      if (!one.contains(there)) wrong.push(`${there?.className} lies over ${name}`);
    }
  }
  return wrong;
}"""


@pytest.fixture
async def rita(browser: Browser, settings: Settings, tmp_path: Path) -> AsyncIterator[Page]:
    """Her page, in the room."""
    async with live_pages(browser, tmp_path) as pages:
        yield await pages.staff()
        assert pages.faults == []


async def test_the_call_has_its_place_however_many_there_are(rita: Page) -> None:
    for size in SIZES:
        await rita.set_viewport_size(size)
        await expect(rita.locator(".call-join")).to_be_visible()
        assert await rita.evaluate(WRONG) == [], size
    await join(rita)
    for is_sharing, has_fault in product((False, True), (False, True)):
        if is_sharing != await rita.evaluate(f"Boolean({CALL}.media.screen)"):
            await rita.locator(".call-share").click()
            await rita.wait_for_function(f"Boolean({CALL}.media.screen) === {str(is_sharing).lower()}")
        for size, count in product(SIZES, (1, 2, 3)):
            await rita.set_viewport_size(size)
            await rita.evaluate(PRETEND, [NAMES[:count], is_sharing])
            if has_fault:
                await rita.evaluate(FAULT)
            for layout in LAYOUTS:
                await rita.evaluate(LAY_OUT, layout)
                case = (size, count, layout, is_sharing, has_fault)
                await expect(rita.locator(".call-tile")).to_have_count((count + 1) * (1 + is_sharing))
                assert await rita.evaluate(WRONG) == [], case
