"""The program in a process that is forked from one which has imported it: up in a second instead of five."""

from __future__ import annotations

import json
import os
import runpy
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PRELOADED = "main"


class Forked:
    """As far like subprocess.Popen as tests need it."""

    def __init__(self, parent: Parent, pid: int) -> None:
        self.parent, self.pid = parent, pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None: it runs."""
        if self.returncode is None:
            self.returncode = self.parent.ask({"poll": self.pid})["code"]
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Raises subprocess.TimeoutExpired."""
        ends = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if ends is not None and time.monotonic() > ends:
                raise subprocess.TimeoutExpired(PRELOADED, timeout or 0)
            time.sleep(0.01)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class Parent:
    """The process that has imported the program; it ends with the one that started it."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.forked"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found

    def start(self, environment: dict[str, str], log: Path) -> Forked:
        """A new process of the program; what it prints goes to the end of `log`."""
        found = self.ask({"environment": environment, "log": str(log)})
        return Forked(self, found["pid"])


_parents: list[Parent] = []


def start(environment: dict[str, str], log: Path) -> Forked:
    """From the one parent of this process."""
    if not _parents:
        _parents.append(Parent(environment))
    return _parents[0].start(environment, log)


# ── in the parent ─────────────────────────────────────────────────────────────────────────────


def _serve() -> None:
    __import__(PRELOADED)
    for line in sys.stdin:
        request = json.loads(line)
        if "poll" in request:
            pid, status = os.waitpid(request["poll"], os.WNOHANG)
            answer: dict[str, Any] = {"code": os.waitstatus_to_exitcode(status) if pid else None}
        elif pid := os.fork():
            answer = {"pid": pid}
        else:
            return _become(request["environment"], request["log"])
        print(json.dumps(answer), flush=True)


def _become(environment: dict[str, str], log: str) -> None:
    """In the child: nothing of the parent's but what it has imported."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    written = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for number, found in enumerate((nothing, written, written)):
        os.dup2(found, number)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.argv = [PRELOADED]
    runpy.run_module(PRELOADED, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _serve()
