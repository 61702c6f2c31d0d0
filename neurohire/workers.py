"""Process pools with time and memory limits per kind of work: a killed task fails alone."""

from __future__ import annotations

import asyncio
import math
import multiprocessing
import multiprocessing.spawn
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError as TaskCancelled
from concurrent.futures import TimeoutError as TaskTimeout
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from neurohire.errors import DomainError, Unavailable

T = TypeVar("T")
Reason = Literal["too_slow", "out_of_memory", "crashed"]
STARTING_SECONDS = 15.0  # a child's own start on a busy machine
LOOK_SECONDS = 1.0
_CHILD_NAME = "neurohire-worker"
_NEVER = math.inf
_deadline = _NEVER  # in a child: when the running task will be killed (time.monotonic)


@dataclass(frozen=True)
class Limits:
    """What one task of a kind may use, and how many run at once."""

    memory_mb: int = 512  # whole address space of the child, its imports included
    cpu_s: int = 10
    wall_s: float = 20.0
    processes: int = 2
    tasks_per_process: int = 200  # then the child is replaced: native libraries leak


class WorkFailed(Exception):
    """The task did not come back; nobody else was touched."""

    def __init__(self, reason: Reason) -> None:
        self.reason: Reason = reason
        super().__init__(reason)


def seconds_left() -> float:
    """In a child: wall time until the running task is killed; outside programs get less than this."""
    return max(0.0, _deadline - time.monotonic())


class Workers:
    """One pool per kind of work; pools start with their first task."""

    def __init__(self, limits: Mapping[str, Limits] | None = None) -> None:
        self._limits = dict(limits or {"resumes": Limits()})
        self._pools: dict[str, ProcessPool] = {}
        self._running: set[ProcessFuture[Any]] = set()
        self._heard: dict[str, float] = {}  # by kind: when a task was last seen to run or end
        self._lock = threading.Lock()
        self._closed = False

    async def run(self, kind: str, function: Callable[..., T], *args: Any) -> T:
        """Run an importable function in a child. Domain errors come through; all else is WorkFailed."""
        limits = self._limits[kind]
        for last_try in (False, True):
            pool: ProcessPool | None = None
            try:
                pool, future = await asyncio.to_thread(self._schedule, kind, limits, function, args)
                try:
                    return await self._outcome(kind, limits, future)
                finally:
                    self._running.discard(future)
            except DomainError:
                raise
            except asyncio.CancelledError:
                task = asyncio.current_task()
                if task is not None and task.cancelling():
                    raise
                raise WorkFailed("crashed") from None  # close() cancelled the work, nobody the caller
            except (BrokenProcessPool, RuntimeError) as error:
                # pebble gives up a whole pool when a child dies before its first sign of life
                if last_try or not self._drop_if_broken(kind, pool, error):
                    raise WorkFailed("crashed") from error
            except Exception as error:
                raise WorkFailed(_reason(error)) from error
        raise WorkFailed("crashed")

    async def _outcome(self, kind: str, limits: Limits, future: ProcessFuture[T]) -> T:
        """Waits. A pool of which nothing is heard for longer than any task may run is taken as broken."""
        coming, began = asyncio.wrap_future(future), time.monotonic()
        patience = limits.wall_s + STARTING_SECONDS
        try:
            while not coming.done():
                await asyncio.wait([coming], timeout=LOOK_SECONDS)
                if future.running() or coming.done():
                    self._heard[kind] = time.monotonic()
                elif time.monotonic() - max(began, self._heard.get(kind, 0)) > patience:
                    raise BrokenProcessPool("no child takes the work")
        finally:
            coming.cancel()  # nothing, once it is done
        return coming.result()

    async def close(self) -> None:
        """Stop every child now; running tasks fail with `crashed`."""
        with self._lock:
            self._closed = True
            pools, self._pools = list(self._pools.values()), {}
        for future in list(self._running):
            future.cancel()  # type: ignore[no-untyped-call]  # a stopped pool would leave it waiting for ever
        for pool in pools:
            await asyncio.to_thread(_stop, pool)

    def _schedule(
        self, kind: str, limits: Limits, function: Callable[..., T], args: tuple[Any, ...]
    ) -> tuple[ProcessPool, ProcessFuture[T]]:
        pool = self._pool(kind, limits)
        future: ProcessFuture[T] = pool.schedule(
            _run_limited, args=[limits.cpu_s, limits.wall_s, function, args], timeout=limits.wall_s
        )
        self._running.add(future)
        if self._closed:
            future.cancel()  # type: ignore[no-untyped-call]
        return pool, future

    def _pool(self, kind: str, limits: Limits) -> ProcessPool:
        with self._lock:
            if self._closed:
                raise Unavailable
            if kind not in self._pools:
                self._pools[kind] = ProcessPool(
                    max_workers=limits.processes,
                    max_tasks=limits.tasks_per_process,
                    initializer=_limit_child,
                    initargs=[limits.memory_mb],
                    context=_BareSpawn(),
                )
            return self._pools[kind]

    def _drop_if_broken(self, kind: str, pool: ProcessPool | None, error: Exception) -> bool:
        with self._lock:
            current = self._pools.get(kind)
            broken = isinstance(error, BrokenProcessPool) or (pool is None and current is not None)
            if broken and current is not None and (pool is None or current is pool):
                del self._pools[kind]
                threading.Thread(target=_stop, args=[current], daemon=True).start()
        return broken


def _reason(error: BaseException) -> Reason:
    if isinstance(error, TaskTimeout):
        return "too_slow"
    if isinstance(error, ProcessExpired) and error.exitcode == -getattr(signal, "SIGXCPU", 0):
        return "too_slow"
    if isinstance(error, MemoryError):
        return "out_of_memory"
    return "crashed"


def _stop(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()


# ── in the child ──────────────────────────────────────────────────────────────────────────────


def _limit_child(memory_mb: int) -> None:
    """No core files; the address space is bounded where the system can do it (not on macOS, Windows)."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        size = memory_mb * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _run_limited(cpu_s: int, wall_s: float, function: Callable[..., T], args: tuple[Any, ...]) -> T:
    global _deadline
    _deadline = time.monotonic() + wall_s
    _allow_cpu(cpu_s)
    try:
        return function(*args)
    except TaskCancelled as error:  # would look like a cancelled await to the caller
        raise RuntimeError("cancelled inside a task") from error
    finally:
        _deadline = _NEVER


def _allow_cpu(cpu_s: int) -> None:
    """RLIMIT_CPU counts the whole life of a process, so each task moves it up from what is used."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = math.ceil(used.ru_utime + used.ru_stime) + cpu_s
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard < 0 else min(soft, hard), hard))


# ── children that never import the program that started them ──────────────────────────────────


class _BareProcess(multiprocessing.context.SpawnProcess):
    """Spawned child of ours; its name tells `_bare_preparation` to leave `__main__` out."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**{**arguments, "name": _CHILD_NAME})


class _BareSpawn(multiprocessing.context.SpawnContext):
    """Spawn would run main.py again in each child, and with it the whole web framework."""

    Process = _BareProcess


_full_preparation = multiprocessing.spawn.get_preparation_data


def _bare_preparation(name: str) -> dict[str, Any]:
    data = _full_preparation(name)
    if name == _CHILD_NAME:
        data.pop("init_main_from_path", None)
        data.pop("init_main_from_name", None)
    return data


multiprocessing.spawn.get_preparation_data = _bare_preparation
