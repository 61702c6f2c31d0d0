"""What was promised of the live interview, measured in one run: each ratio beside its promise.

    python -m tests.bench.room [--joins 100] [--rounds 5] [--without join editor memory signals tests]

Nothing else should be busy on the machine. Ends with 1 if anything is beyond its promise. Promises that are
no ratio (traces equal everywhere, ten kills, outages) are tests and run at the end as tests.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import NamedTuple

from playwright.async_api import async_playwright

from neurohire.settings import get_settings
from tests.bench import editor, join, signaling
from tests.bench.dashboard import SECRET
from tests.browser.calls import CALL_FLAGS

CPU = "server_cpu_ms_per_update"
PARTS = ("join", "editor", "memory", "signals", "tests")
TESTS = (
    "tests/rooms/test_traces.py",  # equal in every client, on the server, in the database, in replay
    "tests/faults/test_kill_room.py",  # ten kills: nothing acknowledged and no key press lost, back in 10 s
    "tests/browser/test_outage.py",  # typing never blocked, banner in 5 s, nothing lost, no reload
)


class Line(NamedTuple):
    """One promise: the measured ratio and the most it may be."""

    what: str
    found: float
    promised: float

    def told(self) -> str:
        word = "holds" if self.found <= self.promised else "MISSED"
        return f"{self.what:58} {self.found:6.2f}  ≤ {self.promised:<5} {word}"


async def joins(folder: Path, count: int) -> list[Line]:
    """Join click to first remote picture, and that none hangs."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(CALL_FLAGS)
        )
        found = await join.compare(browser, folder, count)
        await browser.close()
    return [
        Line(f"{count} joins: first picture, over a bare call", found.ratio, join.REACH),
        Line(f"{count} joins: hung", found.ours.hung, 0),
    ]


async def edits(folder: Path, rounds: int) -> list[Line]:
    """CPU per update and latency of the editor's server, over Hocuspocus and a relay without CRDT."""
    one = await editor.cpu(folder / "one", readers=1, rounds=rounds, updates=8_000)
    many = await editor.cpu(folder / "many", readers=16, rounds=rounds, updates=8_000)
    late = await editor.latency(folder / "late", rounds=rounds, rooms=50, seconds=5)
    return [
        Line("editor, 1 reader: CPU, over Hocuspocus", editor.ratio(one, CPU, "hocuspocus"), 0.5),
        Line("editor, 1 reader: CPU, over a relay without CRDT", editor.ratio(one, CPU, "relay"), 1.3),
        Line("editor, 16 readers: CPU, over Hocuspocus", editor.ratio(many, CPU, "hocuspocus"), 0.7),
        Line("editor, 50 rooms: p50, over Hocuspocus", editor.ratio(late, "p50_ms", "hocuspocus"), 1.2),
        Line("editor, 50 rooms: p95, over Hocuspocus", editor.ratio(late, "p95_ms", "hocuspocus"), 1.0),
    ]


async def memory(folder: Path) -> list[Line]:
    """What a room holds after 2,000 edits, and what is left when everybody has gone."""
    rows = await editor.memory(folder / "memory", rounds=1, rooms=40, updates=2_000)
    ours = rows["ours"][0]
    kept = ours["mb_after_all_left"] / ours["idle_server_mb"]
    share = editor.ratio(rows, "kb_per_room_after_edits", "y_websocket")
    return [
        Line("memory of a room after 2,000 edits, over y-websocket", share, 0.35),
        Line("memory after the rooms closed, over the idle server", kept, 1.2),
    ]


async def signals(folder: Path, rounds: int) -> list[Line]:
    """CPU of a signaling message."""
    found = await signaling.measure(folder, messages=4_000, rounds=rounds)
    ours = median(found["ours"])
    return [
        Line("signaling message: CPU, over a raw ASGI socket", ours / median(found["bare"]), 3.0),
        Line("signaling message: CPU, over python-socketio", ours / median(found["socketio"]), 0.45),
    ]


async def main(asked: argparse.Namespace, folder: Path) -> bool:
    """Whether everything held."""
    parts = {
        "join": lambda: joins(folder / "join", asked.joins),
        "editor": lambda: edits(folder / "editor", asked.rounds),
        "memory": lambda: memory(folder),
        "signals": lambda: signals(folder / "signals", asked.rounds),
    }
    lines: list[Line] = []
    for name, measure in parts.items():
        if name in asked.without:
            continue
        (folder / name).mkdir()
        for line in await measure():
            print(line.told(), flush=True)
            lines.append(line)
    failed = 0
    if "tests" not in asked.without:
        failed = subprocess.run([sys.executable, "-m", "pytest", "-q", *TESTS], check=False).returncode
    return not failed and all(line.found <= line.promised for line in lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--joins", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--without", nargs="*", choices=PARTS, default=[])
    with tempfile.TemporaryDirectory() as name:
        os.environ |= {"NEUROHIRE_SECRET": SECRET, "NEUROHIRE_DATA_DIR": name}
        get_settings.cache_clear()
        raise SystemExit(0 if asyncio.run(main(parser.parse_args(), Path(name))) else 1)
