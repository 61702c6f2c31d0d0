"""The closed-off document in which programs of candidates run, and the files Python needs there."""

from __future__ import annotations

import asyncio
import gzip
import json
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from neurohire.api.assets import FOREVER
from neurohire.asset_files import ASSETS
from neurohire.errors import NotFound

router = APIRouter(prefix="/sandbox", include_in_schema=False)
PARTS = {  # as the frame calls them
    "loader": "pyodide.mjs",
    "core": "pyodide.asm.mjs",
    "wasm": "pyodide.asm.wasm",
    "stdlib": "python_stdlib.zip",
    "lock": "pyodide-lock.json",
}
KINDS = {".mjs": "text/javascript", ".wasm": "application/wasm", ".zip": "application/zip"}
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sandbox</title></head><body>
<script type="application/json" id="parts">{parts}</script><script>{script}</script></body></html>"""


@router.get("/run")
async def document() -> Response:
    """An opaque origin without cookies, storage and network; it is handed all it needs by the page."""
    body, policy = await asyncio.to_thread(_document)
    headers = {
        "Content-Security-Policy": policy,
        "X-Frame-Options": "SAMEORIGIN",
        "Cache-Control": "no-cache",
        "Permissions-Policy": "camera=(), microphone=(), display-capture=(), geolocation=()",
    }
    return HTMLResponse(body, headers=headers)


@router.get("/files/{digest}/{name}")
async def file(request: Request, digest: str, name: str) -> Response:
    """A file of Pyodide under the address that has its digest: kept by the browser for a year."""
    if name not in PARTS.values() or digest != await asyncio.to_thread(digest_of, name):
        raise NotFound()
    body, headers = (
        (ASSETS / "vendor" / "pyodide" / name).read_bytes,
        {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"},
    )
    ending = name[name.rindex(".") :]
    if ending != ".zip" and "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        content = await asyncio.to_thread(_small, name)
    else:
        content = await asyncio.to_thread(body)
        headers["Content-Encoding"] = "identity"  # the middleware would press it anew each time
    return Response(content, media_type=KINDS.get(ending, "application/json"), headers=headers)


@lru_cache(maxsize=1)
def _document() -> tuple[str, str]:
    read = {name: (ASSETS / "sandbox" / name).read_text() for name in ("frame.js", "worker.js", "harness.py")}
    parts = {
        "worker": read["worker.js"],
        "harness": read["harness.py"],
        "files": {part: f"/sandbox/files/{digest_of(name)}/{name}" for part, name in PARTS.items()},
    }
    script = read["frame.js"]
    digest = b64encode(sha256(script.encode()).digest()).decode()
    return PAGE.format(parts=json.dumps(parts).replace("<", "\\u003c"), script=script), (
        f"sandbox allow-scripts; default-src 'none'; script-src 'sha256-{digest}' 'wasm-unsafe-eval' blob:; "
        "worker-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )


@lru_cache(maxsize=len(PARTS))
def digest_of(name: str) -> str:
    return sha256((ASSETS / "vendor" / "pyodide" / name).read_bytes()).hexdigest()[:16]


@lru_cache(maxsize=len(PARTS))
def _small(name: str) -> bytes:
    """Pressed once: a third of ten million bytes, asked for by every new browser."""
    return gzip.compress((ASSETS / "vendor" / "pyodide" / name).read_bytes(), 6, mtime=0)
