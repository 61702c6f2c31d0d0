"""Makes the README's pictures from the demo's data: `python -m tests.browser.pictures [name …]`.

Everybody in them is fictional. The clock and the made-up ids are fixed: a picture changes only where the
page has changed, and in the room, where minutes pass. Writes assets/pictures/*.png as palette images;
needs Chromium and FFmpeg.
"""

from __future__ import annotations

import asyncio
import io
import os
import random
import shutil
import sys
import tempfile
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Browser, BrowserContext, Page, Playwright, async_playwright

from neurohire import clock, migrations
from neurohire.database import Database
from neurohire.demo import making
from neurohire.media_store import MediaStore
from neurohire.settings import get_settings
from tests.browser import room_pictures
from tests.browser.calls import CALL_FLAGS
from tests.browser.fixed_clock_server import MOMENT
from tests.browser.portraits import PEOPLE, film
from tests.live_server import LiveServer

PICTURES = Path(__file__).resolve().parents[2] / "assets" / "pictures"
MOST_BYTES = 200 * 1024
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PASSWORD = "only for the pictures"
LOOK = {"viewport": WIDE, "timezone_id": "Europe/Berlin", "locale": "en-GB", "reduced_motion": "reduce"}
Shoot = Callable[["Studio", Page], Awaitable[None]]


async def main(wanted: list[str]) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        server = LiveServer(
            Path(folder), module="tests.browser.fixed_clock_server", ORGANISATION="Kettle & Crane"
        )
        fill(server)
        await server.start()
        try:
            async with async_playwright() as playwright:
                browsers = {name: await with_camera(playwright, Path(folder), name) for name in PEOPLE}
                studio = Studio(browsers, server)
                for name, shoot in SHOTS.items():
                    if not wanted or name in wanted:
                        await studio.take(name, shoot)
                for browser in browsers.values():
                    await browser.close()
        finally:
            server.kill()


async def with_camera(playwright: Playwright, folder: Path, name: str) -> Browser:
    """A browser that sees this drawn person."""
    seen = f"--use-file-for-fake-video-capture={film(folder, name)}"
    return await playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=[*CALL_FLAGS, seen]
    )


def fill(server: LiveServer) -> None:
    """The demo, as of the pictures' moment, with the same ids every time."""
    os.environ.update(server.environment)  # the links are derived from the server's own secret
    get_settings.cache_clear()
    server.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(get_settings().sqlalchemy_url)
    migrations.upgrade(database.engine)
    numbers, random_id = random.Random(7), uuid.uuid4
    clock.set_source(lambda: MOMENT)
    uuid.uuid4 = lambda: uuid.UUID(int=numbers.getrandbits(128), version=4)
    try:
        making.make(database, MediaStore(server.data_dir / "media", 0), PASSWORD)
    finally:
        uuid.uuid4 = random_id
        clock.set_source(None)
        database.close()


class Studio:
    """Takes one picture at a time, each in a browser of its own."""

    def __init__(self, browsers: dict[str, Browser], server: LiveServer) -> None:
        self.browsers, self.url = browsers, server.url
        self.contexts: list[BrowserContext] = []

    async def take(self, name: str, shoot: Shoot) -> None:
        page = await self.other(WHO.get(name, "interviewer"), **OTHER_LOOKS.get(name, {}))
        await shoot(self, page)
        await page.mouse.move(0, 0)
        await page.evaluate("document.fonts.ready")
        keep(name, await page.screenshot(animations="disabled"))
        while self.contexts:
            await self.contexts.pop().close()

    async def other(self, who: str, **look: Any) -> Page:
        """A page of this person, in a browser that is nobody's yet."""
        options = LOOK | look
        context = await self.browsers[who].new_context(permissions=["microphone", "camera"], **options)
        self.contexts.append(context)
        return await context.new_page()

    async def sign_in(self, page: Page) -> None:
        await page.goto(f"{self.url}/login")
        await page.locator("input[name=email]").fill(making.ADMIN)
        await page.locator("input[type=password]").fill(PASSWORD)
        await page.locator("button[type=submit]").last.click()
        await page.wait_for_url(f"{self.url}/")

    async def interview(self, page: Page, name: str) -> dict[str, Any]:
        """What REST says of a person's interview."""
        await self.sign_in(page)
        found = await (await page.request.get(f"{self.url}/api/v1/interviews?search={name}")).json()
        one = await page.request.get(f"{self.url}/api/v1/interviews/{found['rows'][0]['id']}")
        answer: dict[str, Any] = await one.json()
        return answer

    async def as_candidate(self, page: Page, name: str) -> None:
        """The link of this person, in a browser that is nobody's yet."""
        link = (await self.interview(page, name))["link"]["url"]
        await page.context.clear_cookies()
        await page.goto(f"{self.url}/i/{link.rsplit('/', 1)[1]}")


def keep(name: str, data: bytes) -> None:
    """256 colours are enough for a page."""
    path = PICTURES / f"{name}.png"
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    picture.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.name:28} {picture.width} x {picture.height} {size // 1024:5} kB")
    if size > MOST_BYTES:
        raise SystemExit(f"{path.name} is larger than {MOST_BYTES // 1024} kB")


async def home(studio: Studio, page: Page) -> None:
    await studio.sign_in(page)
    await page.locator("tbody tr").first.wait_for()


async def position(studio: Studio, page: Page) -> None:
    found = await studio.interview(page, "lindqvist")
    await page.goto(f"{studio.url}/positions/{found['position_id']}")
    await page.locator("tbody tr").first.wait_for()


async def interviews(studio: Studio, page: Page) -> None:
    await studio.sign_in(page)
    await page.goto(f"{studio.url}/interviews")
    await page.locator("tbody tr").first.wait_for()


async def landing(studio: Studio, page: Page) -> None:
    await studio.as_candidate(page, "okoro")
    await page.get_by_role("button", name="Continue").wait_for()


async def interview(studio: Studio, page: Page) -> None:
    await studio.as_candidate(page, "tanabe")
    await page.locator("main form button[type=submit]").first.click()
    await page.locator(".stage-question h1").wait_for()
    await page.locator(".stage-text").first.wait_for()
    await page.get_by_role("button", name="Hide my picture").click()


async def report(studio: Studio, page: Page) -> None:
    found = await studio.interview(page, "lindqvist")
    await page.goto(f"{studio.url}/interviews/{found['id']}/report")
    await page.locator(".score-of").first.wait_for()


async def report_spoken(studio: Studio, page: Page) -> None:
    await _question_of_report(studio, page, 4)


async def report_code(studio: Studio, page: Page) -> None:
    await _question_of_report(studio, page, 5)


async def _question_of_report(studio: Studio, page: Page, number: int) -> None:
    await report(studio, page)
    await page.locator(f"#question-{number}").evaluate("card => scrollTo(0, card.offsetTop - 72)")


async def questions(studio: Studio, page: Page) -> None:
    await studio.sign_in(page)
    await page.goto(f"{studio.url}/questions")
    await page.locator("tbody tr").first.wait_for()


async def settings(studio: Studio, page: Page) -> None:
    await studio.sign_in(page)
    await page.goto(f"{studio.url}/settings")
    await page.locator("h1").first.wait_for()


SHOTS: dict[str, Shoot] = {
    "home": home,
    "position": position,
    "interviews": interviews,
    "landing": landing,
    "interview": interview,
    "report": report,
    "report-spoken": report_spoken,
    "report-dark": report_code,
    "report-dark-narrow": report,
    "questions": questions,
    "settings": settings,
    **room_pictures.SHOTS,
}
WHO = {"waiting-room": "candidate", "landing": "candidate", "interview": "candidate"}
OTHER_LOOKS: dict[str, dict[str, Any]] = {
    "schedule": {"viewport": {"width": 1200, "height": 1380}},
    "live-report-code": {"viewport": {"width": 1200, "height": 1240}},
    "report-dark": {"color_scheme": "dark"},
    "report-dark-narrow": {"color_scheme": "dark", "viewport": NARROW},
}


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
