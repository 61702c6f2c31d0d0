"""Closed networks: a call by nothing but a relay, a relay with another secret, and the page that tells."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from neurohire.settings import Settings
from tests.browser.calls import CALL, join, shows
from tests.browser.live import live_pages
from tests.browser.test_call import Two, browsers
from tests.relay import SECRET, Relay, running_relay

__all__ = ["browsers"]
pytestmark = pytest.mark.needs("chromium", "ffmpeg", "turnserver")
# as in two networks that cannot reach each other
ONLY_RELAY = """
const Plain = RTCPeerConnection;
const only = (configuration) => ({ ...configuration, iceTransportPolicy: "relay" });
globalThis.RTCPeerConnection = class extends Plain {
  constructor(configuration) { super(only(configuration)); }
  setConfiguration(configuration) { super.setConfiguration(only(configuration)); }
};
"""
WAYS = f"""(async () => {{
  const reports = [...(await [...{CALL}.peers.values()][0].pc.getStats()).values()];
  const pair = reports.find((one) => one.type === "candidate-pair" && one.nominated);
  const of = (id) => reports.find((one) => one.id === id).candidateType;
  return [of(pair.localCandidateId), of(pair.remoteCandidateId)];
}})()"""


@pytest.fixture
async def relay(tmp_path: Path) -> AsyncIterator[Relay]:
    async with running_relay(tmp_path / "relay") as found:
        yield found


async def state_of(page: Page, part: str) -> str:
    found = page.locator(f'[data-part="{part}"]').first
    await expect(found).to_have_attribute("data-state", "good")
    return await found.inner_text()


async def test_a_call_by_nothing_but_the_relay(
    browsers: dict[str, Browser], settings: Settings, tmp_path: Path, relay: Relay
) -> None:
    urls = relay.urls("udp", "tcp")
    async with live_pages(browsers["lime"], tmp_path, TURN_URLS=urls, TURN_SECRET=SECRET) as pages:
        rita = await pages.staff()
        await rita.goto(f"{pages.server.url}/network-check")
        await expect(rita.locator(".network")).to_have_attribute("data-sum", "good")
        assert "a call came through" in await state_of(rita, "relay")
        await rita.context.add_init_script(ONLY_RELAY)
        await rita.goto(f"{pages.server.url}/rooms/{pages.live.interview_id}")
        pages.browser = browsers["red"]
        ana = await pages.candidate()
        await ana.context.add_init_script(ONLY_RELAY)
        await ana.locator(".waiting-ask").click()
        await rita.locator(".people-asks .people-admit").click()
        await ana.wait_for_url(lambda address: address.endswith("/room"))
        await join(rita)
        await join(ana)
        two = Two(pages, ana, rita)
        await two.both_see()
        assert await ana.evaluate(WAYS) == ["relay", "relay"]
        await expect(rita.locator(".call-quality").first).to_contain_text("by a relay")
        assert pages.faults == []


async def test_a_wrong_secret_is_told_and_does_not_stop_the_call(
    browsers: dict[str, Browser], settings: Settings, tmp_path: Path, relay: Relay
) -> None:
    async with live_pages(
        browsers["lime"], tmp_path, TURN_URLS=relay.urls(), TURN_SECRET="another secret"
    ) as pages:
        rita = await pages.staff()
        await rita.goto(f"{pages.server.url}/network-check")
        part = rita.locator('[data-part="relay"]')
        await expect(part).to_have_attribute("data-state", "401")
        await expect(part).to_contain_text("NEUROHIRE_TURN_SECRET")
        await expect(rita.locator(".network")).to_have_attribute("data-sum", "relay")
        await rita.goto(f"{pages.server.url}/rooms/{pages.live.interview_id}")
        pages.browser = browsers["red"]
        ana = await pages.candidate()
        check = await ana.context.new_page()
        await check.goto(f"{pages.server.url}/interview/{pages.live.interview_id}/network")
        await expect(check.locator(".network")).to_have_attribute("data-sum", "relay")
        assert "NEUROHIRE" not in await check.content()  # whose business it is reads it on the other page
        await ana.locator(".waiting-ask").click()
        await rita.locator(".people-asks .people-admit").click()
        await ana.wait_for_url(lambda address: address.endswith("/room"))
        await join(rita)
        await join(ana)
        await shows(rita, pages.live.grant.journal_name, "red")


async def test_without_a_relay_the_page_says_how_to_set_one(
    browsers: dict[str, Browser], settings: Settings, tmp_path: Path
) -> None:
    async with live_pages(browsers["lime"], tmp_path) as pages:
        rita = await pages.staff()
        await rita.goto(f"{pages.server.url}/network-check")
        await expect(rita.locator(".network")).to_have_attribute("data-sum", "direct")
        await state_of(rita, "direct")
        await expect(rita.get_by_text("static-auth-secret=")).to_be_visible()
        assert pages.faults == []
