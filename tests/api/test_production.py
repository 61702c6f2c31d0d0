"""With an https address: cookies that only https and only this host get, and no local names trusted."""

from __future__ import annotations

import httpx
import pytest

from neurohire.settings import Settings, get_settings

HTTPS = "https://test"


@pytest.fixture
def settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("NEUROHIRE_BASE_URL", HTTPS)
    get_settings.cache_clear()
    return get_settings()


async def test_the_cookie_belongs_to_this_host_and_to_https(http: httpx.AsyncClient):
    answer = await http.get(f"{HTTPS}/no-such-page")
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("__host-nh=")
    for part in ("secure", "httponly", "samesite=lax", "path=/"):
        assert part in [entry.strip() for entry in cookie.split(";")]
    assert "domain=" not in cookie
    assert answer.headers["strict-transport-security"]


@pytest.mark.parametrize("origin", ["http://test", "http://localhost:8080", "https://evil.example"])
async def test_only_the_https_address_may_post(http: httpx.AsyncClient, origin: str):
    refused = await http.post(f"{HTTPS}/api/none", headers={"origin": origin})
    passed = await http.post(f"{HTTPS}/api/none", headers={"origin": HTTPS})
    assert (refused.status_code, passed.status_code) == (403, 404)
