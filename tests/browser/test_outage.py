"""Without network in the live room: typing goes on, the banner comes within 5 s, nothing is lost, no reload.

3 s and 30 s are real time. What is special about five minutes is that the server has forgotten the page
(after 120 s), so that it must be handed to a new one; here it forgets after 5 s and the 30 s are real.
The real five minutes: `python -m tests.browser.outage --seconds 300`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser

from neurohire.settings import Settings
from tests.browser.live import LivePages
from tests.browser.outage import BANNER_SECONDS, behind_a_network, outage

FORGETFUL = "tests.browser.short_patience_server"


@pytest.mark.parametrize(
    ("seconds", "how", "module"),
    [(3, "end_connections", "main"), (30, "go_silent", "main"), (30, "go_silent", FORGETFUL)],
    ids=["3 s, told", "30 s, silent", "longer than the server waits"],
)
async def test_the_network_goes_and_comes_back(
    browser: Browser, settings: Settings, tmp_path: Path, seconds: float, how: str, module: str
) -> None:
    async with behind_a_network(browser, tmp_path, module) as (pages, network):
        found = await outage(pages, network, getattr(network, how), seconds)
    assert found.banner <= BANNER_SECONDS, found
    assert found.reattached == (1 if module == FORGETFUL else 0), found


STAND_STILL = """(milliseconds) => new Promise((done) => {
  const [line] = neurohireInterviews.values(), { socket } = line, until = Date.now() + milliseconds;
  while (Date.now() < until);
  const moved = performance.now();
  const look = () => line.socket !== socket || (line.pinged > moved && line.quiet === 0)
    ? done(line.socket === socket) : setTimeout(look, 50);
  look();
})"""


async def test_a_page_that_stood_still_keeps_its_line(pages: LivePages) -> None:
    """A computer that is busy for some seconds has its answers waiting: the line is not at fault."""
    rita = await pages.staff()
    await rita.wait_for_function("[...neurohireInterviews.values()].every((line) => line.state === 'online')")
    assert await rita.evaluate(STAND_STILL, 7000)
