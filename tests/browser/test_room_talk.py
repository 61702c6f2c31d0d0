"""Two people in the room of a live interview: they write, a question is shown, the resume is read."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from neurohire.media_store import MediaStore
from neurohire.settings import Settings
from tests.browser.live import LivePages, live_pages
from tests.candidates import CANARY, TEXTS
from tests.resumes.made import pdf, written
from tests.rooms.resumes import attach
from tests.services.test_room_questions import known_questions

PWN = '<img src=x onerror="window.pwn=1"><script>window.pwn=1</script> {{constructor.name}}'


@pytest.fixture
async def pages(settings: Settings, browser: Browser, tmp_path: Path) -> AsyncIterator[LivePages]:
    async with live_pages(browser, tmp_path) as found:
        await found.database.transact(known_questions, found.live)
        media = MediaStore(found.server.data_dir / "media")
        file = pdf(tmp_path / "ana.pdf", written("Ana Ruiz", "Python for six years"), written("Second page"))
        await found.database.transact(attach, found.live.interview_id, file, media.put(file.read_bytes()))
        yield found
        assert not found.faults


def lines(page: Page) -> Locator:
    return page.locator(".chat-line .chat-words")


async def say(page: Page, text: str) -> None:
    await page.locator(".chat-box textarea").fill(text)
    await page.locator(".chat-box textarea").press("Enter")


async def test_lines_are_text_links_and_code_and_come_once(pages: LivePages) -> None:
    ana, rita = await pages.both()
    await say(rita, f"Hello {PWN}")
    await expect(lines(ana)).to_have_count(1)
    await expect(lines(ana).first).to_have_text(f"Hello {PWN}")
    await say(
        ana,
        "https://example.org/a(1), http://\u0430pple.com/x https://bank.example@evil.example/ "
        "javascript:alert(1) \u202etxt.exe\u202c `x<y>`\n```python\nprint('<b>')\n```",
    )
    await expect(lines(rita)).to_have_count(2)
    links = lines(rita).nth(1).locator("a")
    await expect(links).to_have_count(2)
    shown = await links.evaluate_all("all => all.map(a => [a.textContent, a.href, a.rel, a.target])")
    assert [(text, href) for text, href, _, _ in shown] == [
        ("https://example.org/a(1)", "https://example.org/a(1)"),
        ("http://xn--pple-43d.com/x", "http://xn--pple-43d.com/x"),
    ]
    assert all("noopener noreferrer" in rel and target == "_blank" for _, _, rel, target in shown)
    await expect(lines(rita).nth(1).locator("> code")).to_have_text("x<y>")
    await expect(lines(rita).nth(1).locator(".chat-block-code")).to_have_text("print('<b>')")
    words = await lines(rita).nth(1).inner_text()
    assert "bank.example@evil.example" in words and "\u202e" not in words and "txt.exe" in words
    for page in (ana, rita):
        assert await page.evaluate("window.pwn") is None
        await page.reload()
        await expect(lines(page)).to_have_count(2)
        assert await page.evaluate("window.pwn") is None


async def test_what_is_written_offline_arrives_once_and_a_reload_loses_nothing(pages: LivePages) -> None:
    ana, rita = await pages.both()
    await say(ana, "before")
    await expect(lines(rita)).to_have_count(1)
    await ana.context.set_offline(True)
    await say(ana, "offline one")
    await say(ana, "offline two")
    await expect(ana.locator(".chat-line.is-waiting")).to_have_count(2)
    await ana.locator(".chat-box textarea").fill("half a sentence")
    await say(rita, "meanwhile")
    await ana.wait_for_timeout(3000)  # the loss itself: three seconds without a network
    await ana.context.set_offline(False)
    await expect(lines(rita)).to_have_text(["before", "meanwhile", "offline one", "offline two"])
    await expect(ana.locator(".chat-line.is-waiting")).to_have_count(0)
    await expect(lines(ana)).to_have_text(["before", "meanwhile", "offline one", "offline two"])
    await ana.reload()
    await expect(lines(ana)).to_have_text(["before", "meanwhile", "offline one", "offline two"])
    await expect(ana.locator(".chat-box textarea")).to_have_value("half a sentence")


async def test_times_and_order_are_the_servers_when_a_clock_is_an_hour_off(pages: LivePages) -> None:
    ana, rita = await pages.both()
    await ana.clock.install()
    await ana.evaluate("Date.now = ((real) => () => real() + 3_600_000)(Date.now)")
    await say(ana, "from the wrong hour")
    await expect(lines(rita)).to_have_count(1)
    await say(rita, "from the right one")
    await expect(lines(ana)).to_have_text(["from the wrong hour", "from the right one"])
    for page in (ana, rita):
        times = await page.locator(".chat-head time").evaluate_all("all => all.map(t => t.dateTime)")
        assert times == sorted(times)
    first = await ana.locator(".chat-head time").first.text_content()
    assert first == await rita.locator(".chat-head time").first.text_content()


async def test_unread_is_told_quietly_and_the_key_leads_to_the_chat(pages: LivePages) -> None:
    ana, rita = await pages.both()
    await expect(rita.locator(".chat-box textarea")).to_be_visible()
    title = await rita.title()
    await rita.evaluate(
        "Object.defineProperty(document, 'hidden', {get: () => window.isAway ?? true, configurable: true})"
    )
    await say(ana, "one")
    await say(ana, "two")
    await expect(rita).to_have_title(f"(2) {title}")
    await rita.evaluate("window.isAway = false; document.dispatchEvent(new Event('visibilitychange'))")
    await expect(rita).to_have_title(title)
    await expect(rita.locator(".chat-new")).to_have_count(1)
    await rita.locator(".room-what").click()
    await rita.keyboard.press("c")
    await expect(rita.locator(".chat-box textarea")).to_be_focused()
    await rita.keyboard.type("can a c be typed?")
    await expect(rita.locator(".chat-box textarea")).to_have_value("can a c be typed?")


async def test_a_question_is_shown_taken_off_and_never_more_than_that(pages: LivePages) -> None:
    ana, rita = await pages.both()
    frames: list[str] = []
    await expect(ana.locator(".rq-candidate")).to_contain_text("No question is shown")
    ana.on("websocket", lambda ws: ws.on("framereceived", lambda frame: frames.append(str(frame))))
    await ana.reload()  # from here on every frame is seen
    await expect(rita.locator(".rq-list > li")).to_have_count(3)
    await rita.get_by_role("button", name="Show the next").click()
    await expect(ana.locator(".rq-text")).to_have_text(TEXTS[0])
    await expect(rita.locator(".rq-now")).to_contain_text("Ana Ruiz sees this")
    await expect(rita.locator(".rq-now")).to_contain_text(f"{CANARY} point")
    await ana.reload()
    await expect(ana.locator(".rq-text")).to_have_text(TEXTS[0])
    await ana.get_by_role("tab", name="Resume").click()
    await rita.get_by_role("button", name="Show the next").click()
    await expect(ana.locator(".rq-text")).to_have_text(TEXTS[1])  # its panel comes to the front
    await expect(ana.locator(".rq-text")).to_be_visible()
    await rita.get_by_role("button", name="Write one").click()
    await rita.get_by_label("Your question").fill("How would you find the slow query?")
    await rita.get_by_role("button", name="Add and show it").click()
    await expect(ana.locator(".rq-text")).to_have_text("How would you find the slow query?")
    await expect(rita.locator(".rq-now")).to_contain_text("How would you find")  # or another goes
    await rita.get_by_role("button", name="Done, hide it").click()
    await expect(ana.locator(".rq-candidate")).to_contain_text("No question is shown")
    await expect(rita.locator(".rq-list .is-answered")).to_have_count(3)
    whole = await ana.content() + "".join(frames)
    assert TEXTS[0] in whole and CANARY not in whole and TEXTS[2] not in whole
    assert not re.search(r"rubric", "".join(frames), re.IGNORECASE)


async def test_the_resume_is_drawn_page_by_page_without_the_file(pages: LivePages) -> None:
    ana, rita = await pages.both()
    for page in (ana, rita):
        await page.get_by_role("tab", name="Resume").click()
        picture = page.locator(".rr-page img").first
        await expect(picture).to_have_class(re.compile("is-drawn"))
        assert await picture.evaluate("image => image.naturalWidth") > 1000
        await expect(page.locator(".rr-place")).to_have_text("1 of 2")
        await expect(page.locator(".rr-page figcaption").first).to_contain_text("Python for six years")
    box = rita.locator(".rr-pages")
    width = await rita.locator(".rr-page").first.evaluate("page => page.offsetWidth")
    await box.focus()
    await rita.keyboard.press("+")
    await expect(rita.locator(".rr-zoom")).to_have_text("125 %")
    assert await rita.locator(".rr-page").first.evaluate("page => page.offsetWidth") > width
    await rita.keyboard.press("0")
    await rita.keyboard.press("ArrowRight")
    await expect(rita.locator(".rr-place")).to_have_text("2 of 2")
    await rita.get_by_role("button", name="As text").click()
    await expect(rita.locator(".rr-text")).to_contain_text("Second page")
    async with rita.expect_download() as waiting:
        await rita.locator(".rr-bar a[download]").click()
    assert (await waiting.value).suggested_filename == "ana.pdf"
