"""One live interview in three browsers: scheduled, admitted, held, reloaded, killed, completed, read."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import room_inside, room_report
from tests.browser.calls import coloured_browsers
from tests.browser.room_story import RoomStory
from tests.conftest import empty
from tests.live_server import ROOT, LiveServer

pytestmark = [
    pytest.mark.needs("chromium", "ffmpeg"),
    pytest.mark.timeout(900),
]


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
async def test_from_the_form_to_the_report(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    url = ""
    if kind == "mariadb":
        url = request.getfixturevalue("migrated_mariadb")
        empty(url)
    server = LiveServer(tmp_path, url, is_fresh=True)  # as its users start it
    try:
        await server.start()
        async with coloured_browsers(tmp_path, ("red", "lime", "blue")) as browsers:
            story = RoomStory(browsers, server, tmp_path)
            await before(story)
            await in_the_room(story)
            text = await story.complete()
            await room_report.read_record(story, text)
            await room_report.judge_and_decide(story)
        assert not story.faults
        assert not story.foreign, f"requests that left the machine: {story.foreign}"
        assert not story.violations
        await verified(server)
    finally:
        server.kill()


async def before(story: RoomStory) -> None:
    """Until the candidate is in the room."""
    await story.set_up_team()
    await story.schedule()
    await story.ask_to_join()
    await story.admit()


async def in_the_room(story: RoomStory) -> None:
    """Everything that is done there, and what goes wrong."""
    for step in (
        room_inside.call,
        room_inside.share,
        room_inside.type_on_one_line,
        room_inside.run_code,
        room_inside.chat,
        room_inside.questions,
        room_inside.resume,
        room_inside.notes,
        room_inside.reload,
        room_inside.third,
        room_inside.kill,
    ):
        await step(story)


async def verified(server: LiveServer) -> None:
    """The journal's chain is whole after all that."""
    command = [sys.executable, "-m", "neurohire", "verify"]
    done = await asyncio.to_thread(
        subprocess.run, command, cwd=ROOT, env=server.environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
