"""Two people run code in the live room: both see what comes out, in whose browser, and which tests passed."""

from __future__ import annotations

from playwright.async_api import Page, expect
from sqlmodel import Session

from neurohire.questions.bank import load_bank
from neurohire.services.question_sets import new_row, rows_of
from tests.browser.live import LivePages

SOLVED = "def first_unique(text):\n    return next((one for one in text if text.count(one) == 1), None)\n"


def add_question(db: Session, interview_id: str) -> str:
    question = load_bank().question("coding-first-unique")
    assert question is not None
    row = new_row(interview_id, len(rows_of(db, interview_id)), question)
    db.add(row)
    db.flush()
    return row.id


async def write(page: Page, text: str) -> None:
    """Into the file that is shown, past the editor's own indenting."""
    await page.evaluate(
        "(text) => { const { view } = document.querySelector('.room-editor-code').editor;"
        " view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }); view.focus(); }",
        text,
    )


async def test_both_see_what_a_run_prints_and_which_tests_passed(pages: LivePages) -> None:
    question_id = await pages.database.transact(add_question, pages.live.interview_id)
    candidate, interviewer = await pages.both()
    show = "(id) => [...neurohireRooms.values()][0].line.send('question_show', { question_id: id })"
    assert (await interviewer.evaluate(show, question_id))["ok"] is True
    await expect(candidate.locator(".room-editor-tab.is-on")).to_contain_text("question")
    await expect(candidate.locator(".room-runner-cases tbody tr")).to_have_count(2)
    await expect(interviewer.locator(".room-runner-cases tbody tr")).to_have_count(5)
    assert "aabbccd" not in await candidate.content()

    await write(candidate, "name = input()\nprint('Hello', name)\n")
    await candidate.locator(".room-input-open").click()
    await candidate.locator(".room-runner-input textarea").fill("Ana")
    await candidate.locator(".room-editor .cm-content").click()
    await candidate.keyboard.press("Control+Enter")
    for page in (candidate, interviewer):
        await expect(page.locator(".room-runner-text")).to_have_text("Hello Ana\n")
    await expect(candidate.locator(".room-runner-about")).to_contain_text("Run in your browser")
    await expect(interviewer.locator(".room-runner-about")).to_contain_text("Run in Ana Ruiz's browser")
    await expect(interviewer.locator(".room-runner-about")).to_contain_text("self-reported")

    await write(candidate, SOLVED)
    await expect(interviewer.locator(".room-editor .cm-content")).to_contain_text("def first_unique")
    await interviewer.locator(".room-test").click()
    await expect(interviewer.locator(".room-runner-cases caption")).to_have_text("5 of 5 passed")
    await expect(candidate.locator(".room-runner-cases caption")).to_have_text("2 of 2 passed")
    await expect(candidate.locator(".room-runner-about")).to_contain_text("Run in Rita")

    await interviewer.reload()
    await expect(interviewer.locator(".room-runner-cases caption")).to_have_text("5 of 5 passed")
    await expect(interviewer.locator(".room-runner-past option")).to_have_count(2)
    assert "aabbccd" not in await candidate.content()
    assert pages.faults == []


async def test_output_is_seen_by_the_other_while_it_goes_on_and_a_loop_can_be_stopped(
    pages: LivePages,
) -> None:
    candidate, interviewer = await pages.both()
    await write(candidate, "import time\nfor n in range(100):\n    print('line', n)\n    time.sleep(0.3)\n")
    await candidate.locator(".room-run").click()
    await expect(interviewer.locator(".room-runner-text")).to_contain_text("line 3")
    await expect(candidate.locator(".room-stop")).to_be_visible()
    await candidate.locator(".room-stop").click()
    for page in (candidate, interviewer):
        await expect(page.locator(".room-runner-end")).to_have_text("Stopped.")
    assert pages.faults == []
