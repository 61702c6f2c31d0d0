"""Speaking in Chromium with a microphone that plays a clip: written down, corrected, read in the report."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from neurohire.database import Database
from neurohire.services import answers, transcripts
from neurohire.settings import Settings
from neurohire.stand_in.behaviour import Fault, Step
from neurohire.stand_in.server import StandIn
from neurohire.vocabulary import TranscriptSource, TranscriptState
from tests.ai.conftest import stand_in  # noqa: F401
from tests.browser.test_candidate import Visit, visit
from tests.candidates import TEXTS
from tests.conftest import CHROMIUM
from tests.live_server import LiveServer
from tests.people import PASSWORD
from tests.speech import takes

HEARD = "We shared the orders table by customer. Then the joints broke first."
SAID = ["We sharded the orders table by customer.", "Then the joins broke first."]
WIDE = {"width": 1440, "height": 900}
PICTURES = os.environ.get("NEUROHIRE_TEST_PICTURES", "")
# what Chromium has by another name, without asking anybody; it hears when it is told to
FAKE = """
window.webkitSpeechRecognition = window.SpeechRecognition = class {
  start() { window.listening = this; }
  stop() { setTimeout(() => this.onend?.(), 10); }
  hear(text) {
    const one = Object.assign([{ transcript: text, confidence: 0.9 }], { isFinal: true });
    this.onresult({ resultIndex: 0, results: [one] });
  }
};
"""


@pytest.fixture
async def server(tmp_path: Path, stand_in: StandIn) -> AsyncIterator[LiveServer]:  # noqa: F811
    """The app with the stand-in as its ear."""
    stand_in.behaviour.transcripts = [HEARD]
    found = LiveServer(
        tmp_path, MODEL_ALLOW_PRIVATE="true", MODEL_BASE_URL=stand_in.url, SPEECH_IN_NAME="ear-1"
    )
    try:
        await found.start()
        yield found
    finally:
        found.kill()


@pytest.fixture
async def database(server: LiveServer, settings: Settings) -> AsyncIterator[Database]:
    found = Database(f"sqlite:///{server.data_dir / 'neurohire.db'}")
    yield found
    found.close()


@pytest.fixture
async def speaking(tmp_path: Path) -> AsyncIterator[Browser]:
    """Chromium whose microphone plays a clip again and again."""
    wav = takes.encode(tmp_path / "mic.wav", "-i", str(takes.clip()), "-ar", "48000", codec="pcm_s16le")
    async with async_playwright() as playwright:
        found = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=[*CHROMIUM, f"--use-file-for-fake-audio-capture={wav}"],
        )
        yield found
        await found.close()


@pytest.fixture
async def context(speaking: Browser) -> AsyncIterator[BrowserContext]:
    found = await speaking.new_context(
        permissions=["microphone", "camera"], viewport={"width": 1440, "height": 900}
    )
    yield found
    await found.close()


async def picture(page: Page, name: str) -> None:
    """For a person to look at, when asked for."""
    if not PICTURES:
        return
    for scheme in ("light", "dark"):
        for width, height in ((1440, 900), (390, 844)):
            await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            await page.set_viewport_size({"width": width, "height": height})
            await page.wait_for_timeout(300)
            await page.screenshot(path=f"{PICTURES}/{name}-{scheme}-{width}.png", full_page=True)
    await page.emulate_media(color_scheme="light")
    await page.set_viewport_size(WIDE)  # type: ignore[arg-type]


async def speak(candidate: Visit, seconds: float = 8) -> None:
    await candidate.page.get_by_role("radio", name="Speak").click()
    await candidate.page.get_by_role("button", name=re.compile("Start speaking|Say more")).click()
    await candidate.page.wait_for_timeout(seconds * 1000)  # real sound takes real time
    await candidate.press("Stop speaking")


@pytest.mark.needs("chromium", "ffmpeg")
async def test_spoken_written_down_corrected_and_read(
    context: BrowserContext,
    server: LiveServer,
    database: Database,
    stand_in: StandIn,  # noqa: F811
) -> None:
    stand_in.behaviour.always = Step(delay=1.5)
    candidate = await visit(context, server, database, follow_up=False)
    page = candidate.page
    await speak(candidate)
    await expect(page.get_by_text("Writing down what you said")).to_be_visible()
    await picture(page, "waiting")
    lines = page.locator(".spoken-words")
    await expect(lines).to_have_count(2)
    await lines.nth(0).fill(SAID[0])
    await lines.nth(1).fill(SAID[1])
    await expect(page.get_by_text("Heard as: Then the joints broke first.")).to_be_visible()
    await picture(page, "corrected")
    await page.reload()
    await expect(lines.nth(1)).to_have_value(SAID[1])
    await candidate.press("I'm done")
    await expect(candidate.heading).to_have_text(TEXTS[1])
    text = await database.read(answers.text_of, candidate.invited.question_ids[0])
    assert [(part.key, part.text) for part in text.parts] == [("speech-0", "\n".join(SAID))]
    for number in (1, 2):
        await expect(candidate.heading).to_have_text(TEXTS[number])
        await candidate.text.fill(f"Latency is compared with cost {number}.")
        await candidate.press("I'm done")
    await page.get_by_text("Look through what was heard").click()
    await expect(lines.nth(0)).to_have_value(SAID[0])
    await picture(page, "look-through")
    await page.get_by_role("button", name=re.compile(r"^Submit \d")).click()
    await page.locator("dialog").get_by_role("button", name=re.compile(r"^Submit \d")).click()
    await page.wait_for_url(re.compile(r"/done$"))
    await expect(page.get_by_text(SAID[1])).to_be_visible()
    assert candidate.faults == []
    await read_report(context, candidate)


async def read_report(context: BrowserContext, candidate: Visit) -> None:
    """Both versions beside the sound, which plays from the line's second."""
    page = await context.new_page()
    await page.goto(f"{candidate.server.url}/login")
    await page.locator("input[name=email]").fill("rita+ana@example.org")
    await page.locator("input[name=password]").fill(PASSWORD)
    await page.locator("button[type=submit]").last.click()
    await page.wait_for_url(re.compile(r"/$"))
    await page.goto(f"{candidate.server.url}/interviews/{candidate.invited.interview_id}/report")
    line = page.locator(".said-line").nth(1)
    await expect(line).to_contain_text(SAID[1])
    await expect(line).to_contain_text("Heard as: “Then the joints broke first.”")
    await picture(page, "report")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.headers.get("range", "")))
    await line.get_by_role("button", name=re.compile("Play from")).click()
    await page.wait_for_function("!document.querySelector('.spoken-answer audio').paused")
    start = await page.evaluate("document.querySelectorAll('.said-play')[1].textContent")
    minutes, seconds = start.split(":")
    at = await page.evaluate("document.querySelector('.spoken-answer audio').currentTime")
    assert 0 <= at - (60 * int(minutes) + int(seconds)) < 3
    assert any(found.startswith("bytes=") for found in asked)


@pytest.mark.needs("chromium", "ffmpeg")
async def test_a_service_that_is_away_holds_nobody_up(
    context: BrowserContext,
    server: LiveServer,
    database: Database,
    stand_in: StandIn,  # noqa: F811
) -> None:
    stand_in.behaviour.always = Step(Fault.ERROR)
    candidate = await visit(context, server, database, follow_up=False)
    await speak(candidate, 4)
    await expect(candidate.page.get_by_text("It takes longer than usual")).to_be_visible()
    await picture(candidate.page, "delayed")
    stand_in.behaviour.always = Step()
    await candidate.press("I'm done")
    await expect(candidate.heading).to_have_text(TEXTS[1])
    for number in (1, 2):
        await expect(candidate.heading).to_have_text(TEXTS[number])
        await candidate.text.fill(f"Typed {number}.")
        await candidate.press("I'm done")
    await candidate.page.get_by_text("Look through what was heard").click()
    line = candidate.page.locator(".spoken-words").first
    await expect(line).to_have_value("We shared the orders table by customer.")
    await line.fill(SAID[0])
    await candidate.saved()
    found = await database.read(transcripts.of_place, candidate.invited.question_ids[0])
    assert (found[0].lines[0].text, found[0].lines[0].heard) == (
        SAID[0],
        "We shared the orders table by customer.",
    )


@pytest.mark.needs("chromium", "ffmpeg")
async def test_the_browsers_own_words_only_by_leave_and_choice(
    context: BrowserContext, tmp_path: Path, settings: Settings
) -> None:
    server = LiveServer(tmp_path / "own", BROWSER_RECOGNITION="true")
    server.folder.mkdir()
    await context.add_init_script(FAKE)
    try:
        await server.start()
        database = Database(f"sqlite:///{server.data_dir / 'neurohire.db'}")
        candidate = await visit(context, server, database, follow_up=False)
        page = candidate.page
        await page.get_by_role("radio", name="Speak").click()
        await candidate.press("Start speaking")
        await page.wait_for_timeout(1500)
        assert await page.evaluate("window.listening === undefined")
        await candidate.press("Write down what I say in my browser")
        await expect(page.get_by_text("Some browsers send the sound to their maker")).to_be_visible()
        await picture(page, "browser-choice")
        await candidate.press("Yes, use my browser")
        await page.wait_for_function("window.listening !== undefined")
        await page.evaluate("window.listening.hear('we shared it by customer')")
        await expect(page.locator(".spoken-words")).to_have_value("we shared it by customer")
        await page.evaluate("window.listening.onerror({ error: 'network' })")
        await expect(page.get_by_text("Your browser could not write it down")).to_be_visible()
        await picture(page, "browser-fault")
        await candidate.press("Stop speaking")
        await page.locator(".spoken-words").fill("we sharded it by customer")
        await candidate.press("I'm done")
        await expect(candidate.heading).to_have_text(TEXTS[1])
        (take,) = await database.read(transcripts.of_place, candidate.invited.question_ids[0])
        assert (take.source, take.state) == (TranscriptSource.BROWSER, TranscriptState.DONE)
        assert (take.lines[0].heard, take.lines[0].text) == (
            "we shared it by customer",
            "we sharded it by customer",
        )
        database.close()
        assert candidate.faults == []
    finally:
        server.kill()
