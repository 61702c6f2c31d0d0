"""The admin and the invited recruiter in real browsers: a link, a sign-in, out at once when disabled."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.story import Story
from tests.live_server import LiveServer
from tests.people import PASSWORD

pytestmark = [pytest.mark.needs("chromium")]
NAME = '<b onclick="x">Ben</b> "Q" Recruiter'


async def test_invited_signed_in_disabled_and_gone(browser: Browser, live_server: LiveServer) -> None:
    story = Story(browser, live_server)
    ada, ben = await story.set_up(), await story.open(viewport={"width": 390, "height": 844})
    link = await add(ada, live_server.url)
    await ben.goto(link)
    await ben.locator("input[name=password]").fill(PASSWORD)
    await ben.get_by_role("button", name="Set my password").click()
    await expect(ben.get_by_text("Start with a position")).to_be_visible()
    await ben.goto(f"{live_server.url}/account")
    await make_token(ben)

    await row(ada).click()
    sheet = ada.locator("aside.sheet")
    await expect(sheet.get_by_text("Last seen", exact=True)).to_be_visible()
    await sheet.get_by_role("button", name="Disable the account").click()
    await ada.get_by_role("button", name="Disable", exact=True).click()
    await expect(ben).to_have_url(re.compile("/login"))  # nobody touched that browser
    await expect(sheet.get_by_text("This account is disabled")).to_be_visible()
    await ada.keyboard.press("Escape")
    await expect(row(ada)).to_contain_text("Disabled")
    await ben.goto(link)
    await expect(ben.get_by_text("This account is disabled")).to_be_visible()
    assert not story.violations and not story.foreign


async def add(page: Page, url: str) -> str:
    """Through the form; the link that is shown once."""
    await page.goto(f"{url}/users")
    await page.get_by_role("button", name="Add somebody").click()
    sheet = page.locator("aside.sheet")
    await sheet.get_by_label("Name", exact=True).fill(NAME)
    await sheet.get_by_label("E-mail").fill("nonsense")
    await sheet.get_by_role("button", name="Add and make the link").click()
    await expect(sheet.get_by_text("This does not look like an e-mail address")).to_be_visible()
    await sheet.get_by_label("E-mail").fill("ben@example.org")
    await sheet.get_by_role("button", name="Add and make the link").click()
    link = await page.get_by_label("One-time link", exact=True).input_value()
    await page.get_by_role("button", name="I have copied it").click()
    await expect(row(page)).to_contain_text("Invited")
    return url + link[link.index("/join/") :]


async def make_token(page: Page) -> None:
    await page.get_by_role("button", name="New token").click()
    await page.get_by_label("Name", exact=True).fill("Nightly export")
    await page.get_by_role("button", name="Make the token").click()
    token = await page.get_by_label("Token", exact=True).input_value()
    assert token.startswith("nh_")
    await page.get_by_role("button", name="I have copied it").click()
    await expect(page.get_by_role("button", name="Revoke Nightly export")).to_be_visible()
    assert token not in await page.content()


def row(page: Page):  # type: ignore[no-untyped-def]
    """Ben's line of the list; his name is text, not markup."""
    return page.get_by_role("row").filter(has_text=NAME)
