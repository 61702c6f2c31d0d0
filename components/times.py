"""Times as people read them: in the zone of the viewer's browser, with the zone named."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from fastapi import Request

from neurohire.asset_files import asset_url

# The browser tells its zone in a cookie, so that the next first paint has the right times.
ZONE_SCRIPT = asset_url("js/zone.js")
REMEMBER_ZONE = f'<script src="{ZONE_SCRIPT}" defer></script>'


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Zone(NamedTuple):
    """A time zone and what people call it."""

    info: ZoneInfo
    name: str

    def short(self, at: datetime) -> str:
        """'Tue 24 Nov, 14:00'; the year when it is not this one."""
        local, now = at.astimezone(self.info), datetime.now(self.info)
        year = "" if local.year == now.year else f" {local.year}"
        day, month = DAYS[local.weekday()], MONTHS[local.month - 1]
        return f"{day} {local.day} {month}{year}, {local.hour:02}:{local.minute:02}"

    def full(self, at: datetime) -> str:
        """'Tue 24 Nov, 14:00 (Berlin)'."""
        return f"{self.short(at)} ({self.name})"

    def both(self, at: datetime) -> str:
        """The viewer's time and UTC: 'Tue 24 Nov, 14:00 (Berlin) · 13:00 (UTC)'."""
        if self.name == "UTC":
            return self.full(at)
        there = at.astimezone(UTC)
        return f"{self.full(at)} · {there.hour:02}:{there.minute:02} (UTC)"

    def beside(self, at: datetime, other: Zone) -> str:
        """Here and there: 'Tue 24 Nov, 14:00 (Berlin) · 08:00 (New York)'; one where the clocks agree."""
        here, there = at.astimezone(self.info), at.astimezone(other.info)
        if here.replace(tzinfo=None) == there.replace(tzinfo=None):
            return self.full(at)
        clock = f"{there.hour:02}:{there.minute:02}" if here.date() == there.date() else other.short(at)
        return f"{self.full(at)} · {clock} ({other.name})"


def zone_of(request: Request) -> Zone:
    """The zone this browser told us, else UTC."""
    return zone_named(unquote(request.cookies.get("zone", ""))[:60])


@lru_cache(maxsize=256)
def zone_named(key: str) -> Zone:
    """The zone with this name; UTC when there is none."""
    try:
        info = ZoneInfo(key or "UTC")
    except (ValueError, OSError, KeyError):  # an unknown zone is a KeyError
        return Zone(ZoneInfo("UTC"), "UTC")
    return Zone(info, key.rsplit("/", 1)[-1].replace("_", " ") or "UTC")
