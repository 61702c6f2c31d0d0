"""The server of the tests: one that does not come up leaves no process behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import live_server
from tests.live_server import LiveServer


async def test_a_server_that_does_not_come_up_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_server, "START_SECONDS", 0.5)
    started: list[int] = []
    real = live_server.subprocess.Popen

    def popen(*args, **options):  # type: ignore[no-untyped-def]
        found = real(*args, **options)
        started.append(found.pid)
        return found

    monkeypatch.setattr(live_server.subprocess, "Popen", popen)
    server = LiveServer(tmp_path, module="http.server")  # it runs, and never says that it is up
    server.environment["PYTHONUNBUFFERED"] = "1"
    with pytest.raises(TimeoutError):
        await server.start()
    assert server.process is None
    assert len(started) == 1 and not Path(f"/proc/{started[0]}").exists()
