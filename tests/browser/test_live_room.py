"""The live interview in Chromium: link, waiting room, let in, room, completed, thanks."""

from __future__ import annotations

import re

from playwright.async_api import Page, expect

from tests.browser.live import LivePages

ONLINE = "[...neurohireInterviews.values()].every((line) => line.state === 'online')"


async def marked(page: Page) -> None:
    """So that a reload of the page would be noticed."""
    await page.evaluate("globalThis.wasHere = true")


async def test_from_the_link_to_the_thanks(pages: LivePages) -> None:
    candidate, interviewer = await pages.both()
    await expect(interviewer.locator(".people-asks")).to_have_count(0)
    await expect(interviewer.locator(".call-leave")).to_be_visible()  # whoever lets in is in the call
    await expect(candidate.locator(".call-leave")).to_be_visible()
    await expect(interviewer.locator(".room-clock-button")).to_contain_text("45 minutes left")

    await candidate.reload()
    await expect(candidate.locator(".room")).to_be_visible()
    await candidate.locator(".room-leave").click()
    await expect(candidate.get_by_role("heading", name="You have left the room")).to_be_visible()
    await candidate.locator(".waiting-return").click()
    await candidate.wait_for_url(re.compile(r"/room$"))

    await interviewer.locator(".people-button").click()
    await interviewer.locator(".people-back").click()
    await interviewer.locator(".people-confirm").click()
    await candidate.wait_for_url(re.compile(r"/waiting"))
    await expect(candidate.get_by_role("heading", name="You are back in the waiting room")).to_be_visible()
    await candidate.locator(".waiting-ask").click()
    await expect(candidate.get_by_role("heading", name="You have asked to join")).to_be_visible()
    await expect(interviewer.locator(".people-button")).to_be_focused()
    await interviewer.keyboard.press("Escape")
    await expect(interviewer.locator(".people-asks .people-admit")).to_be_visible()  # it takes its time
    await interviewer.keyboard.press("Alt+a")
    await candidate.wait_for_url(re.compile(r"/room$"))

    await interviewer.locator(".room-clock-button").click()
    await interviewer.locator("#room-clock-card .room-extend", has_text="10").click()
    await expect(candidate.locator(".room-notice")).to_contain_text("10 more minutes")

    await interviewer.locator(".room-complete").click()
    await interviewer.locator(".room-confirm").click()
    await candidate.wait_for_url(re.compile(r"/done$"))
    await expect(candidate.get_by_role("heading", name="Thank you, Ana Ruiz.")).to_be_visible()
    await interviewer.wait_for_url(re.compile(r"/interviews/[0-9a-f-]{36}"))
    await candidate.go_back()
    await expect(candidate.get_by_role("heading", name="Thank you, Ana Ruiz.")).to_be_visible()
    assert pages.faults == []


async def test_a_killed_server_takes_nothing_away(pages: LivePages) -> None:
    candidate, interviewer = await pages.both()
    for page in (candidate, interviewer):
        # what the editor loads by and by is there: a chunk that is asked for now would not come
        await expect(page.locator(".cm-content[data-language=python]")).to_be_visible()
        await marked(page)
    pages.server.kill()
    await expect(candidate.locator("nh-banner")).to_have_attribute("data-state", "offline")
    await interviewer.locator(".room-clock-button").click()
    await interviewer.locator("#room-clock-card .room-extend", has_text="5").first.click()  # while it is away
    await pages.server.start()
    for page in (candidate, interviewer):
        await page.wait_for_function(ONLINE)
    await expect(candidate.locator(".room-notice")).to_contain_text("5 more minutes")
    await expect(interviewer.locator(".people-button")).to_contain_text("2")
    assert await candidate.evaluate("globalThis.wasHere") and await interviewer.evaluate("globalThis.wasHere")
    await interviewer.locator(".people-button").click()
    await interviewer.locator(".people-remove").first.click()
    await interviewer.locator("dialog[open] textarea").fill("We talk for a moment.")
    await interviewer.locator(".people-confirm").click()
    await candidate.wait_for_url(re.compile(r"/waiting"))
    await expect(candidate.locator(".waiting-reason")).to_have_text("We talk for a moment.")
    assert pages.faults == []


async def test_without_any_device_one_is_let_in_all_the_same(pages: LivePages) -> None:
    interviewer = await pages.staff()
    candidate = await pages.candidate(permissions=[])
    await candidate.evaluate(
        "() => { const refuse = () => Promise.reject(new DOMException('', 'NotAllowedError'));"
        "navigator.mediaDevices.getUserMedia = refuse; }"
    )
    await candidate.locator(".waiting-open").click()
    await expect(candidate.locator(".note-attention")).to_have_count(2)
    await expect(candidate.locator(".note-attention").first).to_contain_text("left end of the address")
    await candidate.locator(".waiting-ask").click()
    await interviewer.locator(".people-asks .people-admit").click()
    await candidate.wait_for_url(re.compile(r"/room$"))
    await expect(candidate.locator(".room")).to_be_visible()


async def test_keys_are_listed_and_a_narrow_window_is_told_kindly(pages: LivePages) -> None:
    interviewer = await pages.staff()
    await interviewer.keyboard.press("?")
    listed = interviewer.locator(".room-keys div")
    await expect(listed.filter(has_text="Let the candidate in who asks")).to_contain_text("Alt")
    await interviewer.keyboard.press("Escape")
    await interviewer.keyboard.press("Alt+p")
    await expect(interviewer.locator(".people-card")).to_be_visible()
    centre = await interviewer.locator(".room-centre").bounding_box()
    assert centre and centre["width"] >= 0.55 * 1440
    await interviewer.set_viewport_size({"width": 1280, "height": 800})
    centre = await interviewer.locator(".room-centre").bounding_box()
    assert centre and centre["width"] >= 0.55 * 1280
    assert await interviewer.evaluate("document.documentElement.scrollWidth") == 1280
    await expect(interviewer.locator(".room-narrow")).to_be_hidden()
    await interviewer.set_viewport_size({"width": 390, "height": 844})
    await expect(interviewer.locator(".room-narrow")).to_be_visible()
    assert await interviewer.evaluate("document.documentElement.scrollWidth") == 390
