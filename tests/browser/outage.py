"""The network to the server is away in the live room while both go on working; the real five minutes by

    python -m tests.browser.outage --seconds 300

which prints what was measured. Everything in it is real: browsers, server, time. Only the network is a relay
that stops to carry anything (tests/network.py).
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, async_playwright, expect

from neurohire.services import documents, journal
from tests.browser.live import LivePages, live_pages
from tests.browser.test_room_editor import ready
from tests.conftest import CHROMIUM
from tests.network import Network, running_network

EDITOR = "document.querySelector('.room-editor-code').editor"
BANNER_SECONDS = 5.0
WATCH = """() => {
  globalThis.wasHere = true;
  globalThis.bannerAt = null;
  const banner = document.querySelector("nh-banner");
  new MutationObserver(() => { if (banner.dataset.state === "offline") globalThis.bannerAt ??= Date.now(); })
    .observe(banner, { attributes: true });
}"""
# from the key to the letter in the page, the slowest of all
TYPE_AND_TIME = f"""() => {{
  globalThis.slowestKey = 0;
  addEventListener("keydown", () => {{
    const began = performance.now(), before = {EDITOR}.view.state.doc.length;
    const look = () => {EDITOR}.view.state.doc.length > before
      ? (globalThis.slowestKey = Math.max(globalThis.slowestKey, performance.now() - began))
      : requestAnimationFrame(look);
    look();
  }}, true);
}}"""


@dataclass
class Found:
    """What one outage was like; seconds."""

    banner: float
    slowest_key: float
    back: float
    reattached: int
    typed: int


async def text(page: Page) -> str:
    return str(await page.evaluate(f"{EDITOR}.getText()"))


async def say(page: Page, words: str) -> None:
    await page.locator(".chat-box textarea").fill(words)
    await page.locator(".chat-box textarea").press("Enter")


async def type_for(page: Page, letter: str, seconds: float) -> int:
    """Line after line until the time is over: how many letters."""
    typed, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        await page.keyboard.type(letter * 5, delay=40)
        typed += 5
        await asyncio.sleep(0.2 if seconds < 60 else 1)
    return typed


@asynccontextmanager
async def behind_a_network(
    browser: Browser, folder: Path, module: str = "main"
) -> AsyncIterator[tuple[LivePages, Network]]:
    """A server that pages reach by the network only: its address is the network's."""
    async with (
        running_network() as network,
        live_pages(browser, folder, module=module, BASE_URL=network.url) as pages,
    ):
        network.server_port, pages.server.url = pages.server.port, network.url
        yield pages, network


async def enter(pages: LivePages) -> tuple[Page, Page]:
    """(candidate, interviewer), with what measures."""
    ana, rita = await pages.both()
    for page in (ana, rita):
        await ready(page)
        await expect(page.locator(".cm-content[data-language=python]")).to_be_visible()
        await page.evaluate(WATCH)
        await page.evaluate(TYPE_AND_TIME)
    return ana, rita


async def outage(pages: LivePages, network: Network, cut: Callable[[], None], seconds: float) -> Found:
    """Typing and a chat line on both sides while it lasts; raises where anything was lost."""
    ana, rita = await enter(pages)
    for page in (ana, rita):
        await page.click(".room-editor .cm-content")
    cut()
    began = time.time()
    a, r = await asyncio.gather(type_for(ana, "a", seconds), type_for(rita, "r", seconds))
    assert (await text(ana)).count("a") == a, "typing was blocked"
    assert (await text(rita)).count("r") == r, "typing was blocked"
    slowest = max([await page.evaluate("slowestKey / 1000") for page in (ana, rita)])
    await say(ana, "said while offline")
    await say(rita, "said meanwhile")
    while time.time() < began + seconds:
        await asyncio.sleep(0.1)
    shown = [await page.evaluate("(bannerAt ?? Infinity) / 1000") for page in (ana, rita)]
    network.come_back()
    returned = time.monotonic()
    await _equal(pages, ana, rita, a + r)
    back = time.monotonic() - returned
    for page in (ana, rita):
        for words in ("said while offline", "said meanwhile"):
            await expect(page.locator(".chat-line .chat-words", has_text=words)).to_have_count(1)
        await expect(page.locator(".chat-line.is-waiting")).to_have_count(0)
        assert await page.evaluate("globalThis.wasHere"), "the page was loaded again"
        await _page_lives(page)
    said = [entry.body for entry in await _entries(pages) if entry.kind == "chat_sent"]
    assert len(said) == 2
    assert pages.faults == []
    reattached = [await page.evaluate("neurohirePage.reattached") for page in (ana, rita)]
    return Found(max(shown) - began, slowest, back, min(reattached), a + r)


async def _equal(pages: LivePages, ana: Page, rita: Page, letters: int) -> None:
    """Both see every letter, and so does the database."""
    async with asyncio.timeout(60):
        while True:
            seen = {await text(ana), await text(rita)}
            if len(seen) == 1 and len(found := seen.pop()) >= letters:
                break
            await asyncio.sleep(0.05)
    for page in (ana, rita):
        await page.wait_for_function(f"{EDITOR}.waiting === 0")
    assert found.count("a") + found.count("r") == letters
    kept = await pages.database.read(documents.text, pages.live.interview_id)
    assert kept == found, (
        f"kept {len(kept)}, seen {len(found)}, a {kept.count('a')}, r {kept.count('r')}: {kept[-200:]!r}"
    )


async def _page_lives(page: Page) -> None:
    """NiceGUI's own line is up again, too, by the same page or anew."""
    await page.wait_for_function("neurohirePage.state === 'online' && socket.connected")


async def _entries(pages: LivePages) -> list[Any]:
    return await pages.database.read(journal.since, pages.live.interview_id, 0, 10_000)


async def main(seconds: float) -> None:
    with tempfile.TemporaryDirectory() as name:
        os.environ["NEUROHIRE_DATA_DIR"] = name
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=list(CHROMIUM)
            )
            async with behind_a_network(browser, Path(name)) as (pages, network):
                print(await outage(pages, network, network.go_silent, seconds))
            await browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=300)
    asyncio.run(main(parser.parse_args().seconds))
