"""The editor's server against others in the same run: by ratio, since this machine has other work to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurohire.settings import Settings
from tests.bench import editor, load
from tests.bench.again import one_of_three

CPU, READ = "server_cpu_ms_per_update", "reader_messages_per_update"
# promised, and what the neighbours of a shared machine may add (measured: see README, "How fast is it?")
ONE_READER, MANY_READERS, RELAY = 0.5, 0.7, 1.3
NOISE = 1.25


@pytest.fixture(autouse=True)
def material(settings: Settings) -> None:
    load.generator()


def check(rows: editor.Rows, field: str, other: str, promised: float) -> None:
    assert editor.ratio(rows, field, other) < promised, (field, other, editor.ratios(rows, field, other))


async def test_one_reader_costs_half_of_hocuspocus(tmp_path: Path) -> None:
    def holds(rows: editor.Rows) -> None:
        check(rows, CPU, "hocuspocus", ONE_READER)
        check(rows, CPU, "relay", RELAY * NOISE)

    await one_of_three(tmp_path, lambda folder: editor.cpu(folder, 1, rounds=3, updates=6_000), holds)


async def test_many_readers_cost_less_than_at_hocuspocus(tmp_path: Path) -> None:
    def holds(rows: editor.Rows) -> None:
        check(rows, CPU, "hocuspocus", MANY_READERS)
        check(rows, CPU, "relay", 1)
        assert editor.middle(rows, READ, "ours") < 0.5, "nothing is merged for readers who are behind"

    await one_of_three(tmp_path, lambda folder: editor.cpu(folder, 16, rounds=3, updates=4_000), holds)


async def test_a_key_press_arrives_as_fast_as_at_hocuspocus(tmp_path: Path) -> None:
    def holds(rows: editor.Rows) -> None:
        check(rows, "p50_ms", "hocuspocus", 1.2 * NOISE)
        check(rows, "p95_ms", "hocuspocus", 1.0 * 1.4)

    await one_of_three(tmp_path, lambda folder: editor.latency(folder, rounds=5, rooms=50, seconds=3), holds)


async def test_a_room_needs_a_third_of_the_memory_and_gives_it_back(tmp_path: Path) -> None:
    rows = await editor.memory(tmp_path, rounds=1, rooms=40, updates=2_000)
    check(rows, "kb_per_room_after_edits", "y_websocket", 0.35)
    ours = rows["ours"][0]
    assert ours["mb_after_all_left"] < 1.2 * ours["idle_server_mb"], ours
