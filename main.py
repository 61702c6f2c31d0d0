"""NeuroHire in one process: `python main.py` serves pages, REST and sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware

from components import framework
from neurohire import migrations
from neurohire.api import assets, headers, include_routers, limits, problems, session_cookie
from neurohire.api.server import serve
from neurohire.observability import configure_logging, watch_loop
from neurohire.services import pool_start
from neurohire.settings import Settings, get_settings
from neurohire.state import AppState, make_state
from pages import register_pages

COOKIE_SECONDS = 14 * 24 * 3600  # the rows on the server decide; this only tidies browsers


def create_app(settings: Settings | None = None) -> FastAPI:
    """The whole app; the order of these calls matters (middleware: first added is innermost)."""
    settings = settings or get_settings()
    framework.keep_storage_in(settings.data_dir)
    state = make_state(settings)
    app = FastAPI(lifespan=_lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.neurohire = state
    app.add_middleware(problems.CatchUnexpected)
    app.add_middleware(limits.ForeignRequests, settings=settings)
    app.add_middleware(limits.Limits, settings=settings, limits=state.limits)
    app.add_middleware(
        SessionMiddleware,
        secret_key=settings.secret_key(),
        session_cookie="__Host-nh" if settings.is_production else "session",
        https_only=settings.is_production,
        max_age=COOKIE_SECONDS,
    )
    app.add_middleware(headers.PageHeaders, settings=settings)
    app.add_middleware(limits.Measured)
    app.add_middleware(GZipMiddleware, minimum_size=500)
    for kind, handler in problems.HANDLERS.items():
        app.add_exception_handler(kind, handler)
    include_routers(app)
    app.mount("/assets", assets.AssetFiles())
    register_pages(app)
    framework.attach(app, settings, problems.PAGE_HANDLERS)
    session_cookie.install(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    state: AppState = app.state.neurohire
    await asyncio.to_thread(migrations.upgrade, state.database.engine)
    await state.stored.load()
    await state.database.transact(pool_start.begin)
    watching = asyncio.create_task(watch_loop())
    await state.jobs.start()
    try:
        yield
    finally:
        watching.cancel()
        await state.rooms.close_all()
        await state.cameras.close_all()
        await state.documents.close_all()
        await state.jobs.stop()
        await state.workers.close()
        await asyncio.to_thread(state.database.close)


def main() -> None:
    """Read the settings, serve."""
    settings = get_settings()
    configure_logging(settings.log_level)
    serve(create_app(settings), settings)


if __name__ == "__main__":
    main()
