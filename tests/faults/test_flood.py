"""A page that sends tens of thousands of messages a second is closed; the others hardly notice."""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time

from tests.faults import invariants
from tests.faults.candidate import ScriptedCandidate, cookie
from tests.faults.stage import Cast, Stage

TOO_FAST = 4429
SECONDS = 4.0
LOG_BYTES = 1_000_000
SANE = 0.2  # seconds; or so many times the latency before:
RATIO = 10.0


async def test_a_flood_is_closed_and_others_go_on(stage: Stage):
    cast = stage.cast(interviews=2)
    async with stage.candidate(cast, 0) as candidate:
        await candidate.send("interview_start")
        await candidate.until(lambda: candidate.turn is not None)
        quiet = await _latencies(candidate, SECONDS / 2)
        flooding = asyncio.ensure_future(_flood(stage, cast))
        loud = await _latencies(candidate, SECONDS)
        sent, codes = await flooding
        await candidate.interview(drafts=2)
    assert codes
    assert set(codes) == {TOO_FAST}
    assert sent > 5_000
    assert _p95(loud) < max(SANE, RATIO * _p95(quiet)), f"{_p95(quiet):.3f} → {_p95(loud):.3f} s"
    assert stage.server.log.stat().st_size < LOG_BYTES
    stage.database.run(invariants.check, candidate)


async def _flood(stage: Stage, cast: Cast) -> tuple[int, list[int | None]]:
    """As the second candidate, from a process of its own: (messages, close codes)."""
    header = cookie(stage.settings.secret_key(), cast.tokens[1])
    arguments = ("-m", "tests.faults.flooder", stage.server.url, cast.interviews[1], header, str(SECONDS))
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()
    told = json.loads(output)
    return told["sent"], told["codes"]


async def _latencies(candidate: ScriptedCandidate, seconds: float) -> list[float]:
    """From sending a draft to its acknowledgement, four times a second."""
    found, until = [], time.monotonic() + seconds
    turn = candidate.turn
    assert turn is not None
    while time.monotonic() < until:
        began = time.monotonic()
        text = f"draft {began}"
        await candidate.send("answer_draft", question_id=turn["question_id"], follow_up=0, text=text)
        await candidate.settled()
        found.append(time.monotonic() - began)
        await asyncio.sleep(0.1)
    return found


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]
