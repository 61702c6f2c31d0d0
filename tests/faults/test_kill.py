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
OPERATIONS = 45  # so many at least in the script below
SEED = 2026


class Killer:
    """Kills the server when the candidate has sent its n-th operation, and starts it again."""

    def __init__(self, stage: Stage, candidate: ScriptedCandidate) -> None:
        self.stage, self.candidate = stage, candidate
        self.random = random.Random(SEED)
        self.points = set(self.random.sample(range(2, OPERATIONS), KILLS))
        self.tasks: list[asyncio.Task[None]] = []
        self.busy = asyncio.Lock()
        self.kills, self.outage, self.returns = 0, 0.0, 0

    def sent(self, count: int) -> None:
        if count in self.points:
            self.tasks.append(asyncio.ensure_future(self._kill(self.random.uniform(0, 0.02))))

    async def _kill(self, after: float) -> None:
        async with self.busy:
            await asyncio.sleep(after)  # before, in or after the commit of the last operations
            before, began = self.candidate.state, time.monotonic()
            possible = self._possible_texts()
            connections, states = self.candidate.connections, self.candidate.states
            self.stage.server.kill()
            self.kills += 1
            await self.stage.server.start()
            self.outage += time.monotonic() - began
            await self.candidate.until(lambda: self.candidate.connections > connections)
            await self.candidate.until(lambda: self.candidate.states > states)
            self._same_as(before, self.candidate.state, possible)

    def _possible_texts(self) -> set[str]:
        waiting = {str(operation["body"].get("text")) for operation in self.candidate.queue.values()}
        return waiting | {self.candidate.typed.get(self.candidate.place() or ("", 0), "")}

    def _same_as(self, before: dict[str, object], after: dict[str, object], possible: set[str]) -> None:
        old, new = before.get("turn"), after.get("turn")
        moves = {"answer_done", "interview_start"}
        if isinstance(old, dict) and isinstance(new, dict) and not moves & self._kinds_on_the_way():
            same = ("question_id", "follow_up", "text", "follow_up_text", "number")
            assert [old[key] for key in same] == [new[key] for key in same]
            self.returns += 1

    def _kinds_on_the_way(self) -> set[str]:
        recent = range(self.candidate.sent_operations - 12, self.candidate.sent_operations + 1)
        return {op["kind"] for n, op in self.candidate.queue.items() if n in recent}


async def test_ten_kills_lose_nothing(stage: Stage):
    cast = stage.cast()
    async with stage.candidate(cast) as candidate:
        killer = Killer(stage, candidate)
        await candidate.send("interview_start")
        await candidate.until(lambda: candidate.turn is not None)
        first_deadline = datetime.fromisoformat(candidate.state["deadline"])
        candidate.on_sent = killer.sent
        await candidate.interview(drafts=8)
        await asyncio.gather(*killer.tasks)
    assert killer.kills == KILLS
    assert killer.returns > 0, "no kill came while a question was simply on"
    stage.database.run(invariants.check, candidate)
    given = (datetime.fromisoformat(candidate.state["deadline"]) - first_deadline).total_seconds()
    assert given >= killer.outage - KILLS, f"{killer.outage:.0f} s away, {given:.0f} s given back"
