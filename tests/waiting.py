"""Waiting for what happens elsewhere, in place of a sleep."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from typing import Any

SECONDS = 30.0  # long after it happens on a busy machine


async def until(condition: Callable[[], Any], seconds: float = SECONDS) -> Any:
    """What the condition gives as soon as it holds; it may be awaited. TimeoutError when it does not come."""
    async with asyncio.timeout(seconds):
        while True:
            found = condition()
            if inspect.isawaitable(found):
                found = await found
            if found:
                return found
            await asyncio.sleep(0.02)
