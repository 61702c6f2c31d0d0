"""The parts of one running app, made once in create_app() and found at `app.state.neurohire`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from neurohire.broadcast import Broadcast
from neurohire.database import Database
from neurohire.media_store import MediaStore
from neurohire.rate_limits import RateLimits
from neurohire.settings import Settings
from neurohire.workers import Limits, Workers


@dataclass
class AppState:
    """What routes, pages and jobs share. `parts` holds what later rows add (rooms, scheduler) by name."""

    settings: Settings
    database: Database
    broadcast: Broadcast
    media: MediaStore
    workers: Workers
    limits: RateLimits
    parts: dict[str, Any] = field(default_factory=dict)


def make_state(settings: Settings) -> AppState:
    """Open nothing yet but folders and pools; the database is first spoken to in the lifespan."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    broadcast = Broadcast()
    resumes = Limits(
        memory_mb=settings.parse_memory_mb,
        cpu_s=settings.parse_cpu_seconds,
        wall_s=settings.parse_wall_seconds,
        processes=settings.worker_processes,
    )
    return AppState(
        settings=settings,
        database=Database(settings.sqlalchemy_url, broadcast),
        broadcast=broadcast,
        media=MediaStore(settings.data_dir / "media", settings.min_free_mb),
        workers=Workers({"resumes": resumes}),
        limits=RateLimits(),
    )
