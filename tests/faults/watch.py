"""Watches the server from outside while something is wrong with it."""

from __future__ import annotations

import asyncio
import time

import httpx


class Watch:
    """Asks /healthz ten times a second; `slowest` is the longest wait, `failures` what was no 200."""

    def __init__(self, url: str) -> None:
        self.url, self.slowest, self.asked, self.failures = url, 0.0, 0, 0

    async def __aenter__(self) -> Watch:
        self._task = asyncio.ensure_future(self._look())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _look(self) -> None:
        async with httpx.AsyncClient(timeout=10) as http:
            while True:
                began = time.monotonic()
                answer = await http.get(f"{self.url}/healthz")
                self.slowest = max(self.slowest, time.monotonic() - began)
                self.asked += 1
                self.failures += answer.status_code != 200
                await asyncio.sleep(0.1)
