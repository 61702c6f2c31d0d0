"""The editor of the live room in Chromium: two people in one line, files, losses, focus time."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from playwright.async_api import Page, expect
from sqlmodel import Session

from neurohire.models.interviews import Interview
from neurohire.services import documents, journal
from neurohire.vocabulary import PolicyMode
from tests.browser.live import LivePages
from tests.browser.patience import until

EDITOR = "document.querySelector('.room-editor-code').editor"


async def ready(page: Page, may_write: bool = True) -> Page:
    """Its document is there, and so is what the room says about it."""
    await page.wait_for_function(
        f"document.querySelector('.room-editor-code')?.editor && {EDITOR}.state === 'online'"
    )
    await expect(page.locator(".room-editor-code .cm-content")).to_have_attribute(
        "contenteditable", str(may_write).lower()
    )
    return page


async def both(pages: LivePages) -> tuple[Page, Page]:
    candidate, interviewer = await pages.both()
    return await ready(candidate), await ready(interviewer)


async def text(page: Page, root: str = "codemirror") -> str:
    return str(await page.evaluate(f"root => {EDITOR}.getText(root)", root))


async def shows(page: Page, words: str, root: str = "codemirror") -> None:
    await page.wait_for_function(f"([words, root]) => {EDITOR}.getText(root) === words", arg=[words, root])


async def saved(*pages: Page) -> None:
    for page in pages:
        await page.wait_for_function(f"{EDITOR}.waiting === 0")


async def stored(pages: LivePages, root: str = "codemirror") -> str:
    return await pages.database.read(documents.text, pages.live.interview_id, root)


async def entries(pages: LivePages, kind: str) -> list[dict[str, Any]]:
    found = await pages.database.read(journal.since, pages.live.interview_id, 0, 10_000)
    return [entry.body or {} for entry in found if entry.kind == kind]


async def test_two_type_in_one_line_and_lose_nothing_by_reload_net_or_kill(pages: LivePages) -> None:
    ana, rita = await both(pages)
    for page in (ana, rita):
        await page.click(".room-editor .cm-content")
    await asyncio.gather(ana.keyboard.type("a" * 60, delay=5), rita.keyboard.type("r" * 60, delay=5))
    await until(lambda: same(ana, rita, 120))
    line = await text(ana)
    assert (line.count("a"), line.count("r"), "\n" in line) == (60, 60, False)
    await expect(rita.locator(".cm-ySelectionInfo")).to_have_text("Ana Ruiz")
    await saved(ana, rita)

    await ana.reload()
    await ready(ana)
    await shows(ana, line)

    typed = asyncio.ensure_future(rita.keyboard.type("R" * 40, delay=40))
    await ana.context.set_offline(True)  # 3 s without network
    await ana.click(".room-editor .cm-content")
    await ana.keyboard.press("Control+Home")
    await ana.keyboard.type("offline ", delay=20)
    await asyncio.sleep(3)
    await ana.context.set_offline(False)
    await typed
    await until(lambda: same(ana, rita, 168))

    typed = asyncio.ensure_future(ana.keyboard.type("k" * 30, delay=40))
    await asyncio.sleep(0.4)
    pages.server.kill()
    await typed
    await rita.keyboard.type("x" * 10)
    await pages.server.start()
    await until(lambda: same(ana, rita, 208))
    await saved(ana, rita)
    whole = await text(ana)
    assert {letter: whole.count(letter) for letter in "arRkx"} == {
        "a": 60,
        "r": 60,
        "R": 40,
        "k": 30,
        "x": 10,
    }
    assert "offline " in re.sub("[^offline ]", "", whole)
    assert await stored(pages) == whole
    assert pages.faults == []


async def same(ana: Page, rita: Page, length: int) -> bool:
    one, two = await text(ana), await text(rita)
    return one == two and len(one) == length


async def test_files_as_tabs_and_own_undo(pages: LivePages) -> None:
    ana, rita = await both(pages)
    await ana.click(".room-editor-add")
    await expect(ana.locator(".room-editor-tab.is-on [role=tab]")).to_contain_text("file1.py")
    await expect(rita.locator(".room-editor-tab [role=tab]")).to_have_count(2)
    await expect(rita.locator(".room-editor-tab.is-on [role=tab]")).to_contain_text("main.py")
    await ana.click(".room-editor .cm-content")
    await ana.keyboard.insert_text("ana ")  # at once: keys that come slowly are undone one by one
    await rita.locator(".room-editor-tab [role=tab]").nth(1).click()
    await shows(rita, "ana ", "file-1")
    await rita.click(".room-editor .cm-content")
    await rita.keyboard.press("Control+End")
    await rita.keyboard.type("rita")
    await shows(ana, "ana rita", "file-1")
    await ana.keyboard.press("Control+z")  # only what Ana typed
    await shows(rita, "rita", "file-1")
    await rita.locator(".room-editor-tab [role=tab]").nth(0).click()
    await rita.click(".room-editor .cm-content")
    await rita.keyboard.insert_text("first")
    await rita.keyboard.press("Control+z")
    await shows(rita, "", "codemirror")
    await shows(ana, "rita", "file-1")  # the undo of one file leaves the other alone

    await ana.locator(".room-editor-tab.is-on [role=tab]").press("F2")
    await ana.locator(".room-editor-name").fill("util.js")
    await ana.locator(".room-editor-name").press("Enter")
    await expect(rita.locator(".room-editor-tab [role=tab]").nth(1)).to_contain_text("util.js")
    await ana.locator(".room-editor-language select").select_option("JavaScript")
    await rita.locator(".room-editor-tab [role=tab]").nth(1).click()
    await expect(rita.locator(".room-editor-language select")).to_have_value("JavaScript")

    await ana.locator(".room-editor-close").click()
    await expect(ana.locator(".room-editor dialog")).to_contain_text("Remove util.js?")
    await ana.locator(".room-editor dialog .button-danger").click()
    await expect(rita.locator(".room-editor-tab [role=tab]")).to_have_count(1)
    await expect(rita.locator(".room-editor-tab.is-on [role=tab]")).to_contain_text("main.py")
    await ana.locator(".room-editor-notice .button").first.click()
    await expect(rita.locator(".room-editor-tab [role=tab]")).to_have_count(2)
    await shows(rita, "rita", "file-1")
    await ana.reload()
    await ready(ana)
    await expect(ana.locator(".room-editor-tab [role=tab]")).to_have_count(2)
    assert pages.faults == []


async def test_an_observer_reads_and_esc_tab_leaves(pages: LivePages) -> None:
    ana, _ = await both(pages)
    olga = await ready(await pages.staff("olga"), may_write=False)
    await ana.click(".room-editor .cm-content")
    await ana.keyboard.type("ours")
    await shows(olga, "ours")
    await expect(olga.locator(".room-editor-foot")).to_contain_text("read along")
    await expect(olga.locator(".room-editor-add")).to_have_count(0)
    await olga.click(".room-editor .cm-content")
    await olga.keyboard.type("no")
    await olga.evaluate(f"{EDITOR}.text.insert(0, 'not ')")
    await shows(olga, "ours")
    await shows(ana, "ours")

    await ana.keyboard.press("Tab")
    await until(lambda: has_length(ana, 8))
    await ana.keyboard.press("Escape")
    await ana.keyboard.press("Tab")
    inside = "document.querySelector('.room-editor .cm-editor').contains(document.activeElement)"
    assert not await ana.evaluate(inside)
    await ana.keyboard.press("Alt+e")
    assert await ana.evaluate(inside)
    await ana.locator(".room-help").click()
    await expect(ana.locator("body")).to_contain_text("Leave the editor")


async def has_length(page: Page, length: int) -> bool:
    return len(await text(page)) == length


PASTE = """words => {
  const data = new DataTransfer();
  data.setData("text/plain", words);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.querySelector(".room-editor .cm-content").dispatchEvent(event);
}"""


async def test_paste_is_recorded_never_its_words(pages: LivePages) -> None:
    ana, rita = await both(pages)
    await ana.click(".room-editor .cm-content")
    await ana.evaluate(PASTE, "secret words " * 20)
    await shows(rita, "secret words " * 20)
    await pages.saved(ana)
    await until(lambda: entries(pages, "clipboard_noted"))
    assert await entries(pages, "clipboard_noted") == [{"action": "paste", "size": 260}]
    await until(lambda: entries(pages, "large_insert_seen"))
    seen = (await entries(pages, "large_insert_seen"))[0]
    assert (seen["size"], seen["caught_up"]) == (260, False)
    found = await pages.database.read(journal.since, pages.live.interview_id, 0, 10_000)
    assert not any("secret" in str(entry.body) for entry in found)
    await rita.click(".room-editor .cm-content")
    await rita.evaluate(PASTE, "by the interviewer")
    await shows(ana, await text(rita))
    assert len(await entries(pages, "clipboard_noted")) == 1  # the team is free


def enforce(db: Session, interview_id: str) -> None:
    row = db.get(Interview, interview_id)
    assert row is not None
    row.policy = PolicyMode.ENFORCE.value


async def test_paste_is_blocked_where_the_policy_says_so(pages: LivePages) -> None:
    await pages.database.transact(enforce, pages.live.interview_id)
    ana, rita = await both(pages)
    await ana.click(".room-editor .cm-content")
    await ana.keyboard.type("mine")
    await ana.evaluate(PASTE, "not mine")
    await expect(ana.locator(".room-editor-notice")).to_contain_text("switched off")
    await pages.saved(ana)
    assert await text(ana) == "mine"
    assert await entries(pages, "clipboard_noted") == [{"action": "paste", "size": 8}]
    await rita.click(".room-editor .cm-content")
    await rita.evaluate(PASTE, "free ")
    await shows(ana, await text(rita))
    assert "free " in await text(ana)


async def test_where_it_is_blocked_the_editors_own_text_moves_and_does_not_leave(pages: LivePages) -> None:
    await pages.database.transact(enforce, pages.live.interview_id)
    candidate, _ = await pages.both()
    ana = await ready(candidate)
    await ana.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await ana.evaluate("navigator.clipboard.writeText('from elsewhere')")
    await ana.click(".room-editor .cm-content")
    await ana.keyboard.insert_text("alpha beta")
    await ana.keyboard.press("Shift+Control+ArrowLeft")
    await ana.keyboard.press("Control+x")
    await expect(ana.locator(".room-editor .cm-line").first).to_have_text("alpha ")
    await ana.keyboard.press("Control+Home")
    await ana.keyboard.press("Control+v")
    await expect(ana.locator(".room-editor .cm-line").first).to_have_text("betaalpha ")
    await ana.keyboard.press("Control+c")  # nothing selected: the line
    await ana.keyboard.press("Control+v")
    await expect(ana.locator(".room-editor .cm-line")).to_have_text(["betaalpha ", "betaalpha "])
    await expect(ana.locator(".room-editor-notice")).to_have_count(0)
    assert await ana.evaluate("navigator.clipboard.readText()") == ""  # nothing for elsewhere
    await ana.evaluate("navigator.clipboard.writeText('from elsewhere')")
    await ana.click(".room-editor .cm-content")
    await ana.keyboard.press("Control+v")
    await expect(ana.locator(".room-editor-notice")).to_contain_text("switched off")
    assert "elsewhere" not in await text(ana)
    await pages.saved(ana)
    noted = [entry["action"] for entry in await entries(pages, "clipboard_noted")]
    assert noted == ["cut", "copy", "paste"]
    found = await pages.database.read(journal.since, pages.live.interview_id, 0, 10_000)
    assert not any("beta" in str(entry.body) for entry in found if entry.kind == "clipboard_noted")
    assert pages.faults == []


async def test_colours_that_do_not_come_at_first_are_asked_for_again(pages: LivePages) -> None:
    candidate, interviewer = await pages.both()
    ana, rita = await ready(candidate), await ready(interviewer)
    await expect(ana.locator(".cm-content[data-language=python]")).to_be_visible()
    scripts = re.compile(r"\.js(\?|$)")
    await ana.route(scripts, lambda route: route.abort())
    await ana.locator(".room-editor-language select").select_option("JavaScript")
    await expect(ana.locator(".room-editor-plain")).to_contain_text("Colours of the code")
    await ana.click(".room-editor .cm-content")
    await ana.keyboard.type("x = 1")
    await shows(rita, "x = 1")
    await ana.unroute(scripts)
    await expect(ana.locator(".cm-content[data-language=javascript]")).to_be_visible()
    await expect(ana.locator(".room-editor-plain")).to_have_count(0)
    assert pages.faults == []


async def test_focus_time_for_both(pages: LivePages) -> None:
    ana, rita = await both(pages)
    await ana.click(".room-editor .cm-content")
    await ana.keyboard.type("seen ")
    await shows(rita, "seen ")
    await ana.locator(".room-focus > button").click()
    await ana.locator(".room-focus-minutes button").first.click()
    await expect(ana.locator(".room-focus-on")).to_contain_text("working unwatched")
    await expect(rita.locator(".room-editor-held")).to_contain_text("Ana Ruiz is working alone")
    await ana.click(".room-editor .cm-content")
    await ana.keyboard.press("Control+End")
    await ana.keyboard.type("unseen")
    await saved(ana)
    assert await text(rita) == "seen "
    await rita.reload()
    await ready(rita, may_write=False)
    await expect(rita.locator(".room-editor-held")).to_be_visible()
    await shows(rita, "seen ")
    await rita.locator(".room-focus-on button").click()
    await rita.locator(".room-focus textarea").fill("Let us look together")
    await rita.locator(".room-focus dialog button[type=submit]").click()
    await shows(rita, "seen unseen")
    await expect(ana.locator(".room-focus-ended")).to_contain_text("Let us look together")
    await expect(rita.locator(".room-editor-held")).to_have_count(0)
    assert pages.faults == []
