"""Is it alive, is it ready, and the figures behind it."""

from __future__ import annotations

import time

from fastapi import APIRouter, Depends, Request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import PlainTextResponse, Response

from neurohire.api.identity import require_admin, state_of
from neurohire.observability import DISK_FREE
from neurohire.services import health

router = APIRouter(include_in_schema=False)
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
        state = state_of(request)
        is_ready = await health.is_ready(state.database, state.media)
        request.app.state.ready = (is_ready, time.monotonic())
    if is_ready:
        return PlainTextResponse("ready")
    return PlainTextResponse("not ready", 503, {"Retry-After": "5"})


@router.get("/metrics", dependencies=[Depends(require_admin)])
async def metrics(request: Request) -> Response:
    """For Prometheus, with an admin's bearer token or log-in."""
    DISK_FREE.set(state_of(request).media.free_bytes())
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
