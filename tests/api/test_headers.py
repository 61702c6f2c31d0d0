"""Headers: every answer has them, and only scripts with this answer's nonce run."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI, Request
from nicegui import ui
from starlette.responses import HTMLResponse

from neurohire.api.headers import PageHeaders, page_policy
from neurohire.asset_files import asset_url
from neurohire.settings import Settings

NONCE = re.compile(r"'nonce-([\w-]{20,})'")


def small_app(settings: Settings) -> FastAPI:
    app = FastAPI()

    @app.get("/page")
    def page(request: Request) -> HTMLResponse:
        return HTMLResponse(f'<script nonce="{request.state.csp_nonce}">1</script>')

    @app.get("/own")
    def own() -> HTMLResponse:
        return HTMLResponse("x", headers={"content-security-policy": "sandbox", "cache-control": "private"})

    app.add_middleware(PageHeaders, settings=settings)
    return app


def client(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test")


@pytest.mark.parametrize("path", ["/healthz", "/api/none", "/none", "/openapi.json", "/assets/css/theme.css"])
async def test_every_kind_of_answer_has_the_security_headers(http: httpx.AsyncClient, path: str):
    headers = (await http.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    for right in ("camera=(self)", "microphone=(self)", "display-capture=(self)"):
        assert right in headers["permissions-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe-eval" not in headers["content-security-policy"]


async def test_a_nicegui_page_has_the_nonce_on_every_script_and_runs_no_other(
    app: FastAPI, http: httpx.AsyncClient
):
    @ui.page("/probe")
    def probe() -> None:
        ui.label('</script><script>alert("in text")</script>')

    answer = await http.get("/probe", headers={"accept-encoding": "identity"})
    policy = answer.headers["content-security-policy"]
    nonce = NONCE.search(policy).group(1)
    assert answer.headers["x-nicegui-content"] == "page"
    scripts = re.findall(r"<script[^>]*>", answer.text)
    assert len(scripts) > 5
    assert all(f'nonce="{nonce}"' in script for script in scripts)
    assert 'alert("in text")</script>' not in answer.text
    assert policy == page_policy(f"'nonce-{nonce}' 'unsafe-eval'", "ws://test")
    assert "'unsafe-inline'" not in policy.split("style-src")[0]
    assert int(answer.headers["content-length"]) == len(answer.content)
    again = (await http.get("/probe")).headers["content-security-policy"]
    assert NONCE.search(again).group(1) != nonce


async def test_a_static_page_gets_its_nonce_and_no_eval(settings: Settings):
    async with client(small_app(settings)) as http:
        answer = await http.get("/page")
    policy = answer.headers["content-security-policy"]
    assert f'nonce="{NONCE.search(policy).group(1)}"' in answer.text
    assert "unsafe-eval" not in policy
    assert answer.headers["cache-control"] == "no-store"


async def test_what_a_route_sets_itself_stays(settings: Settings):
    async with client(small_app(settings)) as http:
        headers = (await http.get("/own")).headers
    assert headers["content-security-policy"] == "sandbox"
    assert headers["cache-control"] == "private"


async def test_https_adds_hsts_and_secure_sockets(settings: Settings):
    async with client(small_app(settings.model_copy(update={"base_url": "https://hr.example.org"}))) as http:
        headers = (await http.get("/page")).headers
    assert headers["strict-transport-security"].startswith("max-age=")
    assert "connect-src 'self' wss://hr.example.org;" in headers["content-security-policy"]
    async with client(small_app(settings)) as http:
        assert "strict-transport-security" not in (await http.get("/page")).headers


async def test_assets_are_kept_only_under_their_version(http: httpx.AsyncClient):
    versioned, bare = await http.get(asset_url("css/theme.css")), await http.get("/assets/css/theme.css")
    assert "immutable" in versioned.headers["cache-control"]
    assert bare.headers["cache-control"] == "no-cache"
    missing = await http.get("/assets/css/none.css?v=0123456789")
    assert missing.status_code == 404
    assert "immutable" not in missing.headers.get("cache-control", "")


async def test_the_folder_bundles_are_built_in_is_not_served(http: httpx.AsyncClient):
    assert Path("assets/build/package.json").exists()
    assert (await http.get("/assets/build/package.json")).status_code == 404
    assert (await http.get("/assets/css/../build/package.json")).status_code == 404
