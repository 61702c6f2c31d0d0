"""The pieces in a real browser under the real policy: they work, and hostile words stay words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.live_server import LiveServer

VIOLATIONS = (
    "window.violations = []; window.alert = () => violations.push('alert');"
    "addEventListener('securitypolicyviolation',"
    " e => violations.push(e.violatedDirective + ' ' + e.blockedURI))"
)


@pytest.fixture
async def gallery(tmp_path: Path) -> AsyncIterator[str]:
    server = LiveServer(tmp_path, module="tests.pages.gallery")
    try:
        await server.start()
        yield server.url
    finally:
        server.kill()


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme="light")
    await context.add_init_script(VIOLATIONS)
    page = await context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    # an error in an element's own life is told in the console only
    page.on("console", lambda line: errors.append(line.text) if "TypeError" in line.text else None)
    yield page
    assert await page.evaluate("violations") == []
    assert not errors
    await context.close()


def table(page: Page, label: str):  # type: ignore[no-untyped-def]
    return page.locator(".data-table").filter(has=page.get_by_role("table", name=label, exact=True))


async def test_the_pieces_do_what_they_say(gallery: str, page: Page) -> None:
    await page.goto(gallery)
    interviews = table(page, "Interviews")
    await expect(interviews.locator("tbody tr")).to_have_count(25)
    await expect(interviews.get_by_text("<img src=x onerror=alert(1)>").first).to_be_visible()
    await page.get_by_role("button", name="Next page").click()
    await expect(interviews.get_by_text("26–50 of 137")).to_be_visible()
    await interviews.get_by_role("button", name="Candidate").click()
    await expect(interviews.locator("tbody tr").nth(1)).to_contain_text("<img")
    await expect(interviews.get_by_text("1–25 of 137")).to_be_visible()
    await interviews.get_by_placeholder("Search by name or e-mail").fill("jonas")
    await expect(interviews.get_by_text("1–20 of 20")).to_be_visible()
    await interviews.get_by_role("button", name="Live 27").click()
    await expect(interviews.get_by_text("of 4")).to_be_visible()
    await page.locator("body").press("/")
    await expect(page.get_by_label("Search candidates, interviews and positions")).to_be_focused()


async def test_a_search_without_a_hit_leaves_a_whole_table(gallery: str, page: Page) -> None:
    await page.goto(gallery)
    search = page.get_by_placeholder("Search by name or e-mail")
    here = page.locator(".data-table").filter(has=search)
    await search.fill("nobody has this name")
    await expect(here.locator("tbody tr")).to_have_count(0)
    await search.fill("jonas")
    await expect(page.get_by_text("1–20 of 20")).to_be_visible()


async def test_each_file_has_its_own_outcome(gallery: str, page: Page) -> None:
    await page.goto(gallery)
    await expect(page.get_by_text("Drop resumes here")).to_be_visible()
    given = {"ana résumé.pdf": 3000, "bad.pdf": 3000, "photo.png": 10, "big.pdf": 10 * 1024 * 1024 + 1}
    files = [{"name": n, "mimeType": "application/pdf", "buffer": b"x" * size} for n, size in given.items()]
    await page.set_input_files("input[type=file]", files)  # type: ignore[arg-type]
    row = page.locator(".file-row")
    await expect(row.filter(has_text="ana résumé.pdf")).to_contain_text("Sent")
    await expect(row.filter(has_text="bad.pdf")).to_contain_text("No text in this file")
    await expect(row.filter(has_text="photo.png")).to_contain_text("Not one of .pdf")
    await expect(row.filter(has_text="big.pdf")).to_contain_text("Larger than 10 MiB")
    many = [{"name": f"{n}.pdf", "mimeType": "x", "buffer": b"x"} for n in range(201)]
    await page.set_input_files("input[type=file]", many)  # type: ignore[arg-type]
    await expect(page.get_by_role("alert").filter(has_text="That is 201 files")).to_be_visible()
    await expect(row).to_have_count(4)


async def test_a_file_is_sent_again_when_the_line_breaks(gallery: str, page: Page) -> None:
    await page.goto(gallery)
    await page.route("**/upload", lambda route: route.abort(), times=1)
    await expect(page.get_by_text("Drop resumes here")).to_be_visible()
    await page.set_input_files("input[type=file]", [{"name": "a.pdf", "mimeType": "x", "buffer": b"x"}])
    await expect(page.locator(".file-row")).to_contain_text("Sent")


async def test_undo_confirm_and_theme(gallery: str, page: Page) -> None:
    await page.goto(gallery)
    await page.get_by_role("button", name="Toast").click()
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_text("Back again")).to_be_visible()
    await page.get_by_role("button", name="Remove Ana Ruiz").click()
    await expect(page.get_by_role("button", name="Cancel").last).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_text("Kept", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Menu of Mara Lindqvist").click()
    await page.get_by_role("button", name="Dark", exact=True).click()
    assert await page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    await page.reload(wait_until="commit")
    await page.wait_for_function("document.styleSheets.length > 3")
    assert await page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


@pytest.mark.parametrize("path", ["/", "/candidate", "/waits", "/login", "/landing"])
async def test_a_phone_is_wide_enough(gallery: str, page: Page, path: str) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(gallery + path)
    await expect(page.locator("#main, .plain")).to_be_visible()
    await expect(page.get_by_role("main")).to_have_count(1)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    small = await page.evaluate(
        "[...document.querySelectorAll('button, a.button, .control')].filter(e => e.offsetParent)"
        ".map(e => [e.getBoundingClientRect().height, e.className]).filter(([height]) => height < 39)"
        ".filter(([, name]) => !/jump|cell-open|lane-mark/.test(name))"
    )
    assert small == []
