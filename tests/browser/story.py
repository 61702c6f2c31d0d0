"""The whole story in a real browser, step by step: used by its test and by the script for the pictures."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.live_server import LiveServer
from tests.people import PASSWORD

DESCRIPTION = """Senior Backend Engineer

We build the ordering platform of a large grocer. You design and run services in Python and Java,
know PostgreSQL and SQL well, use Docker and Kubernetes, and care for tests and code review.
You work with product managers, mentor colleagues and take part in the on-call rota.
"""
TYPED = (
    "I wrote the import anew myself. First I measured it and found that each row was a query of its own, "
    "so I grouped the writes into batches and added an index. We compared it with a message queue, which "
    "would have been more work to run. The time went from four hours to twenty minutes, and I learned to "
    "measure before I change anything. I tested it with a copy of real data and wrote down the trade-offs."
)
CODE = (
    "def solve(items):\n# keeps the first of each, in order\nseen = set()\n"
    "return [x for x in items if x not in seen]\n"
)
Picture = Callable[[Page, str], Awaitable[None]]


async def no_picture(page: Page, name: str) -> None:
    """The test needs none."""


class Story:
    """One recruiter and one candidate, each in a browser of their own; every request is watched."""

    def __init__(
        self,
        browser: Browser,
        server: LiveServer,
        picture: Picture = no_picture,
        words_for: Callable[[str], str] = lambda question: TYPED,
    ) -> None:
        self.browser, self.server, self.picture, self.words_for = browser, server, picture, words_for
        self.foreign: set[str] = set()
        self.violations: list[str] = []

    async def open(self, **options: Any) -> Page:
        """A browser of its own; notes requests that leave the machine and broken content rules."""
        size = options.pop("viewport", {"width": 1440, "height": 900})
        context: BrowserContext = await self.browser.new_context(
            viewport=size,
            permissions=["microphone", "camera", "clipboard-read", "clipboard-write"],
            **options,
        )
        page = await context.new_page()
        context.on("request", lambda request: self._note(request.url))
        page.on(
            "console",
            lambda line: self.violations.append(line.text) if "Content Security" in line.text else None,
        )
        return page

    def _note(self, url: str) -> None:
        if not url.startswith((self.server.url, "data:", "blob:", "about:")):
            self.foreign.add(url)

    async def set_up(self) -> Page:
        """The first admin, by the printed link."""
        page = await self.open()
        await page.goto(self.server.setup_link)
        await page.locator("input[name=name]").fill("Ada Recruiter")
        await page.locator("input[name=email]").fill("ada@example.org")
        for field in await page.locator("input[type=password]").all():
            await field.fill(PASSWORD)
        await self.picture(page, "set-up")
        await page.locator("button[type=submit]").last.click()
        await expect(page.get_by_text("Start with a position")).to_be_visible()
        return page

    async def make_position(self, page: Page) -> None:
        """Paste, read, set the mix, create."""
        await page.get_by_text("Make your first position").click()
        await page.locator("textarea").first.fill(DESCRIPTION)
        await page.get_by_role("button", name="Read the description").click()
        await expect(page.get_by_label("Title")).to_have_value("Senior Backend Engineer")
        counts = {"Technical": "2", "Scenario": "1", "Coding": "1", "Behavioural": "1"}
        for label, number in counts.items():
            await page.get_by_label(label, exact=True).fill(number)
        await expect(page.get_by_text("5 questions for each candidate")).to_be_visible()
        await self.picture(page, "position-new")
        await page.get_by_role("button", name="Create position").click()
        await page.wait_for_url(re.compile(r"/positions/[0-9a-f-]{36}$"))

    async def add_resumes(self, page: Page, files: list[Path]) -> list[str]:
        """Drop the files, wait until the table is full; the links."""
        await page.locator("input[type=file]").first.set_input_files([str(file) for file in files])
        links = page.locator("a[href*='/i/']")
        await expect(links).to_have_count(len(files))
        await self.picture(page, "position")
        return [str(await link.get_attribute("href")) for link in await links.all()]

    async def enter(self, link: str) -> Page:
        """Link, choices, device check."""
        page = await self.open()
        await page.goto(link.replace("localhost", "127.0.0.1"))
        await self.picture(page, "landing")
        await page.get_by_role("button", name="Continue").click()
        for box in await page.locator("input[type=checkbox]").all():
            await box.check()
        await self.picture(page, "choices")
        await page.get_by_role("button", name="Save and go on").click()
        await page.wait_for_url(re.compile(r"/check$"))
        await page.get_by_role("button", name=re.compile("microphone", re.I)).first.click()
        await page.wait_for_function("document.querySelectorAll('.is-on').length > 0")
        await self.picture(page, "check")
        await page.locator("a.button-primary.button-large").click()
        await page.get_by_role("button", name="Start").click()
        await expect(page.locator(".stage-question h1")).to_be_visible()
        return page

    async def answer_all(self, page: Page) -> dict[str, str]:
        """By text, by speech (once, with a gist), in the editor; the words given per way of answering."""
        given: dict[str, str] = {}
        for _ in range(20):
            review = page.get_by_role("button", name=re.compile(r"^Submit \d"))
            await expect(page.locator(".stage-question h1").or_(review).first).to_be_visible()
            if await review.count():
                return given
            asked = await page.locator(".stage-question h1").inner_text()
            if await page.locator(".stage-code").count() and "code" not in given:
                given["code"] = await self._code(page)
            elif "speech" not in given:
                given["speech"] = await self._speak(page)
            else:
                given["text"] = self.words_for(asked)
                await page.locator(".stage-text").fill(given["text"])
                await self.picture(page, "interview")
            await page.get_by_role("button", name="I'm done").click()
            await self._next(page, asked)
        raise AssertionError("there is no end of questions")

    async def _speak(self, page: Page) -> str:
        gist = "In short: I led the move to Docker myself and kept the old way until the new one ran."
        await page.get_by_role("radio", name="Speak").click()
        await page.locator(".stage-speak button").click()
        await page.wait_for_function("document.querySelector('.stage-level .is-on')")
        clock = page.locator(".stage-speak .number")
        await expect(clock).to_have_text(re.compile("0:0[3-9]"))
        await page.locator(".stage-text").fill(gist)
        await self.picture(page, "interview-spoken")
        await page.locator(".stage-speak button").click()
        await expect(page.locator(".stage-kept")).to_be_visible()
        return gist

    async def _code(self, page: Page) -> str:
        await page.get_by_role("radio", name="Code").click()
        editor = page.locator(".cm-content[contenteditable=true]")
        await editor.click()
        await page.keyboard.press("Control+A")
        await page.keyboard.type(CODE)
        await page.locator(".stage-text").fill("I keep a set of what was seen, so it is linear in the items.")
        await self.picture(page, "interview-code")
        return "seen = set()"

    async def _next(self, page: Page, asked: str) -> None:
        """Until another question (or the review) is there."""
        await page.wait_for_function(
            "asked => (document.querySelector('.stage-question h1')?.innerText ?? '') !== asked", arg=asked
        )

    async def submit(self, page: Page) -> None:
        await self.picture(page, "review")
        await page.get_by_role("button", name=re.compile(r"^Submit \d")).click()
        await page.locator("dialog").get_by_role("button", name=re.compile(r"^Submit \d")).click()
        await page.wait_for_url(re.compile(r"/done$"))
        await self.picture(page, "receipt")

    async def read_report(self, page: Page, given: dict[str, str]) -> None:
        """What was said stands there, each score opens down to words, and a human decides."""
        await page.goto(f"{self.server.url}/interviews")
        await expect(page.get_by_text("To decide").first).to_be_visible()
        await self.picture(page, "interviews")
        await page.locator("tbody tr", has_text="To decide").first.click()
        await page.wait_for_url(re.compile(r"/interviews/[0-9a-f-]{36}(/report)?$"))
        await page.goto(page.url.removesuffix("/report") + "/report")
        await expect(page.locator(".score-of").first).to_be_visible()
        for words in given.values():
            shown = page.get_by_text(words[:60]).locator("visible=true")  # a quote may be folded away
            await expect(shown.first).to_be_visible()
        await expect(page.locator("audio").first).to_be_attached()
        await self._quotes_are_words_of_the_answers(page)
        await self.picture(page, "report")
        await page.locator(".decide").get_by_role("combobox").click()
        await page.get_by_role("option", name="Advance").click()
        await page.locator(".decide textarea").fill("Measured first, and explained the trade-offs.")
        await page.locator(".decide").get_by_role("button", name="Decide", exact=True).click()
        await expect(page.get_by_text("Your decision is kept")).to_be_visible()
        await expect(page.get_by_text("Measured first, and explained").first).to_be_visible()

    async def _quotes_are_words_of_the_answers(self, page: Page) -> None:
        """By the REST report of the same login: each quote stands at its place in the answer."""
        interview_id = page.url.split("/")[-2]
        answer = await page.request.get(f"{self.server.url}/api/v1/interviews/{interview_id}/report")
        report = await answer.json()
        quotes = 0
        for question in report["questions"]:
            parts = {f"text-{a['follow_up']}": a["text"] for a in question["answers"]}
            parts |= {f"code-{a['follow_up']}": a["code"] for a in question["answers"]}
            parts |= _spoken(question["spoken"])
            for line in question["criteria"]:
                score = line["counts"]
                if score and score["points"] is not None:
                    assert score["quotes"], "points without words"
                for quote in (score or {"quotes": []})["quotes"]:
                    assert parts[quote["part"]][quote["start"] : quote["end"]] == quote["text"]
                    quotes += 1
        assert quotes, "no score stands on words"


def _spoken(takes: list[dict[str, Any]]) -> dict[str, str]:
    """What was said by place, as graders read it: a line each, the candidate's own words where corrected."""
    said: dict[str, list[str]] = {}
    for take in takes:
        words = [line["heard"] if line["corrected"] is None else line["corrected"] for line in take["lines"]]
        said.setdefault(f"speech-{take['follow_up']}", []).extend(one for one in words if one.strip())
    return {part: "\n".join(lines) for part, lines in said.items()}
