"""Health: alive and ready are open and bare; the figures are for admins."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from neurohire.api.identity import require_admin
from neurohire.database import Database
from neurohire.errors import Unavailable
from neurohire.observability import LOOP_LAG, watch_loop
from neurohire.services import health


async def test_alive_and_ready_say_nothing_more(http: httpx.AsyncClient):
    alive, ready = await http.get("/healthz"), await http.get("/readyz")
    assert (alive.status_code, alive.text) == (200, "ok")
    assert (ready.status_code, ready.text) == (200, "ready")


async def test_not_ready_without_the_database(
    app: FastAPI, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
):
    async def away(self: Database, use_case: Callable[..., Any], /, *args: Any) -> None:
        raise Unavailable()

    monkeypatch.setattr(Database, "transact", away)
    answer = await http.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "not ready")
    assert answer.headers["retry-after"]
    assert (await http.get("/healthz")).status_code == 200


async def test_not_ready_when_the_database_hangs(http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch):
    async def hang(self: Database, use_case: Callable[..., Any], /, *args: Any) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(Database, "transact", hang)
    monkeypatch.setattr(health, "READY_SECONDS", 0.05)
    assert (await http.get("/readyz")).status_code == 503


async def test_not_ready_when_the_disk_is_full(app: FastAPI, http: httpx.AsyncClient):
    app.state.neurohire.media.min_free = 2**62
    assert (await http.get("/readyz")).status_code == 503


async def test_figures_only_for_admins(app: FastAPI, http: httpx.AsyncClient):
    assert (await http.get("/metrics")).status_code == 401
    app.dependency_overrides[require_admin] = lambda: None
    figures = (await http.get("/metrics")).text
    assert 'neurohire_http_requests_total{method="GET",status="4xx"}' in figures
    for name in ("neurohire_loop_lag_seconds", "neurohire_disk_free_bytes", "neurohire_sockets"):
        assert f"\n{name} " in figures


async def test_a_blocked_loop_shows_in_the_figures():
    import time

    watching = asyncio.create_task(watch_loop(every=0.01))
    await asyncio.sleep(0)  # let it begin to wait
    time.sleep(0.2)
    while LOOP_LAG._value.get() < 0.15:
        await asyncio.sleep(0.01)
    watching.cancel()
