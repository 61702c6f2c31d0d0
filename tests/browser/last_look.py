"""What the pages showed when a browser test failed, told with the failure."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from typing import Any

from playwright.async_api import Browser, BrowserContext, Error

LETTERS = 1_500  # of each page
# and how its lines to the server are
LOOK = """() => [...(globalThis.neurohireInterviews?.entries() ?? [])]
    .map(([key, { state, closedBy }]) => `line ${key}: ${state} ${closedBy ?? ""}`)
    .concat(`page: ${globalThis.neurohirePage?.state ?? ""}`, document.body.innerText).join("\\n")"""
SECONDS = 3.0


class LastLook:
    """Prints the address and text of every page that is open when a context closes after a failure."""

    def __init__(self) -> None:
        self.has_failed = False
        self._closes = {kind: kind.close for kind in (BrowserContext, Browser)}

    def install(self) -> None:
        for kind, close in self._closes.items():
            kind.close = self._looking(close)  # type: ignore[method-assign]

    def uninstall(self) -> None:
        for kind, close in self._closes.items():
            kind.close = close  # type: ignore[method-assign]

    def _looking(self, close: Any) -> Any:
        async def look_and_close(of: Browser | BrowserContext, **options: Any) -> None:
            if self.has_failed or isinstance(sys.exc_info()[1], Exception):
                for context in of.contexts if isinstance(of, Browser) else [of]:
                    await self._tell(context)
            await close(of, **options)

        return look_and_close

    async def _tell(self, context: BrowserContext) -> None:
        for page in context.pages:
            text = "(does not answer)"
            with suppress(Error, TimeoutError):
                async with asyncio.timeout(SECONDS):
                    text = await page.evaluate(LOOK)
            print(f"── {page.url}\n{text[:LETTERS]}")
