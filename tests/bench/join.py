"""From the click on "Join the call" to the first picture of the other, against the least that makes a call.

python -m tests.bench.join [--joins 100]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from playwright.async_api import Browser, Page, async_playwright

from tests.bench.bare_call import bare_server
from tests.browser.calls import CALL, CALL_FLAGS, join

REACH = 1.3
HANGS_AFTER = 15.0  # seconds without a picture
# press, then wait for the first picture that is shown
FIRST_PICTURE = """([button, picture]) => new Promise((done) => {
  const began = performance.now();
  document.querySelector(button).click();
  const look = () => {
    const video = document.querySelector(picture);
    if (!video?.srcObject) return setTimeout(look, 4);
    video.requestVideoFrameCallback(() => done(performance.now() - began));
  };
  look();
})"""


@dataclass
class Joins:
    """How long each join took, in milliseconds, and how many never came."""

    times: list[float] = field(default_factory=list)
    hung: int = 0

    async def measure(self, page: Page, button: str, picture: str) -> None:
        try:
            async with asyncio.timeout(HANGS_AFTER):
                self.times.append(await page.evaluate(FIRST_PICTURE, [button, picture]))
        except TimeoutError:
            self.hung += 1

    def told(self, name: str) -> str:
        p90 = quantiles(self.times, n=10)[-1] if len(self.times) > 1 else self.times[0]
        return (
            f"{name:10} {len(self.times)} joins, median {median(self.times):.0f} ms, p90 {p90:.0f} ms, "
            f"longest {max(self.times):.0f} ms, {self.hung} hung"
        )


@dataclass
class Result:
    ours: Joins
    bare: Joins

    @property
    def ratio(self) -> float:
        return median(self.ours.times) / median(self.bare.times)


async def compare(browser: Browser, folder: Path, joins: int) -> Result:
    """One after the other and in turn, so that both meet the same load of the machine."""
    from tests.browser.live import live_pages  # it asks for the settings

    result = Result(Joins(), Joins())
    async with live_pages(browser, folder) as pages, bare_server() as address:
        candidate, rita = await pages.both()
        await join(rita)
        await join(candidate)
        tile = f'.call-tile[data-key="{pages.live.rita.journal_name}"] video'
        bare = [await pages.open() for _ in range(2)]
        for page in bare:
            await page.goto(address)
        await bare[0].locator("button").click()
        for _ in range(joins):
            await candidate.locator(".call-leave").click()
            await rita.wait_for_function(f"{CALL}.peers.size === 0")
            await candidate.bring_to_front()
            await result.ours.measure(candidate, ".call-join", tile)
            await bare[1].bring_to_front()
            await result.bare.measure(bare[1], "button", "video")
            await bare[1].evaluate("leave()")
    return result


async def main(joins: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "NEUROHIRE_LIVE_INTERVIEWS": "true",
            "NEUROHIRE_SECRET": "s" * 48,
            "NEUROHIRE_DATA_DIR": folder,
        }
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=list(CALL_FLAGS)
            )
            result = await compare(browser, Path(folder), joins)
            await browser.close()
    print(result.ours.told("NeuroHire"))
    print(result.bare.told("bare"))
    print(f"{result.ratio:.2f} times the bare join; to reach: {REACH}, none hung")
    return 0 if result.ratio <= REACH and not result.ours.hung else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--joins", type=int, default=100)
    raise SystemExit(asyncio.run(main(parser.parse_args().joins)))
