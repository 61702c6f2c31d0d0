"""Work in child processes: limits hold, a killed task fails alone, the loop stays free."""

from __future__ import annotations

import asyncio
import math
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from neurohire.errors import Rejected, Unavailable
from neurohire.workers import Limits, Workers, WorkFailed, seconds_left
from tests.waiting import until

ROOT = Path(__file__).resolve().parents[1]
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="the limit is the kernel's")


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    found = Workers(
        {"small": Limits(memory_mb=300, cpu_s=1, wall_s=3, processes=2), "other": Limits(processes=1)}
    )
    yield found
    await found.close()


def spin(seconds: float) -> float:
    """Uses the processor for so long."""
    start = time.process_time()
    while time.process_time() - start < seconds:
        pass
    return seconds


def refuse() -> None:
    raise Rejected("Please send a better file.", code="unreadable")


def tell_and_sleep(path: Path) -> None:
    path.touch()
    time.sleep(15)


def break_down() -> None:
    raise RuntimeError("bug")


def address_space() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")


async def failure(workers: Workers, function: object, *args: object) -> str:
    with pytest.raises(WorkFailed) as caught:
        await workers.run("small", function, *args)  # type: ignore[arg-type]
    return caught.value.reason


async def test_a_result_comes_back(workers: Workers) -> None:
    assert await workers.run("small", math.sqrt, 9.0) == 3.0


async def test_a_domain_error_comes_through_with_code_and_message(workers: Workers) -> None:
    with pytest.raises(Rejected) as caught:
        await workers.run("small", refuse)
    assert (caught.value.code, caught.value.message) == ("unreadable", "Please send a better file.")


async def test_any_other_error_is_a_crash_without_its_words(workers: Workers) -> None:
    assert await failure(workers, break_down) == "crashed"
    assert await failure(workers, int, "x") == "crashed"


@linux_only
async def test_too_much_memory_is_said_so(workers: Workers) -> None:
    assert await failure(workers, bytearray, 400 * 1024 * 1024) == "out_of_memory"


@linux_only
async def test_too_much_processor_time_is_too_slow(workers: Workers) -> None:
    assert await failure(workers, spin, 60.0) == "too_slow"


async def test_too_much_wall_time_is_too_slow(workers: Workers) -> None:
    started = time.monotonic()
    assert await failure(workers, time.sleep, 60) == "too_slow"
    assert time.monotonic() - started < 15


@linux_only
async def test_the_processor_limit_counts_per_task_not_per_life_of_a_child() -> None:
    workers = Workers({"small": Limits(cpu_s=2, wall_s=30, processes=1)})
    try:
        children = {await workers.run("small", os.getpid)}
        for _ in range(4):
            assert await workers.run("small", spin, 0.9) == 0.9
        children.add(await workers.run("small", os.getpid))
        assert len(children) == 1
    finally:
        await workers.close()


async def test_a_killed_task_fails_alone(workers: Workers) -> None:
    beside = [asyncio.create_task(workers.run("small", math.sqrt, float(number))) for number in range(20)]
    crashes = [failure(workers, os.abort), failure(workers, os._exit, 3), failure(workers, os.abort)]
    assert await asyncio.gather(*crashes) == ["crashed"] * 3
    assert await asyncio.gather(*beside) == [math.sqrt(number) for number in range(20)]


@linux_only
async def test_children_that_never_begin_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are held as soon as they are there: nobody who waits for a page waits for ever."""
    monkeypatch.setattr("neurohire.workers.STARTING_SECONDS", 1.0)
    workers = Workers({"small": Limits(memory_mb=300, wall_s=1, processes=1)})
    running = asyncio.create_task(workers.run("small", spin, 0.01))
    (held,) = await until(_children)
    held.suspend()
    await until(lambda: [child for child in _children() if child.pid != held.pid])
    assert await running == 0.01
    await workers.close()


def _children() -> list[psutil.Process]:
    """Of this process, without Python's own helper."""
    mine = psutil.Process().children()
    return [child for child in mine if "spawn_main" in " ".join(child.cmdline())]


async def test_the_loop_stays_free_while_children_work(workers: Workers) -> None:
    work = asyncio.create_task(workers.run("small", spin, 0.8))
    longest = 0.0
    while not work.done():
        before = time.perf_counter()
        await asyncio.sleep(0.01)
        longest = max(longest, time.perf_counter() - before)
    assert await work == 0.8 and longest < 0.5


async def test_kinds_do_not_share_children(workers: Workers) -> None:
    assert await workers.run("small", os.getpid) != await workers.run("other", os.getpid)


async def test_a_cancelled_wait_stays_cancelled(workers: Workers) -> None:
    task = asyncio.create_task(workers.run("small", time.sleep, 2.5))
    await workers.run("small", math.sqrt, 1.0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_closing_fails_running_work_and_refuses_more(tmp_path: Path) -> None:
    workers = Workers({"small": Limits(processes=1)})
    running = asyncio.create_task(failure(workers, tell_and_sleep, tmp_path / "started"))
    while not (tmp_path / "started").exists():
        await asyncio.sleep(0.01)
    await workers.close()
    assert await running == "crashed"
    with pytest.raises(Unavailable):
        await workers.run("small", os.getpid)


async def test_a_child_knows_how_long_it_has(workers: Workers) -> None:
    assert 0 < await workers.run("small", seconds_left) <= 3
    assert seconds_left() == math.inf


def test_children_import_neither_main_nor_the_web(tmp_path: Path) -> None:
    """Spawn would run the starting program again in each child, and with it all it imports."""
    main = tmp_path / "main.py"
    main.write_text(
        "import asyncio, nicegui\n"
        "from neurohire.workers import Workers\n"
        "print('main was run')\n"
        "async def go():\n"
        "    workers = Workers()\n"
        "    names = await workers.run('resumes', eval, \"list(__import__('sys').modules)\")\n"
        "    await workers.close()\n"
        "    print('web' if {'nicegui', 'fastapi'} & set(names) else 'bare')\n"
        "if __name__ == '__main__':\n"
        "    asyncio.run(go())\n"
    )
    done = subprocess.run(
        [sys.executable, main],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout.splitlines() == ["main was run", "bare"], done.stderr


@linux_only
async def test_a_resume_child_leaves_most_of_its_memory_to_the_resume() -> None:
    workers = Workers({"resumes": Limits(processes=1)})
    try:
        from neurohire.resumes.skills import find_skills

        assert await workers.run("resumes", find_skills, "Python, SQL") == ["Python", "SQL"]
        assert await workers.run("resumes", address_space) < 256 * 1024 * 1024
    finally:
        await workers.close()
