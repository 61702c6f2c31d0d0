"""NiceGUI's sockets: only the browser that got a page may speak for it, and noise stays out of the log."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI
from nicegui import ui
from nicegui.testing import User
from websockets.exceptions import ConnectionClosed, InvalidStatus

from neurohire.errors import InvalidState
from tests.live_server import LiveServer
from tests.pages.page_socket import Page, is_accepted, open_page, open_socket

BROWSER = {"accept": "text/html"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    found = LiveServer(tmp_path_factory.mktemp("guarded"), module="tests.pages.guarded_app")
    try:
        asyncio.run(found.start())
        yield found
    finally:
        found.kill()


def visitor(server: LiveServer) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=server.url)


async def clicks(http: httpx.AsyncClient) -> int:
    return int(re.search(r"clicks: (\d+)\.", (await http.get("/probe/clicks")).text).group(1))


async def clicks_reach(http: httpx.AsyncClient, wanted: int) -> None:
    async with asyncio.timeout(10):
        while await clicks(http) != wanted:
            await asyncio.sleep(0.02)


async def answered(socket: object) -> None:
    """Wait until the server has read everything sent so far: a socket.io event with an id is acknowledged."""
    await socket.send('420["ack",{}]')
    async with asyncio.timeout(10):
        while not str(await socket.recv()).startswith("430"):
            pass


async def test_the_own_page_works_and_nobody_elses_socket_does(server: LiveServer):
    async with visitor(server) as ana, visitor(server) as eve:
        page, other = await open_page(ana), await open_page(eve)
        before = await clicks(ana)
        socket, word = await open_socket(page)
        assert is_accepted(word)
        await socket.send(page.click())
        await clicks_reach(ana, before + 1)

        await refused_handshakes(page, other)
        stranger, word = await open_socket(other)
        assert is_accepted(word)
        unshaken, word = await open_socket(page, shake=False)
        assert is_accepted(word)
        for forger in (stranger, unshaken):
            await forger.send(page.click())
            await answered(forger)
        await socket.send(page.click())
        await clicks_reach(ana, before + 2)
        assert await clicks(ana) == before + 2


async def refused_handshakes(page: Page, other: Page) -> None:
    for cookie in (None, other.cookie, "session=forged"):
        _, word = await open_socket(page, cookie=cookie)
        assert word.startswith("44"), cookie
    with pytest.raises((InvalidStatus, ConnectionClosed)):
        await open_socket(page, origin="https://evil.example")


async def test_a_page_from_before_the_log_in_is_refused(server: LiveServer):
    async with visitor(server) as http:
        page = await open_page(http)
        await http.get("/probe/new-session")
        page.cookie = f"session={http.cookies['session']}"
        _, word = await open_socket(page)
    assert word.startswith("44")


async def test_bad_frames_and_floods_stop_at_the_edge(server: LiveServer):
    async with visitor(server) as http:
        page = await open_page(http)
        socket, _ = await open_socket(page)
        before, clicks_before = server.log.stat().st_size, await clicks(http)
        for bad in ("x", 7, None, [], {}, {"client_id": 5}, {"client_id": page.client_id}):
            for name in ("event", "handshake", "ack", "log", "javascript_response"):
                await socket.send("42" + json.dumps([name, bad]))
        await answered(socket)
        with pytest.raises(ConnectionClosed):  # 200 at once, 50 a second, then closed
            for _ in range(20_000):
                await socket.send(page.click())
            async with asyncio.timeout(10):
                while True:
                    await socket.recv()
        counted = await clicks(http) - clicks_before
        assert 100 < counted < 800
        assert server.log.stat().st_size - before < 2000


@pytest.mark.parametrize("path", ["/probe/bug", "/probe/late-bug"])
async def test_a_failing_page_shows_an_incident_id_and_nothing_else(server: LiveServer, path: str):
    async with visitor(server) as http:
        answer = await http.get(path, headers=BROWSER)
    assert answer.status_code == 500
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    incident = re.search(r"quote (\w{8})\.", answer.text).group(1)
    log = server.log.read_text()
    assert incident in log
    assert "guarded_app.py" in log
    for text in (answer.text, log):
        assert "hunter2" not in text


async def test_a_page_may_raise_a_domain_error(server: LiveServer):
    async with visitor(server) as http:
        answer = await http.get("/probe/gone", headers=BROWSER)
    assert answer.status_code == 404
    assert "There is nothing here, or it is not yours to see." in answer.text


async def test_a_failing_button_says_so(app: FastAPI, user: User, caplog: pytest.LogCaptureFixture):
    @ui.page("/buttons")
    def buttons() -> None:
        ui.button("Moved on", on_click=moved_on)
        ui.button("Bug", on_click=bug)

    def moved_on() -> None:
        raise InvalidState()

    async def bug() -> None:
        raise RuntimeError("password=hunter2")

    await user.open("/buttons")
    user.find("Moved on").click()
    await user.should_see("This has changed in the meantime")
    user.find("Bug").click()
    await user.should_see("Something went wrong on our side")
    await user.should_not_see("hunter2")
    assert "unexpected failure, incident" in caplog.text
