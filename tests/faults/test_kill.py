"""kill -9 in mid-interview, again and again: nothing acknowledged is lost, and the same question is there."""

from __future__ import annotations

import asyncio
import random
import time
from datetime import datetime

from tests.faults import invariants
from tests.faults.candidate import ScriptedCandidate
from tests.faults.stage import Stage

KILLS = 10
OPERATIONS = 130  # so many at least in the script below
SEED = 2026
SAME = ("question_id", "number", "text", "follow_up", "follow_up_text", "document_id")


class Killer:
    """Kills the server when the candidate has sent its n-th operation, and starts it again."""

    def __init__(self, stage: Stage, candidate: ScriptedCandidate) -> None:
        self.stage, self.candidate = stage, candidate
        self.random = random.Random(SEED)
        self.points = set(self.random.sample(range(2, OPERATIONS), KILLS))
        self.tasks: list[asyncio.Task[None]] = []
        self.busy = asyncio.Lock()
        self.kills, self.outage = 0, 0.0

    def sent(self, count: int) -> None:
        if count in self.points:
            self.tasks.append(asyncio.ensure_future(self._kill(self.random.uniform(0, 0.02))))

    async def _kill(self, after: float) -> None:
        async with self.busy:
            await asyncio.sleep(after)  # before, in or after the commit of the last operations
            began, connections = time.monotonic(), self.candidate.connections
            self.stage.server.kill()
            self.kills += 1
            await self.stage.server.start()
            self.outage += time.monotonic() - began
            await self.candidate.until(lambda: self.candidate.connections > connections)


async def test_ten_kills_lose_nothing(stage: Stage):
    cast = stage.cast()
    async with stage.candidate(cast) as candidate:
        killer = Killer(stage, candidate)
        await candidate.send("interview_start")
        await candidate.until(lambda: candidate.turn is not None)
        first_deadline = datetime.fromisoformat(candidate.state["deadline"])
        candidate.on_sent = killer.sent
        await candidate.interview(drafts=14)
        await asyncio.gather(*killer.tasks)
    assert killer.kills == KILLS
    assert len(candidate.returned) > 2, "hardly a kill came while a question was simply on"
    for before, after in candidate.returned:
        assert after is not None
        assert [before[key] for key in SAME] == [after[key] for key in SAME]
    stage.database.run(invariants.check, candidate)
    given = (datetime.fromisoformat(candidate.state["deadline"]) - first_deadline).total_seconds()
    assert given >= killer.outage - KILLS, f"{killer.outage:.0f} s away, {given:.0f} s given back"
