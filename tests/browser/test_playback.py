"""The playback in the report: 7,500 recorded edits, moved through in a real browser."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta

from playwright.async_api import expect
from pycrdt import Doc, Text
from sqlmodel import Session

from neurohire import clock
from neurohire.rooms.document_store import UpdateRow
from neurohire.services import documents, room_files
from tests.browser.live import LivePages
from tests.material import shared
from tests.rooms.live import Live, Sender, admit

EDITS = 7_500
PLAYBACK = "document.querySelector('.playback')"


def typed() -> tuple[list[UpdateRow], list[str]]:
    """Rows of a recorded writer, one edit a row, half a second apart, and the text after each."""
    found = json.loads(gzip.decompress(shared("traces/sequential_sveltecomponent.json.gz").read_bytes()))
    doc: Doc[Text] = Doc()
    text, rows, texts, began = doc.get("codemirror", type=Text), [], [], clock.now() - timedelta(hours=2)
    updates: list[bytes] = []
    doc.observe(lambda event: updates.append(event.update))
    for change in found["txns"]:
        for place, gone, words in change["patches"]:  # plain ASCII: bytes are characters
            if gone:
                del text[place : place + gone]
            if words:
                text.insert(place, words)
        for update in updates:
            at = began + timedelta(seconds=0.5 * len(rows))
            rows.append(UpdateRow(at, "candidate:somebody", update))
            texts.append(str(text))
        updates.clear()
        if len(rows) >= EDITS:
            break
    return rows[:EDITS], texts[:EDITS]


def written(db: Session, live: Live, rows: list[UpdateRow]) -> None:
    """An interview that is over, with these edits."""
    admit(db, live)
    room_files.ensure(db, live.interview_id)
    page = Sender(db, live, "rita")
    page.seq = 100
    page.send("add_file", name="empty.py")
    documents.append(db, live.interview_id, rows)
    page.send("complete_interview")


async def test_many_edits_play_smoothly(pages: LivePages) -> None:
    rows, texts = typed()
    await pages.database.transact(written, pages.live, rows)
    page = await pages.open()
    await pages.sign_in(page, "rita")
    await page.goto(f"{pages.server.url}/interviews/{pages.live.interview_id}/report")
    await page.locator(".playback").scroll_into_view_if_needed()
    await page.wait_for_function(f"{PLAYBACK}?.playback?.playback?.length === {EDITS}")
    shown = f"{PLAYBACK}.playback.view.state.doc.toString()"
    assert await page.evaluate(shown) == texts[-1]

    async def goes_to(number: int) -> float:
        """Milliseconds until the text after so many edits stands there."""
        script = f"""async (number) => {{
            const it = {PLAYBACK}.playback, start = performance.now();
            it.slide(it.playback.updates[number - 1].at - it.playback.start);
            await new Promise(requestAnimationFrame);
            return performance.now() - start;
        }}"""
        taken = float(await page.evaluate(script, number))
        assert await page.evaluate(shown) == texts[number - 1]
        return taken

    first = await goes_to(EDITS)
    taken = [await goes_to(number) for number in (10, 5_000, 4_999, 300, 7_499, 2_600, 2_590, EDITS, 1)]
    print(f"jumps: first {first:.0f} ms, then {', '.join(f'{one:.0f}' for one in taken)} ms")
    assert max(taken) < 1_500  # two busy cores; a jump back replays 500 edits at most

    await page.locator(".playback-small select").select_option("16")
    script = f"""async () => {{
        const it = {PLAYBACK}.playback, frames = [];
        it.slide(0);
        it.toggle();
        let last = performance.now(), until = last + 3000;
        while (last < until) {{
            await new Promise(requestAnimationFrame);
            const now = performance.now();
            frames.push(now - last);
            last = now;
        }}
        it.toggle();
        return [frames, it.done];
    }}"""
    frames, done = await page.evaluate(script)
    frames.sort()
    print(
        f"played {done} edits in 3 s: frames p50 {frames[len(frames) // 2]:.0f}, longest {frames[-1]:.0f} ms"
    )
    assert done > 20
    assert await page.evaluate(shown) == texts[done - 1]

    await page.locator(".playback-small input[placeholder]").fill("10:00")
    await page.locator(".playback-small input[placeholder]").press("Enter")
    await expect(page.locator(".playback-clock b")).to_have_text("10:00")
    assert await page.evaluate(shown) == texts[1_200]
    await page.locator(".playback-tabs button").nth(1).click()
    assert await page.evaluate(shown) == ""
    await page.locator(".playback-tabs button").nth(0).click()
    slider = page.locator(".playback-track input")
    await slider.press("ArrowRight")  # edit by edit
    assert await page.evaluate(shown) == texts[1_201]
    assert pages.faults == []


async def test_where_nothing_was_written_it_says_so(pages: LivePages) -> None:
    await pages.database.transact(written, pages.live, [])
    page = await pages.open()
    await pages.sign_in(page, "rita")
    await page.goto(f"{pages.server.url}/interviews/{pages.live.interview_id}/report")
    await page.locator(".playback").scroll_into_view_if_needed()
    await expect(page.locator(".playback")).to_contain_text("Nothing was written in the editor.")
