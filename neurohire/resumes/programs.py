"""Runs an outside program from inside a worker: no shell, bare environment, ends before the worker would."""

from __future__ import annotations

import os
import shutil
import subprocess

from neurohire.workers import seconds_left

SPARE_S = 1.0


class ProgramTooSlow(Exception):
    """The program was ended because the task's time is nearly over."""


def is_installed(name: str) -> bool:
    return shutil.which(name) is not None


def run_program(
    arguments: list[str], content: bytes = b"", longest_s: float = 30.0
) -> tuple[int, bytes, bytes]:
    """Exit code, output and error text; `arguments[0]` must be installed."""
    timeout = min(longest_s, seconds_left() - SPARE_S)
    if timeout <= 0:
        raise ProgramTooSlow
    program = shutil.which(arguments[0])
    if program is None:
        raise FileNotFoundError(arguments[0])
    environment = {
        key: os.environ[key] for key in ("PATH", "HOME", "TESSDATA_PREFIX", "SYSTEMROOT") if key in os.environ
    }
    environment |= {"LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            [program, *arguments[1:]],
            input=content,
            capture_output=True,
            timeout=timeout,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ProgramTooSlow from error
    return done.returncode, done.stdout, done.stderr
