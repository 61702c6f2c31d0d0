"""50,000 messages into the line of a live interview: it is closed each time, the others hardly notice."""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time
from pathlib import Path

from neurohire.settings import Settings, get_settings
from tests.faults.candidate import cookie
from tests.faults.room import LiveStage, Person, live_stage

TOO_FAST = 4429
MESSAGES = 50_000
SECONDS = 60.0  # at most; where the machine allows it, 10
LOG_BYTES = 1_000_000
SANE = 0.2  # seconds from a chat line to its acknowledgement; or so many times the latency before:
RATIO = 10.0


async def test_a_flood_of_the_candidate_is_closed_and_the_room_goes_on(
    settings: Settings, tmp_path: Path
) -> None:
    async with live_stage(tmp_path, names=("rita",)) as stage:
        (rita,) = stage.people
        quiet = [await _latency(rita) for _ in range(10)]
        flooding = asyncio.ensure_future(_flood(stage))
        loud = []
        while not flooding.done():
            loud.append(await _latency(rita))
            await asyncio.sleep(0.1)
        told = await flooding
        assert told["sent"] >= MESSAGES, told
        assert set(told["codes"]) <= {TOO_FAST, None}, told  # None: the flood ended before it was closed
        assert TOO_FAST in told["codes"]
        assert _p90(loud) < max(SANE, RATIO * _p90(quiet)), f"{_p90(quiet):.3f} → {_p90(loud):.3f} s"
        assert stage.server.log.stat().st_size < LOG_BYTES
        await stage.settled()
        stage.check()


async def _latency(person: Person) -> float:
    """A word typed and stored, a chat line said and acknowledged."""
    began = time.monotonic()
    await person.type()
    await person.say()
    await person.line.settled()
    return time.monotonic() - began


async def _flood(stage: LiveStage) -> dict[str, float | list[int | None]]:
    """As the candidate, from a process of its own."""
    header = cookie(get_settings().secret_key(), stage.live.sessions["ana"])
    arguments = (stage.server.url, stage.live.interview_id, header, str(SECONDS), "chat_sent", str(MESSAGES))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.flooder", *arguments, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    found: dict[str, float | list[int | None]] = json.loads(output)
    return found


def _p90(values: list[float]) -> float:
    return statistics.quantiles(values, n=10)[-1]
