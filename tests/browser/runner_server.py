"""Server of the runner's browser test: the sandbox behind our real headers, a bare page, something secret."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, Response

from neurohire.api import headers, sandbox
from neurohire.api.assets import AssetFiles
from neurohire.settings import Settings
from tests.mariadb import free_port


def create_app(folder: Path, url: str) -> FastAPI:
    app = FastAPI()
    app.state.asked = []
    app.include_router(sandbox.router)

    @app.get("/")
    async def page() -> Response:
        answer = HTMLResponse("<!doctype html><title>Runner</title><h1>Runner</h1>")
        answer.set_cookie("session", "secret")
        return answer

    @app.get("/secret")
    async def secret(request: Request) -> dict[str, str]:
        app.state.asked.append(dict(request.headers))
        return {"secret": "of the app"}

    app.mount("/assets", AssetFiles())
    app.add_middleware(headers.PageHeaders, settings=Settings(data_dir=folder, base_url=url, secret="s" * 40))
    app.add_middleware(GZipMiddleware, minimum_size=500)
    return app


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[tuple[str, FastAPI]]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    app = create_app(folder, url)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield url, app
    server.should_exit = True
    thread.join()
