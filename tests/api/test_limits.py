"""Limits: one address cannot take everything, and another site cannot post for a visitor."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI, Request, WebSocket
from starlette.middleware.sessions import SessionMiddleware
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from neurohire.api.limits import ForeignRequests, Limits
from neurohire.errors import TooMany
from neurohire.rate_limits import RateLimits, network_of
from neurohire.settings import Settings

BROWSER = {"accept": "text/html"}


@pytest.fixture
def edge(settings: Settings) -> FastAPI:
    """A tiny app behind the walls; 20 requests a minute."""
    app = FastAPI()

    @app.post("/log-in")
    def log_in(request: Request) -> str:
        request.session["token"] = "t"
        return "in"

    @app.get("/page")
    @app.get("/assets/file")
    @app.get("/api/thing")
    @app.post("/post")
    def anything() -> str:
        return "ok"

    @app.websocket("/ws/room")
    async def room(socket: WebSocket) -> None:
        await socket.accept()
        await socket.close()

    app.add_middleware(ForeignRequests, settings=settings)
    app.add_middleware(Limits, settings=limited(settings, 20), limits=RateLimits())
    app.add_middleware(SessionMiddleware, secret_key="s" * 32)
    return app


def limited(settings: Settings, requests_per_minute: int) -> Settings:
    return settings.model_copy(update={"requests_per_minute": requests_per_minute})


def visitor(app: FastAPI, address: str = "192.0.2.1") -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, client=(address, 1)), base_url="http://test")


async def statuses(http: httpx.AsyncClient, path: str, times: int) -> list[int]:
    return [(await http.get(path)).status_code for _ in range(times)]


async def test_the_request_over_the_limit_is_refused_and_others_are_not(edge: FastAPI):
    async with visitor(edge) as one, visitor(edge, "192.0.2.2") as other:
        assert await statuses(one, "/api/thing", 22) == [200] * 20 + [429] * 2
        assert (await other.get("/api/thing")).status_code == 200
        refused = await one.get("/api/thing", headers=BROWSER)
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["code"] == "too_many"
    assert 1 <= int(refused.headers["retry-after"]) <= 60


async def test_people_get_a_page_that_says_wait(edge: FastAPI):
    async with visitor(edge) as http:
        await statuses(http, "/api/thing", 20)
        refused = await http.get("/page", headers=BROWSER)
    assert refused.status_code == 429
    assert "Please wait" in refused.text
    assert refused.headers["content-type"].startswith("text/html")


async def test_pages_without_a_log_in_have_a_tighter_limit(edge: FastAPI):
    async with visitor(edge) as http:
        assert 429 in await statuses(http, "/page", 6)
        assert (await http.get("/api/thing")).status_code == 200
    async with visitor(edge, "192.0.2.3") as http:
        await http.post("/log-in")
        assert await statuses(http, "/page", 6) == [200] * 6


async def test_a_burst_of_pages_is_cut_before_it_costs_memory(settings: Settings):
    app = FastAPI()
    app.add_api_route("/page", lambda: "ok")
    app.add_middleware(Limits, settings=limited(settings, 600), limits=RateLimits())
    async with visitor(app) as http:
        assert await statuses(http, "/page", 22) == [200] * 20 + [429] * 2


async def test_files_do_not_use_up_the_limit(edge: FastAPI):
    async with visitor(edge) as http:
        assert set(await statuses(http, "/assets/file", 30)) == {200}
        assert (await http.get("/api/thing")).status_code == 200


async def test_socket_handshakes_count_too(edge: FastAPI):
    with TestClient(edge) as client:
        for _ in range(20):
            with client.websocket_connect("/ws/room"):
                pass
        with pytest.raises(WebSocketDisconnect), client.websocket_connect("/ws/room"):
            pass


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://test"}, 200),
        ({"origin": "http://127.0.0.1:8080"}, 200),
        ({}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://test.evil.example"}, 403),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://evil.example", "authorization": "Bearer x"}, 200),
        ({"origin": "https://evil.example", "authorization": "Basic x"}, 403),
    ],
)
async def test_only_our_own_pages_may_post(edge: FastAPI, headers: dict[str, str], status: int):
    async with visitor(edge) as http:
        answer = await http.post("/post", headers=headers)
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["code"] == "foreign_origin"


async def test_reading_from_elsewhere_is_not_refused(edge: FastAPI):
    async with visitor(edge) as http:
        assert (await http.get("/api/thing", headers={"sec-fetch-site": "cross-site"})).status_code == 200


async def test_in_production_localhost_is_foreign_too(settings: Settings):
    app = FastAPI()
    live = settings.model_copy(update={"base_url": "https://hr.example.org"})
    app.add_middleware(ForeignRequests, settings=live)
    async with visitor(app) as http:
        for origin, status in (("http://localhost:8080", 403), ("https://hr.example.org", 404)):
            assert (await http.post("/post", headers={"origin": origin})).status_code == status


def test_a_limit_by_key_for_log_ins_and_sockets():
    limits = RateLimits()
    assert [limits.hit("ana", "5/15 minute") for _ in range(6)] == [True] * 5 + [False]
    assert limits.hit("bo", "5/15 minute")
    assert not limits.is_free("ana", "5/15 minute")
    with pytest.raises(TooMany):
        limits.check("ana", "5/15 minute")
    limits.forget("ana", "5/15 minute")
    assert limits.is_free("ana", "5/15 minute")


def test_one_ipv6_home_is_one_visitor():
    assert network_of("2001:db8:1:2:aaaa::1") == network_of("2001:db8:1:2:bbbb::2")
    assert network_of("2001:db8:1:3::1") != network_of("2001:db8:1:2::1")
    assert network_of("192.0.2.1") != network_of("192.0.2.2")
