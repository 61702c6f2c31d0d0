"""Joining the call takes about as long as the least that makes a call, and never hangs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from neurohire.settings import Settings, get_settings
from tests.bench.join import compare
from tests.browser.calls import CALL_FLAGS

JOINS = 12
TOLERATED = 2.0  # promised are 1.3, measured with 100 joins; these are few, and this machine is shared


@pytest.fixture
def settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """With live interviews."""
    monkeypatch.setenv("NEUROHIRE_LIVE_INTERVIEWS", "true")
    get_settings.cache_clear()
    return get_settings()


@pytest.mark.needs("chromium")
async def test_the_first_picture_comes_soon(settings: Settings, tmp_path: Path) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(CALL_FLAGS)
        )
        result = await compare(browser, tmp_path, JOINS)
        await browser.close()
    assert result.ours.hung == 0 and len(result.ours.times) == JOINS, result.ours.told("ours")
    assert result.ratio < TOLERATED, "\n".join((result.ours.told("ours"), result.bare.told("bare")))
