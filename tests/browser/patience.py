"""How long browser tests wait: on a machine that has other work to do only what never comes is missed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.async_api import Browser, BrowserContext, expect

from tests import waiting

SECONDS = 150.0
MILLISECONDS = SECONDS * 1000
_new_context = Browser.new_context


async def until(condition: Callable[[], Any]) -> Any:
    """As in tests.waiting."""
    return await waiting.until(condition, SECONDS)


async def new_context(browser: Browser, **options: Any) -> BrowserContext:
    """A context whose pages wait as long as expectations do."""
    context = await _new_context(browser, **options)
    context.set_default_timeout(MILLISECONDS)
    return context


def be_patient() -> None:
    """From now on in this process, unless a call says otherwise."""
    expect.set_options(timeout=MILLISECONDS)
    Browser.new_context = new_context  # type: ignore[method-assign]
