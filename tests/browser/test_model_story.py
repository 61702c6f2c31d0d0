"""The whole story with services, on MariaDB: questions by a model, a voice, words written down, a follow-up,
scores with quotes. The services are the stand-in, which understands nothing but keeps to every form."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from neurohire.stand_in.behaviour import Behaviour
from neurohire.stand_in.server import StandIn
from tests.ai.conftest import stand_in
from tests.browser.story import Story
from tests.browser.test_story import RESUMES
from tests.conftest import CHROMIUM, empty
from tests.live_server import LiveServer
from tests.material import shared
from tests.speech import takes

__all__ = ["stand_in"]
HEARD = "I led the move to docker myself. Then I measured the cue of orders."
CORRECTED = "Then I measured the queue of orders."
pytestmark = [pytest.mark.mariadb, pytest.mark.needs("chromium", "mariadbd", "ffmpeg", "espeak-ng")]


class ServedStory(Story):
    """The same walk where speech becomes text and a model asks on."""

    async def _speak(self, page: Page) -> str:
        await page.get_by_role("radio", name="Speak").click()
        await page.get_by_role("button", name=re.compile("Start speaking|Say more")).click()
        clock = page.locator(".stage-speak .number")
        await expect(clock).to_have_text(re.compile("0:0[8-9]|0:[1-5]"))  # the whole clip
        await page.get_by_role("button", name="Stop speaking").click()
        lines = page.locator(".spoken-words")
        await expect(lines).to_have_count(2)
        await lines.nth(1).fill(CORRECTED)
        await expect(page.get_by_text("Heard as: Then I measured the cue")).to_be_visible()
        await self.picture(page, "interview-transcript")
        return CORRECTED

    async def _next(self, page: Page, asked: str) -> None:
        """Past the moment in which the model thinks."""
        await page.wait_for_function(
            """asked => {
                const heading = document.querySelector(".stage h1")?.innerText ?? "";
                return heading && heading !== asked && !heading.startsWith("One moment");
            }""",
            arg=asked,
        )


@pytest.fixture
async def speaking(tmp_path: Path) -> AsyncIterator[Browser]:
    """Chromium whose microphone plays somebody speaking."""
    wav = takes.encode(tmp_path / "mic.wav", "-i", str(takes.clip()), "-ar", "48000", codec="pcm_s16le")
    async with async_playwright() as playwright:
        found = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=[*CHROMIUM, f"--use-file-for-fake-audio-capture={wav}"],
        )
        yield found
        await found.close()


def services(stand_in: StandIn) -> dict[str, str]:
    return {
        "MODEL_ALLOW_PRIVATE": "true",
        "MODEL_BASE_URL": stand_in.url,
        "MODEL_NAME": "stand-in",
        "SPEECH_OUT_NAME": "voice-1",
        "SPEECH_IN_NAME": "ear-1",
    }


async def test_questions_voice_transcript_correction_follow_up_and_scores(
    tmp_path: Path,
    speaking: Browser,
    stand_in: StandIn,
    migrated_mariadb: str,
) -> None:
    empty(migrated_mariadb)
    stand_in.behaviour.transcripts = [HEARD]
    server = LiveServer(tmp_path, migrated_mariadb, **services(stand_in))
    try:
        await server.start()
        story = ServedStory(speaking, server)
        recruiter = await story.set_up()
        await story.make_position(recruiter)
        (link, *_) = await story.add_resumes(recruiter, [shared(f"resumes/{name}") for name in RESUMES[:2]])
        await expect(recruiter.get_by_text("questions are being written")).to_have_count(0)
        candidate = await story.enter(link)
        given = await story.answer_all(candidate)
        await story.submit(candidate)
        await expect(candidate.get_by_text(CORRECTED)).to_be_visible()
        report = await _graded_by_the_model(story, recruiter)
        origins = [one["source"] for q in report["questions"] for one in q["follow_up_origins"]]
        assert "model" in origins, "the model asked nothing about any answer"
        await story.read_report(recruiter, given)
        await _says_what_is_by_a_model(recruiter)
        _everything_was_used(stand_in.behaviour)
        assert not story.foreign, f"requests that left the machine: {story.foreign}"
        assert not story.violations
    finally:
        server.kill()


async def _graded_by_the_model(story: Story, page: Page) -> dict[str, Any]:
    """The REST report, when its scores have come after the embedded ones."""
    await page.goto(f"{story.server.url}/interviews")
    await page.locator("tbody tr", has_text="To decide").first.click()
    await page.wait_for_url(re.compile(r"/interviews/[0-9a-f-]{36}(/report)?$"))
    interview_id = re.search(r"[0-9a-f-]{36}", page.url)
    assert interview_id is not None
    address = f"{story.server.url}/api/v1/interviews/{interview_id[0]}"
    for _ in range(150):
        interview = await (await page.request.get(address)).json()
        if interview["model_grading_state"] == "done":
            report: dict[str, Any] = await (await page.request.get(f"{address}/report")).json()
            return report
        await page.wait_for_timeout(1000)  # another process grades
    raise AssertionError("the model never graded")


async def _says_what_is_by_a_model(page: Page) -> None:
    await expect(page.get_by_text("stand-in").locator("visible=true").first).to_be_visible()
    line = page.locator(".said-line", has_text=CORRECTED)
    await expect(line).to_contain_text("Heard as:")


def _everything_was_used(behaviour: Behaviour) -> None:
    paths = {call.path for call in behaviour.calls}
    assert paths >= {"/v1/chat/completions", "/v1/audio/speech", "/v1/audio/transcriptions"}
    shapes = [str(call.body.get("messages", ""))[:200] for call in behaviour.calls]
    assert len(shapes) > 5
