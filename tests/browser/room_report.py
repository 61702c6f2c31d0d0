"""The report of a live interview, read by the two who held it: all of the record, judged, decided."""

from __future__ import annotations

import re

from playwright.async_api import Page, expect

from tests.browser.room_story import ADA, ANA, ASKED, BEN, CODING, SAID, SECRET, RoomStory

OWN_WORDS = "Measured first, then changed one thing."


async def read_record(story: RoomStory, text: str) -> None:
    """Chat, questions with time, code, its playback and runs, as they were in the room."""
    page = story.ada
    said = page.locator(".chat-said .keep-lines")
    await expect(said).to_have_text([SAID["ada"], SAID["ana"], "Are you there?", "All is well."])
    asked = page.locator(".asked")
    await expect(asked).to_have_count(2)
    await expect(asked.nth(0)).to_contain_text(ASKED)
    await expect(asked.nth(1)).to_contain_text(CODING)
    for one in (asked.nth(0), asked.nth(1)):
        await expect(one).to_contain_text(re.compile(r"\d+ (s|min)"))
    runs = page.locator(".run-said")
    await expect(runs).to_have_count(2)
    await expect(runs.filter(has_text=f"in {ANA}'s browser")).to_have_count(2)
    await expect(page.locator(".run-output").first).to_have_text("42\n")
    await expect(runs.filter(has_text="2 of 2 tests passed")).to_have_count(1)
    await expect(page.get_by_text(ANA).first).to_be_visible()
    await expect(page.get_by_text(re.compile(f"{ADA}, {BEN}|{BEN}, {ADA}")).first).to_be_visible()
    await _play(page, text)


async def _play(page: Page, text: str) -> None:
    """At its end the playback shows the very text of the room; at its beginning, nothing."""
    playback = page.locator(".playback")
    await playback.scroll_into_view_if_needed()
    slider = playback.get_by_role("slider", name="Moment")
    await slider.focus()
    await slider.press("End")
    code = playback.locator(".playback-code .cm-content")
    words = "code => [...code.querySelectorAll('.cm-line')].map(line => line.textContent).join('\\n')"
    await expect(code).to_contain_text("K" * 2)
    assert await code.evaluate(words) == text
    await slider.press("Home")
    await expect(code).not_to_contain_text("print")


async def judge_and_decide(story: RoomStory) -> None:
    """Ada's card, hidden from Ben until his own is in; then her decision, with her name."""
    ada, ben = story.ada, story.ben
    await expect(ada.locator(".notes-text")).to_have_value(f"calm {SECRET}")
    await ada.get_by_role("radio", name="Yes", exact=True).check(force=True)
    await ada.get_by_label("Reason for the recommendation").fill(OWN_WORDS)
    await ada.get_by_role("button", name="Submit scorecard").click()
    await ada.locator(".notes-dialog").get_by_role("button", name="Submit scorecard").click()
    await expect(ada.locator(".judgement")).to_contain_text(OWN_WORDS)
    await expect(ben.get_by_text("1 scorecard is submitted")).to_be_visible()
    await expect(ben.get_by_text(OWN_WORDS)).to_have_count(0)
    assert SECRET not in await ben.content() + await ben.locator(".notes-text").input_value()
    await ada.locator(".decide").get_by_role("combobox").click()
    await ada.get_by_role("option", name="Advance").click()
    await ada.locator(".decide textarea").fill("She measures before she changes anything.")
    await ada.locator(".decide").get_by_role("button", name="Decide", exact=True).click()
    await expect(ada.get_by_text("Your decision is kept")).to_be_visible()
    await expect(ben.get_by_text("She measures before she changes")).to_be_visible()
