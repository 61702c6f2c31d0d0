"""kill -9 in a live interview, again and again: two people lose neither a line nor a key press."""

from __future__ import annotations

import asyncio
import random
import time
from pathlib import Path

import pytest

from neurohire.settings import Settings
from tests.faults.room import Person, live_stage

KILLS = 10
BACK_SECONDS = 10  # after the server is up
SEED = 2026


@pytest.mark.timeout(900)
async def test_ten_kills_in_a_room_lose_nothing(settings: Settings, tmp_path: Path) -> None:
    dice = random.Random(SEED)
    async with live_stage(tmp_path) as stage:
        for _ in range(KILLS):
            working = [asyncio.ensure_future(work(person)) for person in stage.people]
            await asyncio.sleep(dice.uniform(0, 0.2))  # before, in or after what they do
            stage.server.kill()
            typing = [asyncio.ensure_future(person.type()) for person in stage.people]
            await asyncio.wait_for(asyncio.gather(*typing), 5)  # nobody has to wait for a server
            began = time.monotonic()
            await stage.server.start()  # 4 s; longer where the machine is busy
            await stage.is_back(max(BACK_SECONDS, 2 * (time.monotonic() - began)))
            await asyncio.gather(*working)
        await stage.settled()
        stage.check()


async def work(person: Person) -> None:
    for _ in range(2):
        await person.type()
        await person.say()
