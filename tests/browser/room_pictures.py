"""The README's pictures of a live interview: the form, the candidate who waits, the room, its report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.async_api import Page, expect

from tests.browser.calls import join

if TYPE_CHECKING:
    from tests.browser.pictures import Studio

SOON, HELD = "halvorsen", "kowalski"
SOLVED = """def merge_intervals(meetings):
    busy = []
    for start, end in sorted(meetings):
        if busy and start <= busy[-1][1]:
            busy[-1][1] = max(busy[-1][1], end)
        else:
            busy.append([start, end])
    return busy
"""
PICTURE_IS_THERE = """(number) => {
  const all = [...document.querySelectorAll(".call-tile video, .waiting-picture video")];
  return all.filter((video) => video.videoWidth > 0 && video.readyState >= 2).length >= number;
}"""


async def schedule(studio: Studio, page: Page) -> None:
    """A person who is known, another zone than the recruiter's, and what it means on both clocks."""
    found = await studio.interview(page, "mbeki")
    await page.goto(f"{studio.url}/interviews/new?position={found['position_id']}")
    who = page.locator(".who")
    await who.get_by_label("Name").fill("Grace Mbeki")
    await page.get_by_role("button", name=re.compile("Grace Mbeki")).click()
    await page.locator("input[type=date]").fill("2026-11-24")
    await page.locator("input[type=time]").fill("15:30")
    zone = page.get_by_label("Time zone")
    await zone.fill("Nairobi")
    await page.locator(".q-menu .q-item").filter(has_text="Nairobi").click()
    await expect(page.locator(".schedule-means")).to_contain_text("(Nairobi)")
    await page.get_by_label("Interviewers").click()
    await page.locator(".q-menu .q-item").filter(has_text="Robin").click()
    await page.keyboard.press("Escape")
    await expect(page.locator(".q-menu")).to_have_count(0)
    await page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")


async def waiting_room(studio: Studio, page: Page) -> None:
    """Ingrid has looked at her devices and asked to join."""
    await studio.as_candidate(page, SOON)
    await page.locator(".interview-enter button[type=submit]").click()
    await page.wait_for_url(re.compile("/(welcome|waiting)$"))
    if page.url.endswith("/welcome"):
        for box in await page.locator("input[type=checkbox]").all():
            await box.check()
        await page.locator("form button[type=submit]").last.click()
        await page.wait_for_url(re.compile("/waiting$"))
    await page.wait_for_function(PICTURE_IS_THERE, arg=1)
    asked = page.locator(".waiting-door[data-standing=requested]")
    await page.wait_for_function("[...neurohireRooms.values()][0].state !== null")
    if not await asked.count():
        await page.locator(".waiting-ask").click()
    await expect(asked).to_be_visible()


async def room(studio: Studio, page: Page) -> None:
    """Alex in the room: both pictures, code that passes its tests, the rubric, a few lines of chat."""
    found = await studio.interview(page, SOON)
    other = await studio.other("candidate")
    await waiting_room(studio, other)
    await page.goto(f"{studio.url}/rooms/{found['id']}")
    await page.locator(".people-asks .people-admit").click()
    await other.wait_for_url(re.compile("/room$"))
    await join(page)
    await join(other)
    await _talk(page, other)
    await _write(page, other)
    for one in (page, other):
        await one.wait_for_function(PICTURE_IS_THERE, arg=2)
    await page.locator(".room-top").click()


async def _talk(page: Page, other: Page) -> None:
    lines = page.locator(".chat-line")
    said = (
        (page, "Good afternoon, Ingrid. Please think aloud while you write."),
        (other, "Good afternoon! Gladly. May I ask things first?"),
        (page, "Of course."),
        (other, "Do meetings that only touch count as one busy time?"),
    )
    for number, (who, words) in enumerate(said, 1):
        await who.locator(".chat-box textarea").fill(words)
        await who.locator(".chat-box textarea").press("Enter")
        await expect(lines).to_have_count(number)


async def _write(page: Page, other: Page) -> None:
    """The coding question is shown; Ingrid solves it, Alex runs the tests."""
    row = page.locator(".rq-list > li", has_text="list of meetings")
    await row.locator("summary").first.click()
    await row.get_by_role("button", name=re.compile("^Show")).click()
    await expect(other.locator(".room-editor-tab.is-on")).to_contain_text("question")
    await other.wait_for_function("document.querySelector('.room-editor-code').editor.state === 'online'")
    await other.evaluate(
        "(text) => { const { view } = document.querySelector('.room-editor-code').editor;"
        " view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text },"
        " selection: { anchor: text.length } }); view.focus(); }",
        SOLVED,
    )
    await expect(page.locator(".room-editor .cm-content")).to_contain_text("return busy")
    await page.locator(".room-test").click()
    await expect(page.locator(".room-runner-cases caption")).to_contain_text("5 of 5")


async def live_report(studio: Studio, page: Page) -> None:
    found = await studio.interview(page, HELD)
    await page.goto(f"{studio.url}/interviews/{found['id']}/report")
    await page.locator(".judgement").first.wait_for()


async def live_report_code(studio: Studio, page: Page) -> None:
    """The same further down: how the code came about, and what was run."""
    await live_report(studio, page)
    playback = page.locator(".playback")
    await playback.scroll_into_view_if_needed()
    await page.get_by_role("slider", name="Moment").focus()
    await page.keyboard.press("End")
    await expect(page.locator(".playback-code .cm-content")).to_contain_text("print(")
    await page.locator("#code").evaluate("card => scrollTo(0, card.offsetTop - 72)")


SHOTS = {
    "schedule": schedule,
    "waiting-room": waiting_room,
    "room": room,
    "live-report": live_report,
    "live-report-code": live_report_code,
}
