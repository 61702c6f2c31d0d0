"""Times in the viewer's zone, and never a failure because of what a cookie says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from starlette.requests import Request

from components.times import Zone, zone_of

AT = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)


def zone(cookie: str) -> Zone:
    return zone_of(Request({"type": "http", "headers": [(b"cookie", f"zone={cookie}".encode())]}))


def test_the_zone_is_named_and_used() -> None:
    assert zone("Europe%2FBerlin").both(AT).endswith("14:00 (Berlin) · 13:00 (UTC)")
    assert zone("America%2FNew_York").full(AT).endswith("08:00 (New York)")


@pytest.mark.parametrize("cookie", ["", "nowhere", "..%2F..%2Fetc%2Fpasswd", "%00", "Europe%2F", "x" * 500])
def test_a_strange_zone_is_utc(cookie: str) -> None:
    assert zone(cookie).name == "UTC"
    assert zone(cookie).both(AT).endswith("13:00 (UTC)")
