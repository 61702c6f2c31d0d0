"""The program as people start it: it listens, tells its address, survives a kill, stops politely."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser
from sqlalchemy import inspect

from neurohire.database import Database
from tests.live_server import LiveServer


async def test_it_prints_address_and_setup_link_and_comes_back_after_a_kill(live_server: LiveServer):
    printed = live_server.log.read_text()
    assert f"NeuroHire is at http://localhost:{live_server.port}" in printed
    first = live_server.setup_link
    assert first.startswith(f"{live_server.url}/setup?token=")
    await live_server.restart()
    assert live_server.setup_link != first  # the earlier link may have been seen by others
    assert live_server.stop() in (0, -15)  # uvicorn ends by the signal it was sent
    assert "Application shutdown complete" in live_server.log.read_text()
    assert not (live_server.data_dir / "neurohire.db-wal").exists(), "the database was not closed"


async def test_the_token_of_the_setup_link_is_in_no_log_line(live_server: LiveServer):
    token = live_server.setup_link.split("token=")[1]
    async with httpx.AsyncClient() as http:
        await http.get(live_server.setup_link)
    lines = [line for line in live_server.log.read_text().splitlines() if token in line]
    assert len(lines) == 1
    assert lines[0].startswith("Make the first admin account")


@pytest.mark.parametrize(("trusted", "is_one_visitor"), [("", True), ("127.0.0.1", False)])
async def test_who_a_visitor_is_says_only_a_trusted_proxy(tmp_path: Path, trusted: str, is_one_visitor: bool):
    server = LiveServer(tmp_path, is_fresh=True, REQUESTS_PER_MINUTE="10", TRUSTED_PROXIES=trusted)
    try:
        await server.start()
        async with httpx.AsyncClient(base_url=server.url) as http:
            answers = [
                await http.get("/healthz", headers={"x-forwarded-for": f"192.0.2.{n}"}) for n in range(15)
            ]
    finally:
        server.kill()
    assert any(answer.status_code == 429 for answer in answers) == is_one_visitor


@pytest.mark.mariadb
async def test_it_serves_on_mariadb(mariadb_url: str, tmp_path: Path):
    server = LiveServer(tmp_path, mariadb_url, is_fresh=True)
    try:
        await server.start()
        async with httpx.AsyncClient(timeout=30) as http:
            assert (await http.get(f"{server.url}/readyz")).text == "ready"
    finally:
        server.kill()


def test_a_migrated_database_is_there_and_empty(database: Database):
    tables = set(inspect(database.engine).get_table_names())
    assert {"user", "interview", "journal_entry"} <= {name.rstrip("s") for name in tables} | tables
    database.ping()


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("path", ["/docs", "/nothing-here"])
async def test_our_static_pages_break_no_rule_of_their_policy(
    live_server: LiveServer, browser: Browser, path: str
):
    page = await browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.add_init_script(
        "window.broken = []; addEventListener('securitypolicyviolation', (e) => broken.push(e.blockedURI))"
    )
    await page.goto(live_server.url + path, wait_until="networkidle")
    if path == "/docs":
        await page.get_by_role("heading", name="NeuroHire").wait_for()
    assert await page.evaluate("broken") == []
    foreign = [url for url in asked if not url.startswith((live_server.url, "data:", "blob:"))]
    assert foreign == []
