"""How often something may happen: one moving window for requests, log-ins and socket messages."""

from __future__ import annotations

import ipaddress
import math
import time
from functools import lru_cache

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from neurohire.errors import TooMany


class RateLimits:
    """In the memory of this process; `limit` reads like "5/15 minute" or "600/minute"."""

    def __init__(self) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def hit(self, key: str, limit: str) -> bool:
        """Count one; False when the limit is reached (then nothing is counted)."""
        return self._window.hit(_item(limit), key)

    def check(self, key: str, limit: str) -> None:
        """Count one, or raise TooMany."""
        if not self.hit(key, limit):
            raise TooMany()

    def is_free(self, key: str, limit: str) -> bool:
        """Whether another hit would pass; counts nothing."""
        return self._window.test(_item(limit), key)

    def seconds_until_free(self, key: str, limit: str) -> int:
        """For the Retry-After header."""
        stats = self._window.get_window_stats(_item(limit), key)
        return max(1, math.ceil(stats.reset_time - time.time())) if stats.remaining == 0 else 1

    def forget(self, key: str, limit: str) -> None:
        """Start again from nothing (after a right password)."""
        self._window.clear(_item(limit), key)


@lru_cache
def _item(limit: str) -> RateLimitItem:
    return parse(limit)


@lru_cache(maxsize=4096)
def network_of(address: str) -> str:
    """The address limits count by: an IPv6 visitor owns a whole /64, so that is one visitor."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False))
