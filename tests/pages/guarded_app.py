"""The real app with one page of its own, so that the guard is tried over real sockets."""

from __future__ import annotations

from fastapi import FastAPI, Request
from nicegui import ui

from main import create_app
from neurohire.api.server import serve
from neurohire.errors import NotFound
from neurohire.observability import configure_logging
from neurohire.settings import get_settings

counts = {"clicks": 0}


def probe_app() -> FastAPI:
    app = create_app(get_settings())

    @ui.page("/probe")
    def probe(request: Request) -> None:
        request.session["token"] = "signed in"  # else the limit for anonymous visitors
        ui.button("Count", on_click=count)

    @ui.page("/probe/clicks")
    def clicks() -> None:
        ui.label(f"clicks: {counts['clicks']}.")

    @ui.page("/probe/new-session")
    def new_session(request: Request) -> None:
        request.session["id"] = "another"

    @ui.page("/probe/bug")
    def bug() -> None:
        raise RuntimeError("password=hunter2")

    @ui.page("/probe/late-bug")
    async def late_bug() -> None:
        raise RuntimeError("password=hunter2")

    @ui.page("/probe/gone")
    async def gone() -> None:
        raise NotFound()

    return app


def count() -> None:
    counts["clicks"] += 1


if __name__ == "__main__":
    configure_logging()
    serve(probe_app(), get_settings())
