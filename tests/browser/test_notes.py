"""Notes and scorecards in Chromium: nothing typed is lost, others are hidden, the candidate has none."""

from __future__ import annotations

import re

from playwright.async_api import Page, expect
from sqlmodel import Session

from neurohire.services import journal, notes
from neurohire.services.notes import MyNotes
from neurohire.vocabulary import Recommendation
from tests.browser.live import LivePages
from tests.people import PASSWORD
from tests.rooms.live import Live
from tests.services.test_scorecards import judge

SECRET = "heron-4711"


async def open_notes(page: Page) -> None:
    await page.get_by_role("tab", name="Notes").first.click()
    await expect(page.locator(".notes-text")).to_be_enabled()


def stored(db: Session, live: Live) -> MyNotes:
    return notes.mine(db, live.interview_id, live.rita.user_id)


async def test_no_word_is_lost_to_a_reload_a_dropped_line_or_a_killed_server(pages: LivePages) -> None:
    rita = await pages.staff()
    await open_notes(rita)
    field = rita.locator(".notes-text")
    await field.fill("one")
    await rita.reload()  # at once: nothing was acknowledged
    await open_notes(rita)
    await expect(field).to_have_value("one")

    await rita.context.set_offline(True)
    await field.press("End")
    await field.press_sequentially(" two")
    await expect(rita.locator(".notes-state")).to_contain_text("kept on this device")
    await rita.keyboard.press("Alt+n")
    await rita.keyboard.type("marked offline")
    await rita.keyboard.press("Enter")
    await expect(field).to_be_focused()
    await rita.context.set_offline(False)
    await pages.saved(rita)
    await expect(rita.locator(".notes-state")).to_have_text("Saved")

    await field.press("End")
    await field.press_sequentially(" three")
    pages.server.kill()
    await field.press_sequentially(" four")  # nothing but this browser holds it
    await pages.server.start()
    await pages.saved(rita)
    await expect(field).to_have_value("one two three four")
    found = await pages.database.read(stored, pages.live)
    assert found.text == "one two three four"
    assert [mark.words for mark in found.bookmarks] == ["marked offline"]
    assert pages.faults == []


async def test_a_colleague_at_the_same_browser_sends_nothing_that_another_wrote(pages: LivePages) -> None:
    rita = await pages.staff()
    await open_notes(rita)
    await rita.context.set_offline(True)
    await rita.locator(".notes-text").fill(f"Rita's {SECRET}")
    await rita.context.clear_cookies()
    await rita.context.set_offline(False)
    page = await _as_ben(pages, rita)
    await open_notes(page)
    await expect(page.locator(".notes-text")).to_have_value("")
    await page.locator(".notes-text").fill("Ben's own")
    await pages.saved(page)
    own = await pages.database.read(notes.mine, pages.live.interview_id, pages.live.ben.user_id)
    assert own.text == "Ben's own"
    entries = await pages.database.read(journal.since, pages.live.interview_id, 0, 500)
    as_ben = [entry.body for entry in entries if entry.actor == pages.live.ben.journal_name]
    assert as_ben and SECRET not in str(as_ben)  # over her own line, still open, Rita may have sent it


async def _as_ben(pages: LivePages, page: Page) -> Page:
    """Signs in where Rita was."""
    await page.goto(f"{pages.server.url}/login")
    await page.locator("input[name=email]").fill(pages.live.ben.email)
    await page.locator("input[type=password]").fill(PASSWORD)
    await page.locator("button[type=submit]").last.click()
    await page.wait_for_url(lambda address: "/login" not in address)
    await page.goto(f"{pages.server.url}/rooms/{pages.live.interview_id}")
    return page


async def test_from_one_key_to_the_submitted_card_and_the_candidate_has_none_of_it(
    pages: LivePages,
) -> None:
    frames: list[str] = []
    candidate, rita = await pages.both()
    candidate.on("websocket", lambda line: line.on("framereceived", lambda text: frames.append(str(text))))
    await candidate.reload()
    await expect(candidate.locator(".room")).to_be_visible()
    await open_notes(rita)
    await rita.locator(".room-top").click()
    await rita.keyboard.press("n")
    await rita.keyboard.type(SECRET)
    await rita.keyboard.press("Enter")
    await rita.get_by_role("tab", name="Scorecard").click()
    line = rita.locator(".card-line").last
    await line.get_by_role("radio", name=re.compile("^3:")).check(force=True)
    await line.locator("textarea").fill(f"why {SECRET}")
    await pages.saved(rita)
    await rita.get_by_role("button", name="Submit scorecard").click()
    await expect(rita.get_by_text("Please choose a recommendation first.")).to_be_visible()
    await pages.database.transact(judge, pages.live, "ben", 1, Recommendation.NO, f"Ben {SECRET}")

    await rita.evaluate("line => [...neurohireInterviews.values()][0].send(line)", "complete_interview")
    await rita.wait_for_url(re.compile("/report$"))
    await expect(rita.locator(".notes")).to_be_visible()
    await expect(rita.get_by_text(f"Ben {SECRET}")).to_have_count(0)
    await rita.get_by_role("radio", name="Yes", exact=True).check(force=True)
    await rita.get_by_label("Reason for the recommendation").fill(f"because {SECRET}")
    await rita.get_by_role("button", name="Submit scorecard").click()
    await rita.locator(".notes-dialog").get_by_role("button", name="Submit scorecard").click()
    await expect(rita.locator(".judgement")).to_have_count(2)
    await expect(rita.locator(".judgement").filter(has_text=f"because {SECRET}")).to_be_visible()
    await candidate.wait_for_url(re.compile("/done$"))
    told = "".join(frames) + await candidate.content()
    assert frames and SECRET not in told and "scorecard" not in told.lower()
    assert pages.faults == []
