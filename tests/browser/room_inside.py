"""What three people do in the room of a live interview, and what goes wrong meanwhile."""

from __future__ import annotations

import asyncio
import re

from playwright.async_api import expect

from tests.browser.calls import CALL, are_same, frames, hold_connections, join
from tests.browser.room_story import ANA, ASKED, CODING, SAID, SECRET, RoomStory, lines
from tests.browser.test_room_editor import EDITOR, ready
from tests.browser.test_room_editor import shows as shows_text

SOLVED = "def first_unique(text):\n    return next((one for one in text if text.count(one) == 1), None)\n"
STILL_HERE = "globalThis.stillHere === true"
ONLINE = "[...neurohireInterviews.values()].every((line) => line.state === 'online' && line.waiting === 0)"


async def call(story: RoomStory) -> None:
    await join(story.ada)
    await join(story.ana)
    await story.all_see()


async def share(story: RoomStory) -> None:
    """Ana shares her screen, Ada sees it move, and it goes when she stops."""
    await story.ana.locator(".call-share").click()
    key = f"{story.ids['ana']}/screen"
    await frames(story.ada, key)
    await story.ana.locator(".call-share").click()
    await expect(story.ada.locator(f'.call-tile[data-key="{key}"]')).to_have_count(0)
    await story.all_see()


async def type_on_one_line(story: RoomStory) -> None:
    """At the same time, to the same end: no character of either is lost."""
    for page in (await ready(story.ana), await ready(story.ada)):
        await page.locator(".room-editor .cm-content").click()
    await story.ana.keyboard.type("# ")
    await shows_text(story.ada, "# ")
    await story.ada.keyboard.press("End")
    await asyncio.gather(
        story.ana.keyboard.type("a" * 50, delay=10), story.ada.keyboard.type("r" * 50, delay=10)
    )
    for page in (story.ana, story.ada):
        await page.wait_for_function(f"{EDITOR}.getText('codemirror').length === 102")
    line = await story.same_text()
    assert line.startswith("# ") and (line.count("a"), line.count("r")) == (50, 50) and "\n" not in line


async def run_code(story: RoomStory) -> None:
    """Ana runs what stands there; both see what comes out."""
    await story.ana.locator(".room-editor .cm-content").click()
    await story.ana.keyboard.press("Control+End")
    await story.ana.keyboard.press("Enter")
    await story.ana.keyboard.type("print(6 * 7)")
    await story.ana.keyboard.press("Control+Enter")
    for page in (story.ana, story.ada):
        await expect(page.locator(".room-runner-text")).to_have_text("42\n")
    await expect(story.ada.locator(".room-runner-about")).to_contain_text(f"Run in {ANA}'s browser")


async def chat(story: RoomStory) -> None:
    await story.say(story.ada, SAID["ada"])
    await expect(lines(story.ana)).to_have_text([SAID["ada"]])
    await story.say(story.ana, SAID["ana"])
    await expect(lines(story.ada)).to_have_text([SAID["ada"], SAID["ana"]])


async def questions(story: RoomStory) -> None:
    """The first by word; the second opens a file with tests, which Ana runs."""
    await story.ada.get_by_role("button", name="Show the next").click()
    await expect(story.ana.locator(".rq-text")).to_have_text(ASKED)
    await story.ada.get_by_role("button", name="Show the next").click()
    await expect(story.ana.locator(".rq-text")).to_contain_text(CODING)
    await expect(story.ana.locator(".room-editor-tab")).to_have_count(2)
    await expect(story.ana.locator(".room-editor-tab.is-on")).to_contain_text("question")
    await story.ana.evaluate(
        "(text) => { const { view } = document.querySelector('.room-editor-code').editor;"
        " view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }); }",
        SOLVED,
    )
    await story.ana.locator(".room-test").click()
    passed = re.compile("2 of [25] passed")  # Ada's page knows of hidden ones, which were not run
    await expect(story.ana.locator(".room-runner-cases caption")).to_have_text(passed)
    await expect(story.ada.locator(".room-runner-cases caption")).to_have_text(passed)
    for page in (story.ana, story.ada):
        await page.locator(".room-editor-tab [role=tab]").first.click()


async def resume(story: RoomStory) -> None:
    """Both see its pages as pictures."""
    for page in (story.ana, story.ada):
        await page.get_by_role("tab", name="Resume").click()
        await expect(page.locator(".rr-page img").first).to_have_class(re.compile("is-drawn"))
        await expect(page.locator(".rr-page figcaption").first).to_contain_text("Python for six years")


async def notes(story: RoomStory) -> None:
    """Ada's own: a note and a bookmark."""
    await story.ada.get_by_role("tab", name="Notes").first.click()
    await story.ada.locator(".notes-text").fill(f"calm {SECRET}")
    await story.ada.locator(".room-top").click()
    await story.ada.keyboard.press("n")
    await story.ada.keyboard.type(f"asks back {SECRET}")
    await story.ada.keyboard.press("Enter")
    await expect(story.ada.locator(".marks .mark")).to_have_count(1)
    await expect(story.ada.locator(".notes-state")).to_have_text("Saved")


async def third(story: RoomStory) -> None:
    """Ben comes later and finds everything but Ada's notes. Three pictures; then he only reads."""
    await story.ben.goto(f"{story.server.url}/rooms/{story.interview}")
    await expect(lines(story.ben)).to_have_text([SAID["ada"], SAID["ana"]])
    await ready(story.ben)
    await story.same_text()
    await story.ben.get_by_role("tab", name="Notes").first.click()
    await expect(story.ben.locator(".notes-text")).to_be_enabled()
    assert SECRET not in await story.ben.content() + await story.ben.locator(".notes-text").input_value()
    await join(story.ben)
    story.callers.append("ben")
    await story.all_see()
    await story.ben.locator(".call-leave").click()
    story.callers.remove("ben")
    await story.all_see()


async def reload(story: RoomStory) -> None:
    """Picture, text, chat and question are back on Ana's side; the notes on Ada's."""
    before = await story.same_text()
    await story.ana.reload()
    await story.all_see()
    await ready(story.ana)
    await shows_text(story.ana, before)
    await expect(lines(story.ana)).to_have_text([SAID["ada"], SAID["ana"]])
    await expect(story.ana.locator(".rq-text")).to_contain_text(CODING)
    await story.ada.reload()
    await story.all_see()
    await story.ada.get_by_role("tab", name="Notes").first.click()
    await expect(story.ada.locator(".notes-text")).to_have_value(f"calm {SECRET}")
    await expect(story.ada.locator(".marks .mark")).to_have_count(1)
    await ready(story.ada)


async def kill(story: RoomStory) -> None:
    """kill -9 while they type and talk: the same pages and connections go on, and nothing is lost."""
    before = await story.same_text()
    for page in story.pages.values():
        await expect(page.locator(".cm-content[data-language=python]")).to_be_visible()
        await page.evaluate("globalThis.stillHere = true")
    for page in (story.ana, story.ada):
        await hold_connections(page)
        await page.locator(".room-editor-tab [role=tab]").first.click()
        await expect(page.locator(".room-editor-tab.is-on")).to_contain_text("main.py")
        await page.locator(".room-editor .cm-content").click()
        await page.keyboard.press("Control+End")
    typed = asyncio.gather(story.ana.keyboard.type("K" * 10), story.ada.keyboard.type("X" * 10))
    await story.ben.wait_for_function(f"{EDITOR}.getText('codemirror').includes('K')")
    story.server.kill()
    await typed
    await asyncio.gather(story.ana.keyboard.type("K" * 10), story.ada.keyboard.type("X" * 10))
    await story.say(story.ana, "Are you there?")
    for page in story.pages.values():
        await expect(page.locator("nh-banner")).to_have_attribute("data-state", "offline")
    await frames(story.ana, story.ids["ada"])
    await frames(story.ada, story.ids["ana"])
    await story.server.start()
    for page in story.pages.values():
        await page.wait_for_function(ONLINE)
        await expect(lines(page)).to_have_text([SAID["ada"], SAID["ana"], "Are you there?"])
        length = f"{EDITOR}.getText('codemirror').length === {len(before) + 40}"
        await page.wait_for_function(length)
        assert await page.evaluate(STILL_HERE)
    for page in (story.ana, story.ada):
        await page.wait_for_function(f"{CALL}.people.length === 2")
        assert await are_same(page)
    after = await story.same_text()
    assert after.startswith(before) and (after.count("K"), after.count("X")) == (20, 20)
    await story.all_see()
    await story.say(story.ada, "All is well.")
    await expect(lines(story.ana)).to_have_count(4)
