"""A call between Chromium and another engine, whoever of the two comes first."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from neurohire.settings import Settings
from tests.api.test_access_matrix import session_cookie
from tests.browser.calls import COLOURS, frames, join, shows
from tests.browser.engine import Engine
from tests.browser.live import LivePages, live_pages
from tests.browser.test_call import browsers
from tests.rooms.live import RoomPage, admit

__all__ = ["browsers"]
pytestmark = pytest.mark.needs("chromium", "ffmpeg")


def needs_an_address() -> None:
    """This engine leaves the loopback out."""
    with socket.socket(type=socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing
            own = probe.getsockname()[0]
        except OSError:
            own = "127.0.0.1"
    if own.startswith("127."):
        pytest.skip("this machine has no address but the loopback")


def page_of(pages: LivePages, settings: Settings) -> RoomPage:
    """Ana's operation socket."""
    cookie = f"session={session_cookie(settings, pages.live.sessions['ana'])}"
    page = RoomPage(pages.server.url, cookie, pages.live.interview_id, "ana")
    page.origin = pages.server.url
    return page


async def test_chromium_and_another_engine_see_each_other(
    browsers: dict[str, Browser], settings: Settings, tmp_path: Path
) -> None:
    needs_an_address()
    async with live_pages(browsers["lime"], tmp_path) as pages:
        await pages.database.transact(admit, pages.live)
        rita = await pages.staff()
        for first in ("chromium", "aiortc"):
            async with page_of(pages, settings) as page:
                if first == "chromium":
                    await join(rita)
                async with Engine(page) as engine:
                    if first == "aiortc":
                        await join(rita)
                    await they_see_each_other(rita, engine, pages.live.grant.journal_name)
            await rita.locator(".call-leave").click()
        assert pages.faults == []


async def they_see_each_other(rita: Page, engine: Engine, ana: str) -> None:
    """By the colours of their cameras, also after a second offer in the running call."""
    await shows(rita, ana, "red")
    await engine.sees(COLOURS["lime"])
    await rita.locator(".call-share").click()
    await frames(rita, "me/screen")
    await expect(rita.locator(f'.call-tile[data-key="{ana}"]')).to_contain_text("connection")
    await shows(rita, ana, "red")
