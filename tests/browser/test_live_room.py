"""The live interview in Chromium: link, waiting room, let in, room, completed, thanks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from neurohire.settings import Settings, get_settings
from tests.browser.live import LivePages, live_pages


@pytest.fixture
def settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """With live interviews."""
    monkeypatch.setenv("NEUROHIRE_LIVE_INTERVIEWS", "true")
    get_settings.cache_clear()
    return get_settings()


@pytest.fixture
async def pages(browser: Browser, settings: Settings, tmp_path: Path) -> AsyncIterator[LivePages]:
    async with live_pages(browser, tmp_path) as found:
        yield found


async def test_from_the_link_into_the_room(pages: LivePages) -> None:
    candidate, interviewer = await pages.both()
    await expect(candidate.locator(".room")).to_be_visible()
    await expect(interviewer.locator(".people-asks")).to_have_count(0)
    await candidate.reload()
    await expect(candidate.locator(".room")).to_be_visible()
    assert pages.faults == []
