"""A recorded call in real Chromium: agreed to, marked, reloaded, completed, played on the report."""

from __future__ import annotations

import json
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect
from sqlmodel import Session

from neurohire.models.interviews import Interview
from neurohire.services import live_reports
from neurohire.services.call_recordings import TakeView
from neurohire.settings import Settings
from tests.browser.calls import coloured_browsers, join, shows
from tests.browser.live import LivePages, live_pages

pytestmark = pytest.mark.needs("chromium", "ffmpeg")
RECORDER = "[...neurohireCallRecorders.values()][0]"
SENT = f"(least) => {RECORDER}?.take && {RECORDER}.take.pieces >= least && {RECORDER}.uploads.waiting === 0"
PLAYS = """async (player) => {
  player.muted = true;
  await player.play();
  await new Promise((done) => { player.ontimeupdate = () => { if (player.currentTime > 1) done(); }; });
  return [player.videoWidth, player.currentTime];
}"""


@pytest.fixture
async def browsers(tmp_path: Path) -> AsyncIterator[dict[str, Browser]]:
    async with coloured_browsers(tmp_path, ("red", "lime")) as found:
        yield found


@pytest.fixture
async def pages(browsers: dict[str, Browser], settings: Settings, tmp_path: Path) -> AsyncIterator[LivePages]:
    async with live_pages(browsers["lime"], tmp_path) as found:
        await found.database.transact(_record, found.live.interview_id)
        yield found
        assert found.faults == []


def _record(db: Session, interview_id: str) -> None:
    db.get_one(Interview, interview_id).is_recorded = True


async def choose(page: Page, pages: LivePages, kinds: tuple[str, ...]) -> None:
    """By the link; the choice on the recording leads to the waiting room."""
    await page.goto(f"{pages.server.url}/i/{pages.live.token}")
    await page.locator(".interview-enter button[type=submit]").click()
    await page.wait_for_url(lambda address: address.endswith("/welcome"))
    for kind in ("answers", "audio", "camera"):
        await page.locator(f"input[value={kind}]").set_checked(kind == "answers" or kind in kinds)
    await page.locator("form button[type=submit]").last.click()
    await page.wait_for_url(lambda address: address.endswith("/waiting"))


async def let_in(ana: Page, rita: Page) -> None:
    await ana.locator(".waiting-ask").click()
    await rita.locator(".people-asks .people-admit").click()
    await ana.wait_for_url(lambda address: address.endswith("/room"))
    await join(rita)
    await join(ana)


async def complete(rita: Page) -> None:
    await rita.locator(".room-complete").click()
    await rita.locator(".room-confirm").click()
    await rita.wait_for_url(lambda address: address.endswith("/report"))


async def test_both_are_recorded_and_the_report_plays_them(
    pages: LivePages, browsers: dict[str, Browser], tmp_path: Path
) -> None:
    rita = await pages.staff()
    await expect(rita.locator(".call-recorded")).to_contain_text("By joining you agree")
    pages.browser = browsers["red"]
    ana = await pages.open()
    await choose(ana, pages, ("audio", "camera"))
    await let_in(ana, rita)
    for page in (ana, rita):
        await expect(page.locator(".room-recording-on")).to_contain_text("Recording")
        await page.wait_for_function(SENT, arg=2)
    await ana.reload()
    await shows(rita, pages.live.grant.journal_name, "red")
    await ana.wait_for_function(SENT, arg=2)
    await rita.screenshot(path=tmp_path / "room.png")
    await complete(rita)
    await ana.wait_for_url(lambda address: address.endswith("/done"))
    await expect(rita.locator("[data-recording-rest]")).to_have_count(0)
    takes = await _takes(pages)
    assert sorted(take.is_candidate for take in takes) == [False, True, True]  # her reload began another
    players = rita.locator("video.call-take, .recorded-take video")
    await expect(players).to_have_count(3)
    await rita.screenshot(path=tmp_path / "report.png", full_page=True)
    for number, take in enumerate(takes):
        assert take.missing == 0 and take.has_start
        width, at = await players.nth(number).evaluate(PLAYS)
        assert 0 < width <= 640 and at > 1
        found = await _probed(
            rita, await players.nth(number).get_attribute("src"), tmp_path / f"{number}.webm"
        )
        assert {"video", "audio"} == set(found)
        assert min(found.values()) > 2, found


async def test_who_declines_comes_in_and_is_not_recorded(
    pages: LivePages, browsers: dict[str, Browser]
) -> None:
    rita = await pages.staff()
    pages.browser = browsers["red"]
    ana = await pages.open()
    await choose(ana, pages, ())
    await let_in(ana, rita)
    await expect(rita.locator(".room-recording-on")).to_contain_text("did not agree and is not recorded")
    await expect(ana.locator(".room-recording-on")).to_contain_text("you are not recorded")
    await rita.wait_for_function(SENT, arg=2)
    assert await ana.evaluate(f"{RECORDER}.take") is None
    await complete(rita)
    assert [take.is_candidate for take in await _takes(pages)] == [False]


async def test_a_killed_server_and_a_lost_network_leave_no_gap(
    pages: LivePages, browsers: dict[str, Browser]
) -> None:
    rita = await pages.staff()
    pages.browser = browsers["red"]
    ana = await pages.open()
    await choose(ana, pages, ("audio",))
    await let_in(ana, rita)
    await ana.wait_for_function(SENT, arg=1)
    pages.server.kill()
    await ana.wait_for_function(f"{RECORDER}.uploads.waiting >= 2")
    await pages.server.start()
    await ana.wait_for_function(SENT, arg=4)
    await ana.context.set_offline(True)
    await ana.wait_for_function(f"{RECORDER}.uploads.waiting >= 2")
    await ana.context.set_offline(False)
    await ana.wait_for_function(SENT, arg=6)
    await complete(rita)
    await ana.wait_for_url(lambda address: address.endswith("/done"))
    takes = await _takes(pages)
    assert {(take.missing, take.has_start) for take in takes} == {(0, True)}
    assert [take.is_picture for take in takes if take.is_candidate] == [False]


async def _takes(pages: LivePages) -> list[TakeView]:
    live = pages.live
    report = await pages.database.read(live_reports.get, live.rita, live.interview_id)
    return report.recordings


async def _probed(page: Page, address: str | None, file: Path) -> dict[str, float]:
    """Seconds by kind of stream, from what really decodes."""
    assert address
    answer = await page.request.get(page.url.split("/interviews/")[0] + address)
    assert answer.headers["cache-control"] == "private, no-store"
    file.write_bytes(await answer.body())
    command = [
        "ffprobe",
        "-v",
        "error",
        "-show_entries",
        "stream=codec_type:frame=media_type,best_effort_timestamp_time",
    ]
    told = subprocess.run([*command, "-of", "json", str(file)], capture_output=True, check=True)
    frames: list[dict[str, Any]] = json.loads(told.stdout)["frames"]
    times: dict[str, list[float]] = {}
    for frame in frames:
        times.setdefault(frame["media_type"], []).append(float(frame["best_effort_timestamp_time"]))
    return {kind: max(found) - min(found) for kind, found in times.items()}
