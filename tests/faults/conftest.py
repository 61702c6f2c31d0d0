"""Stages for the fault tests: a live server on either database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from neurohire.settings import Settings, get_settings
from tests.faults.stage import Stage
from tests.live_server import LiveServer


@pytest.fixture
async def stage(settings: Settings, tmp_path: Path) -> AsyncIterator[Stage]:
    """`python main.py` on SQLite."""
    server = LiveServer(tmp_path, SECRET=settings.secret_key())
    stage = None
    try:
        await server.start()
        stage = Stage(server, f"sqlite:///{server.data_dir / 'neurohire.db'}", settings)
        yield stage
    finally:
        server.kill()
        if stage is not None:
            stage.database.close()


@pytest.fixture
def live_settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """With live interviews."""
    monkeypatch.setenv("NEUROHIRE_LIVE_INTERVIEWS", "true")
    get_settings.cache_clear()
    return get_settings()
