"""The editor's server against others in the same run: CPU per update, latency, memory of a room.

python -m tests.bench.editor [cpu] [latency] [memory] [--rounds 5] [--full]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench import load
from tests.bench.editor_peers import Peers

Rows = dict[str, list[dict[str, Any]]]  # by server, one a round


def ratio(rows: Rows, field: str, other: str) -> float:
    """Median of ours over the median of the other's."""
    return middle(rows, field, "ours") / middle(rows, field, other)


def ratios(rows: Rows, field: str, other: str) -> list[float]:
    """Round by round: the spread."""
    pairs = zip(rows["ours"], rows[other], strict=True)
    return sorted(round(ours[field] / theirs[field], 2) for ours, theirs in pairs)


def middle(rows: Rows, field: str, name: str) -> float:
    return median(row[field] for row in rows[name])


async def interleaved(
    folder: Path, names: tuple[str, ...], rounds: int, mode: str, rooms: int = 1, **options: float
) -> Rows:
    """Each server once a round, so that whatever else the machine does falls on all of them."""
    peers, rows = Peers(folder), defaultdict(list)
    try:
        running = await peers.start(*names, documents=(rooms + 1) * rounds)
        for number in range(rounds):
            for name in names[number % len(names) :] + names[: number % len(names)]:
                rows[name].append(await load.measure(folder, running[name], mode, rooms, **options))
        return dict(rows)
    finally:
        peers.stop()


async def cpu(folder: Path, readers: int, rounds: int, updates: int) -> Rows:
    """One writer with 256 updates on the way; against Hocuspocus and a relay."""
    options = {"readers": readers, "updates": updates, "window": 256}
    rows = await interleaved(folder, ("ours", "hocuspocus", "relay"), rounds, "throughput", **options)
    assert all(row["verified"] for name in ("ours", "hocuspocus") for row in rows[name])
    return rows


async def latency(folder: Path, rounds: int, rooms: int, seconds: float) -> Rows:
    """Three people in each room, ten edits a second, ours stored in the database."""
    options = {"readers": 2, "rate": 10, "seconds": seconds, "warmup_seconds": 1}
    return await interleaved(folder, ("ours", "hocuspocus"), rounds, "latency", rooms, **options)


async def memory(folder: Path, rounds: int, rooms: int, updates: int) -> Rows:
    """Two people in each room, then everybody leaves."""
    options = {"readers": 1, "updates": updates, "settle": 3}
    return await interleaved(folder, ("ours", "y_websocket"), rounds, "memory", rooms, **options)


def told(title: str, rows: Rows, other: str, *fields: str) -> None:
    for field in fields:
        found = {name: round(middle(rows, field, name), 4) for name in rows}
        line = {"ratio": round(ratio(rows, field, other), 3), "rounds": ratios(rows, field, other)}
        print(json.dumps({"what": title, "field": field, "against": other} | found | line), flush=True)


async def main(asked: argparse.Namespace, folder: Path) -> None:
    what = asked.what or ["cpu", "latency", "memory"]
    if "cpu" in what:
        for readers in (1, 16):
            rows = await cpu(folder / f"cpu{readers}", readers, asked.rounds, 18_000 if asked.full else 8_000)
            for other in ("hocuspocus", "relay"):
                told(f"{readers} readers", rows, other, "server_cpu_ms_per_update")
    if "latency" in what:
        rows = await latency(folder / "latency", asked.rounds, 50, 20 if asked.full else 5)
        told(
            "50 rooms", rows, "hocuspocus", "p50_ms", "p95_ms", "send_lag_p99_ms", "server_cpu_ms_per_update"
        )
    if "memory" in what:
        rows = await memory(folder / "memory", 1 if not asked.full else 3, 100 if asked.full else 40, 2_000)
        told("rooms", rows, "y_websocket", "kb_per_room_after_edits", "kb_per_room_connected")
        print(json.dumps(rows))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", choices=["cpu", "latency", "memory", []])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--full", action="store_true", help="the whole trace, longer and larger")
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(main(parser.parse_args(), Path(name)))
