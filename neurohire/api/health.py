"""Is it alive, is it ready, and the figures behind it."""

from __future__ import annotations

import asyncio
import time

from fastapi import APIRouter, Depends, Request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlmodel import Session
from starlette.responses import PlainTextResponse, Response

from neurohire.api.identity import require_admin, state_of
from neurohire.errors import Unavailable
from neurohire.models.users import Setting
from neurohire.observability import DISK_FREE
from neurohire.state import AppState

router = APIRouter(include_in_schema=False)
READY_SECONDS = 4.0
KEEP_SECONDS = 1.0  # anybody may ask, and each answer costs a write


@router.get("/healthz")
async def healthz() -> Response:
    """The event loop answers; nothing else is looked at."""
    return PlainTextResponse("ok")


@router.get("/readyz")
async def readyz(request: Request) -> Response:
    """The database takes a write and files fit; says no more than yes or no."""
    is_ready, asked = getattr(request.app.state, "ready", (False, 0.0))
    if time.monotonic() - asked > KEEP_SECONDS:
        is_ready = await _is_ready(state_of(request))
        request.app.state.ready = (is_ready, time.monotonic())
    if is_ready:
        return PlainTextResponse("ready")
    return PlainTextResponse("not ready", 503, {"Retry-After": "5"})


@router.get("/metrics", dependencies=[Depends(require_admin)])
async def metrics(request: Request) -> Response:
    """For Prometheus, with an admin's bearer token or log-in."""
    DISK_FREE.set(state_of(request).media.free_bytes())
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def _is_ready(state: AppState) -> bool:
    try:
        state.media.check_space()
        async with asyncio.timeout(READY_SECONDS):
            await state.database.transact(_write)
    except (Unavailable, TimeoutError, OSError):
        return False
    return True


def _write(db: Session) -> None:
    db.merge(Setting(key="ready_check", value=str(int(time.time()))))
