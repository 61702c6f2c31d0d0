"""Two browsers at one live interview on a real server: the candidate's and an interviewer's."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, expect

from neurohire.database import Database
from neurohire.settings import get_settings
from tests.live_server import LiveServer
from tests.people import PASSWORD
from tests.rooms.live import Live, make_room

NOTHING_WAITS = "[...neurohireInterviews.values()].every((line) => line.waiting === 0)"


@dataclass
class LivePages:
    """A server with one live interview, and browsers to go to it with."""

    browser: Browser
    server: LiveServer
    database: Database
    live: Live
    faults: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)
    script: str = ""  # runs first in every page

    async def open(self, **options: Any) -> Page:
        """A browser of its own with camera and microphone; faults of its pages are collected."""
        size = options.pop("viewport", {"width": 1440, "height": 900})
        permissions = options.pop("permissions", ["microphone", "camera"])
        context = await self.browser.new_context(viewport=size, permissions=permissions, **options)
        self.contexts.append(context)
        if self.script:
            await context.add_init_script(self.script)
        page = await context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        return page

    async def staff(self, name: str = "rita", **options: Any) -> Page:
        """This colleague, signed in, in the room."""
        page = await self.open(**options)
        await self.sign_in(page, name)
        await page.goto(f"{self.server.url}/rooms/{self.live.interview_id}")
        await expect(page.locator(".room")).to_be_visible()
        return page

    async def sign_in(self, page: Page, name: str) -> None:
        await page.goto(f"{self.server.url}/login")
        await page.locator("input[name=email]").fill(self.live.who(name).email)  # type: ignore[union-attr]
        await page.locator("input[type=password]").fill(PASSWORD)
        await page.locator("button[type=submit]").last.click()
        await page.wait_for_url(lambda address: "/login" not in address)

    async def candidate(self, **options: Any) -> Page:
        """Ana, by her link and her choices, in the waiting room."""
        page = await self.open(**options)
        await page.goto(f"{self.server.url}/i/{self.live.token}")
        await page.locator(".interview-enter button[type=submit]").click()
        await page.wait_for_url(re.compile(r"/(welcome|waiting)$"))
        if page.url.endswith("/welcome"):
            for box in await page.locator("input[type=checkbox]").all():
                await box.check()
            await page.locator("form button[type=submit]").last.click()
        await page.wait_for_url(re.compile(r"/waiting$"))
        await expect(page.locator(".waiting")).to_be_visible()
        return page

    async def both(self) -> tuple[Page, Page]:
        """(candidate, interviewer), both in the room."""
        interviewer = await self.staff()
        candidate = await self.candidate()
        await candidate.locator(".waiting-ask").click()
        await interviewer.locator(".people-asks .people-admit").click()
        await candidate.wait_for_url(re.compile(r"/room$"))
        await expect(candidate.locator(".room")).to_be_visible()
        return candidate, interviewer

    async def saved(self, page: Page) -> None:
        """Until the server has everything that was typed."""
        await page.wait_for_function(NOTHING_WAITS)


@asynccontextmanager
async def live_pages(browser: Browser, folder: Path, **settings: str) -> AsyncIterator[LivePages]:
    """A running server whose database holds one live interview; killed at the end.

    Needs the `settings` fixture: the interview is made in this process.
    """
    server = LiveServer(folder, SECRET=get_settings().secret_key(), **settings)
    database: Database | None = None
    contexts: list[BrowserContext] = []
    try:
        await server.start()
        database = Database(f"sqlite:///{server.data_dir / 'neurohire.db'}")
        live = await database.transact(make_room)
        yield LivePages(browser, server, database, live, contexts=contexts)
    finally:
        for context in contexts:
            await context.close()
        if database is not None:
            database.close()
        server.kill()
