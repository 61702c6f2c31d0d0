"""What the browser tests of the live interview begin with."""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser

from neurohire.settings import Settings
from tests.browser.last_look import LastLook
from tests.browser.live import LivePages, live_pages

LOOK = LastLook()


@pytest.fixture
async def pages(browser: Browser, settings: Settings, tmp_path: Path) -> AsyncIterator[LivePages]:
    """A running server with one live interview, and browsers to go to it with."""
    async with live_pages(browser, tmp_path) as found:
        yield found


@pytest.fixture(scope="session", autouse=True)
def last_look() -> Iterator[None]:
    LOOK.install()
    yield
    LOOK.uninstall()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    report = yield
    LOOK.has_failed = report.failed or (LOOK.has_failed and call.when != "setup")
    return report
