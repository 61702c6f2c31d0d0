"""From the form to another time: scheduled in a second zone, seen in the week, asked to be moved, moved."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from icalendar import Calendar
from playwright.async_api import Browser, Page, expect

from neurohire import clock
from tests.browser.story import Story
from tests.live_server import LiveServer

pytestmark = [pytest.mark.needs("chromium")]


async def test_scheduled_seen_asked_for_another_time_and_moved(
    browser: Browser, live_server: LiveServer
) -> None:
    story = Story(browser, live_server)
    ada = await story.set_up()
    day = clock.now() + timedelta(days=9)
    link, interview = await schedule(ada, live_server.url, f"{day:%Y-%m-%d}")

    await ada.goto(f"{live_server.url}/interviews/week?from={day:%Y-%m-%d}")
    block = ada.locator(".week-block")
    await expect(block).to_have_count(1)
    await expect(block).to_have_attribute("aria-label", re.compile(r"14:00 \(New York\)"))
    before = await sequence(ada, interview)

    ana = await story.open(viewport={"width": 390, "height": 844}, timezone_id="Asia/Tokyo")
    await ana.goto(link)
    await ana.get_by_role("button", name="Ask for another time").click()
    await ana.wait_for_url("**/my")
    await expect(ana.locator(".live-time")).to_contain_text("14:00 (New York)")
    await expect(ana.get_by_text("On your clock")).to_contain_text("(Tokyo)")
    await ana.get_by_text("Ask for another time").click()
    await ana.locator("textarea[name=words]").fill("I have an exam <b>that</b> day.")
    await ana.locator("input[name=time]").first.fill(f"{day + timedelta(days=2):%Y-%m-%d}T18:30")
    await ana.get_by_role("button", name="Send").click()
    await expect(ana.get_by_text("You asked for another time")).to_be_visible()

    await ada.goto(live_server.url)
    await ada.get_by_role("link", name="Answer").click()
    await expect(ada.get_by_text("I have an exam <b>that</b> day.")).to_be_visible()
    await ada.get_by_role("link", name=re.compile(r"18:30 \(Tokyo\)")).click()
    await expect(ada.locator("input[type=time]")).to_have_value(re.compile(r"^0[45]:30$"))  # New York
    await ada.get_by_role("button", name="Move it").click()
    await expect(ada.get_by_text("It was moved. Before:")).to_be_visible()
    assert await sequence(ada, interview) == before + 1

    await ana.reload()
    await expect(ana.get_by_text("It was moved as you asked")).to_be_visible()
    await expect(ana.get_by_text("On your clock")).to_contain_text("18:30 (Tokyo)")
    assert not story.violations and not story.foreign


async def schedule(page: Page, url: str, day: str) -> tuple[str, str]:
    """A new person, another title, New York; (link, address of the interview)."""
    await page.goto(f"{url}/interviews/new")
    who = page.locator(".who")
    await who.get_by_label("Name").fill("Ana Ruiz")
    await who.get_by_label("E-mail").fill("ana at example")
    await page.get_by_label("Title").fill("Backend Engineer")
    await page.locator("input[type=date]").fill(day)
    await page.locator("input[type=time]").fill("14:00")
    zone = page.get_by_label("Time zone")
    await zone.fill("New York")
    await page.locator(".q-menu .q-item").filter(has_text="America / New York").click()
    await expect(page.locator(".schedule-means")).to_contain_text("14:00 (New York)")
    await page.get_by_role("button", name="Schedule", exact=True).click()
    await expect(who.get_by_label("E-mail")).to_be_focused()  # which is far above the button
    await expect(who.get_by_label("E-mail")).to_be_in_viewport()
    await who.get_by_label("E-mail").fill("ana@example.org")
    await page.get_by_role("button", name="Schedule", exact=True).click()
    await expect(page.get_by_text("Nothing was sent")).to_be_visible()
    link = await page.get_by_label("Link", exact=True).input_value()
    interview = await page.get_by_role("link", name="Open the interview").get_attribute("href")
    return link.replace("localhost", "127.0.0.1"), f"{url}{interview}"


async def sequence(page: Page, interview: str) -> int:
    """Of the calendar file for the candidate, fetched as the signed-in recruiter."""
    address = f"/api/v1{interview[interview.index('/interviews/') :]}/calendar.ics?for=candidate"
    origin = interview[: interview.index("/interviews/")]
    answer = await page.request.get(f"{origin}{address}")
    (event,) = Calendar.from_ical(await answer.body()).walk("VEVENT")
    return int(event["SEQUENCE"])
