"""A signaling message against a bare ASGI socket and python-socketio in the same run, by ratio."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import pytest

from neurohire.settings import get_settings
from tests.bench import signaling
from tests.bench.again import one_of_three
from tests.bench.dashboard import SECRET

BARE, SOCKETIO = 3.0, 0.45
NOISE = 1.25  # a CPU ratio on a shared machine


async def test_a_signal_costs_little(
    settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEUROHIRE_SECRET", SECRET)
    get_settings.cache_clear()

    def holds(found: dict[str, list[float]]) -> None:
        ours = median(found["ours"])
        assert ours / median(found["bare"]) < BARE, found
        assert ours / median(found["socketio"]) < SOCKETIO * NOISE, found

    await one_of_three(tmp_path, lambda folder: signaling.measure(folder, messages=1_600, rounds=3), holds)
