"""Missing, denied and taken devices keep nobody out of the call, and their words say what to do."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.calls import CALL, join, shows
from tests.browser.test_call import Two, browsers, pages, two

__all__ = ["browsers", "pages", "two"]
pytestmark = pytest.mark.needs("chromium", "ffmpeg")
# the browser's own errors, which a pretended device does not have
FAULTS = """
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wanted) => {
  const faults = JSON.parse(sessionStorage.getItem("faults") ?? "{}");
  const kind = ["video", "audio"].find((one) => wanted[one] && faults[one]);
  if (kind) throw new DOMException("", faults[kind]);
  return ask(wanted);
};
"""


LIKE = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
BROWSERS = {
    f"Mozilla/5.0 (X11; Linux x86_64) {LIKE} Chrome/156.0.0.0 Safari/537.36": "calls in other tabs",
    "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0": "Firefox cannot share it",
    f"Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) {LIKE} Version/18.0 Safari/605.1.15": "Close FaceTime",
}
NAMED = "(agent) => Object.defineProperty(navigator, 'userAgent', { value: agent, configurable: true })"


async def rejoin_with(page: Page, **faults: str) -> None:
    """Leave, and come back with these faults of the devices."""
    await page.locator(".call-leave").click()
    await page.evaluate("(faults) => sessionStorage.setItem('faults', JSON.stringify(faults))", faults)
    await join(page)


async def test_whoever_lacks_devices_still_takes_part(two: Two) -> None:
    ana, rita = two.ids
    note = two.ana.locator(".call-note")
    await two.ana.evaluate(f"() => {{ {FAULTS} }}")

    await rejoin_with(two.ana, video="NotReadableError")
    await expect(note).to_contain_text("you are heard, not seen")
    await expect(note).to_contain_text("taken by another program")
    await shows(two.ana, rita, "lime")
    await expect(two.rita.locator(f'.call-tile[data-key="{ana}"] .call-face')).to_contain_text("Camera off")
    for agent, fix in BROWSERS.items():  # whatever it is called, each has its own way out
        await two.ana.evaluate(NAMED, agent)
        await rejoin_with(two.ana, video="NotReadableError")
        await expect(note).to_contain_text(fix)
    await two.ana.evaluate("sessionStorage.removeItem('faults')")  # the other program was closed
    await note.get_by_role("button", name="Try again").click()
    await shows(two.rita, ana, "red")
    await expect(note).to_have_count(0)

    await two.ana.evaluate("delete navigator.userAgent")
    await rejoin_with(two.ana, video="NotAllowedError", audio="NotAllowedError")
    await expect(note).to_contain_text("you see and hear the others")
    await expect(note).to_contain_text("sign left of the address")  # as Chromium has it
    await shows(two.ana, rita, "lime")

    await rejoin_with(two.ana, video="NotFoundError", audio="NotFoundError")
    await expect(note).to_contain_text("no camera at this computer")
    await shows(two.ana, rita, "lime")


async def test_another_camera_is_chosen_in_the_call(two: Two) -> None:
    await two.both_see()
    bar = two.ana.locator(".call-bar")
    await bar.get_by_label("Camera, microphone and speaker").click()
    menu = two.ana.locator(".call-menu")
    for label in ("Camera", "Microphone", "Speaker"):
        await expect(menu.get_by_label(label, exact=True)).to_be_visible()
    select = menu.get_by_label("Camera", exact=True)
    device = await select.locator("option").nth(1).get_attribute("value")
    await select.select_option(device)
    await two.ana.wait_for_function(f"{CALL}.media.chosen.video === {device!r}")
    await two.ana.reload()
    await two.both_see()
    assert await two.ana.evaluate(f"{CALL}.media.chosen.video") == device
