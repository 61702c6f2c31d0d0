"""The description of our REST interface, and a page to try it, from our own files."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from starlette.responses import HTMLResponse, JSONResponse, Response

from neurohire.asset_files import asset_url
from neurohire.errors import NotFound

router = APIRouter(include_in_schema=False)
PREFIX = "/api/v1"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>API · NeuroHire</title>
<link rel="stylesheet" href="{css}"></head><body><div id="swagger-ui"></div><script src="{bundle}"></script>
<script nonce="{nonce}">SwaggerUIBundle({{url: "/openapi.json", dom_id: "#swagger-ui", deepLinking: true,
validatorUrl: null, presets: [SwaggerUIBundle.presets.apis], layout: "BaseLayout"}})</script></body></html>"""


@router.get("/openapi.json")
async def openapi(request: Request) -> Response:
    return JSONResponse(schema(request.app))


@router.get("/docs")
async def docs(request: Request) -> Response:
    try:
        css, bundle = (asset_url(f"vendor/swagger/swagger-ui{end}") for end in (".css", "-bundle.js"))
    except OSError as error:
        raise NotFound() from error
    return HTMLResponse(PAGE.format(css=css, bundle=bundle, nonce=request.state.csp_nonce))


@lru_cache(maxsize=1)
def schema(app: FastAPI) -> dict[str, Any]:
    """OpenAPI of the routes under /api/v1 and of nothing else."""
    full = get_openapi(title="NeuroHire", version="1", routes=app.routes)
    full["paths"] = {path: entry for path, entry in full["paths"].items() if path.startswith(PREFIX)}
    schemes = full.setdefault("components", {}).setdefault("securitySchemes", {})
    schemes["bearer"] = {"type": "http", "scheme": "bearer"}
    full["security"] = [{"bearer": []}]
    return full
