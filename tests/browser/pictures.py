"""Makes the README's pictures: `python -m tests.browser.pictures` walks the story with made-up people.

Everybody in them is fictional. Writes assets/pictures/*.png; needs Chromium.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path

from playwright.async_api import Page, async_playwright
from sqlalchemy import create_engine, select
from sqlmodel import Session

from neurohire.models.interviews import InterviewQuestion
from neurohire.models.questions import Question
from tests.browser.story import TYPED, Story
from tests.conftest import CHROMIUM
from tests.live_server import LiveServer

PICTURES = Path(__file__).resolve().parents[2] / "assets" / "pictures"
SHOWN = {"position", "landing", "interview", "report", "interviews"}
PEOPLE = {
    "Mara Lindqvist": "mara.lindqvist@example.org",
    "Tomasz Wrona": "tomasz.wrona@example.org",
    "Aiko Tanabe": "aiko.tanabe@example.org",
    "Samuel Okoro": "samuel.okoro@example.org",
    "Lucía Ferrer": "lucia.ferrer@example.org",
}
RESUME = """{name}
{email}

Experience
Senior engineer, Northwind Parcels, 2021 to today
Cut the nightly stock import of {first} from four hours to twenty minutes with Python and PostgreSQL
Moved forty services of the {first} team to Docker and Kubernetes without a day of downtime
Designed the public REST API that three hundred partners of {first} use

Skills
Python, Java, SQL, PostgreSQL, Docker, Kubernetes, Git, REST
"""


async def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        server = LiveServer(Path(folder), ORGANISATION="Northwind Parcels")
        await server.start()
        try:
            async with async_playwright() as playwright:
                program = shutil.which("chromium")
                browser = await playwright.chromium.launch(executable_path=program, args=list(CHROMIUM))
                story = Story(browser, server, _shoot, _Prepared(server))
                recruiter = await story.set_up()
                await story.make_position(recruiter)
                links = await story.add_resumes(recruiter, _resumes(Path(folder)))
                candidate = await story.enter(links[0])
                given = await story.answer_all(candidate)
                await story.submit(candidate)
                await story.read_report(recruiter, given)
                await _dark_and_narrow(story, recruiter)
                await browser.close()
        finally:
            server.kill()


class _Prepared:
    """What a well-prepared candidate might type: some of the expected points, in passing."""

    def __init__(self, server: LiveServer) -> None:
        self.engine = create_engine(f"sqlite:///{server.data_dir / 'neurohire.db'}")

    def __call__(self, asked: str) -> str:
        with Session(self.engine) as db:
            for stored in db.scalars(select(InterviewQuestion.question)):  # type: ignore[call-overload]
                question = Question.model_validate(stored)
                if " ".join(question.text.split()) == " ".join(asked.split()):
                    return " ".join(point for criterion in question.rubric for point in criterion.points[:2])
        return TYPED


async def _shoot(page: Page, name: str) -> None:
    if name in SHOWN:
        await page.mouse.move(0, 0)
        await page.evaluate("scrollTo(0, 0)")
        await page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")


async def _dark_and_narrow(story: Story, recruiter: Page) -> None:
    state = await recruiter.context.storage_state()
    page = await story.open(storage_state=state, color_scheme="dark", viewport={"width": 390, "height": 844})
    await page.goto(recruiter.url)
    await page.locator(".score-of").first.wait_for()
    await page.screenshot(path=PICTURES / "report-dark-narrow.png", animations="disabled")


def _resumes(folder: Path) -> list[Path]:
    files = []
    for name, email in PEOPLE.items():
        path = folder / f"{name.replace(' ', '_')}.txt"
        path.write_text(RESUME.format(name=name, email=email, first=name.split()[0]))
        files.append(path)
    return files


if __name__ == "__main__":
    asyncio.run(main())
