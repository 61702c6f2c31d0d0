"""The API's description: our own files, our own routes."""

from __future__ import annotations

import re

import httpx
from fastapi import FastAPI

from neurohire.api import docs


async def test_only_the_rest_interface_is_described(http: httpx.AsyncClient):
    described = (await http.get("/openapi.json")).json()
    assert described["openapi"].startswith("3.")
    assert all(path.startswith("/api/v1/") for path in described["paths"])
    assert described["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"


def test_routes_outside_v1_are_left_out():
    app = FastAPI()
    app.add_api_route("/api/v1/things", lambda: None)
    app.add_api_route("/internal", lambda: None)
    assert list(docs.schema(app)["paths"]) == ["/api/v1/things"]


async def test_the_page_loads_only_our_files_and_its_script_has_the_nonce(http: httpx.AsyncClient):
    page = await http.get("/docs")
    assert page.status_code == 200
    nonce = re.search(r"'nonce-([^']+)'", page.headers["content-security-policy"]).group(1)
    files = re.findall(r'(?:href|src)="([^"]+)"', page.text)
    assert len(files) == 2
    for file in files:
        assert file.startswith("/assets/vendor/swagger/")
        assert (await http.get(file)).status_code == 200
    assert re.findall(r"<script (?!src)([^>]*)>", page.text) == [f'nonce="{nonce}"']
