"""The candidate hears the questions in Chromium: by the service, by the embedded voice, or reads them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Response, expect

from neurohire.database import Database
from neurohire.settings import Settings
from neurohire.speech.samples import SAMPLES
from neurohire.stand_in.behaviour import Fault, Step
from neurohire.stand_in.server import StandIn
from tests.ai.conftest import speech_settings, stand_in
from tests.browser.story import Story
from tests.browser.test_candidate import Visit, visit
from tests.candidates import FOLLOW_UP, TEXTS
from tests.live_server import LiveServer

__all__ = ["speech_settings", "stand_in"]
# what is played, how long it is, and how far it came; four times as fast, so that nobody waits
LISTEN = """
window.heard = [];
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () {
  if (this.src.startsWith("blob:")) {
    const one = { seconds: 0, ended: false };
    heard.push(one);
    this.playbackRate = 4;
    this.addEventListener("loadedmetadata", () => (one.seconds = this.duration));
    this.addEventListener("ended", () => (one.ended = true));
  }
  return play.call(this);
};
"""


@pytest.fixture
async def speaking_server(
    tmp_path: Path, speech_settings: Settings, stand_in: StandIn
) -> AsyncIterator[LiveServer]:
    """The program with the stand-in as its voice."""
    server = LiveServer(
        tmp_path,
        MODEL_BASE_URL=stand_in.url,
        MODEL_ALLOW_PRIVATE="true",
        SPEECH_OUT_NAME="stand-in",
        SPEECH_OUT_VOICE="nova",
    )
    yield server
    server.kill()


async def candidate(browser: Browser, server: LiveServer) -> tuple[Visit, list[Response]]:
    """Someone who has pressed Start, and the answers to what the page asked to be spoken."""
    await server.start()
    database = Database(f"sqlite:///{server.data_dir / 'neurohire.db'}")
    context = await browser.new_context(permissions=["microphone", "camera"])
    await context.add_init_script(LISTEN)
    answers: list[Response] = []
    context.on("response", lambda answer: answers.append(answer) if "/speech" in answer.url else None)
    return await visit(context, server, database), answers


async def heard(page: Page, count: int) -> list[dict[str, Any]]:
    """Until so many sounds came to their end."""
    await page.wait_for_function(f"heard.filter((one) => one.ended).length >= {count}")
    found: list[dict[str, Any]] = await page.evaluate("heard")
    return found


@pytest.mark.needs("chromium", "espeak-ng")
async def test_questions_are_spoken_by_the_service_and_again(
    speaking_server: LiveServer, stand_in: StandIn, browser: Browser
) -> None:
    being, answers = await candidate(browser, speaking_server)
    (first,) = await heard(being.page, 1)
    assert first["seconds"] > 1
    assert answers[0].status == 200 and answers[0].headers["content-type"] == "audio/wav"
    spoken = {call.body["input"]: call.body["voice"] for call in stand_in.behaviour.calls}
    assert spoken[TEXTS[0]] == "nova"
    await being.press("Read it aloud")
    await heard(being.page, 2)
    await being.text.fill("By customer, and the hot ones moved.")
    await being.press("I'm done")
    await expect(being.heading).to_have_text(FOLLOW_UP)
    await heard(being.page, 3)  # the follow-up
    inputs = [call.body["input"] for call in stand_in.behaviour.calls]
    assert sorted(inputs) == sorted({*TEXTS, FOLLOW_UP})  # each once, most of them ahead
    assert being.faults == []


@pytest.mark.needs("chromium", "espeak-ng")
async def test_the_service_away_in_mid_interview_is_not_noticed(
    speaking_server: LiveServer, stand_in: StandIn, browser: Browser
) -> None:
    stand_in.behaviour.always = Step(fault=Fault.NOT_AUDIO)
    being, answers = await candidate(browser, speaking_server)
    await heard(being.page, 1)
    assert answers[0].headers["cache-control"] == "no-store"  # the embedded voice stood in
    stand_in.behaviour.always = Step(fault=Fault.HANG)
    await being.press("Skip this question")
    await being.page.locator("dialog .button-primary").click()
    await expect(being.heading).to_have_text(TEXTS[1])
    await heard(being.page, 2)
    assert being.faults == [] and {answer.status for answer in answers} == {200}


@pytest.mark.needs("chromium", "espeak-ng")
async def test_without_any_voice_the_text_is_enough(
    speaking_server: LiveServer, stand_in: StandIn, browser: Browser, tmp_path: Path
) -> None:
    stand_in.behaviour.always = Step(fault=Fault.ERROR)
    speaking_server.environment["PATH"] = str(tmp_path)  # no espeak-ng
    being, answers = await candidate(browser, speaking_server)
    await expect(being.page.locator(".stage-question button")).to_have_count(0)
    await expect(being.heading).to_have_text(TEXTS[0])
    assert [answer.status for answer in answers] == [204] and being.faults == []
    assert await being.page.evaluate("heard") == []


@pytest.mark.needs("chromium")
async def test_an_admin_hears_a_voice_before_it_is_chosen(
    speaking_server: LiveServer, stand_in: StandIn, browser: Browser
) -> None:
    del speaking_server.environment["NEUROHIRE_SPEECH_OUT_VOICE"]
    await speaking_server.start()
    story = Story(browser, speaking_server)
    page = await story.set_up()
    await page.context.add_init_script(LISTEN)
    await page.goto(f"{speaking_server.url}/settings")
    voice = page.locator(".voice-choice")
    await expect(voice.get_by_role("button", name="alloy")).to_have_attribute("aria-pressed", "true")
    await voice.get_by_role("button", name="shimmer").click()
    await voice.get_by_label("Language of the sample").select_option("fr")
    await voice.get_by_role("button", name="Listen").click()
    await heard(page, 1)
    (call,) = stand_in.behaviour.calls
    assert (call.body["voice"], call.body["input"]) == ("shimmer", SAMPLES["fr"][1])
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saved.")).to_be_visible()
    await page.reload()
    await expect(voice.get_by_role("button", name="shimmer")).to_have_attribute("aria-pressed", "true")

    stand_in.behaviour.always = Step(fault=Fault.WRONG_KEY)
    await voice.get_by_role("textbox").fill("my own voice")
    await voice.get_by_role("button", name="Listen").click()
    await expect(voice.get_by_role("alert")).to_contain_text("Check its key")
    await voice.get_by_role("textbox").fill("<b>no</b>")
    await page.get_by_role("button", name="Save").click()
    await expect(voice.get_by_role("alert")).to_contain_text("begins with a letter")
    assert story.foreign == set() and story.violations == []
