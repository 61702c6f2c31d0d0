"""Logs as JSON without personal data, and the figures for Prometheus."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import sys
import time
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog
from prometheus_client import Counter, Gauge, Histogram

log = logging.getLogger(__name__)

REQUESTS = Counter("neurohire_http_requests", "Answered requests", ["method", "status"])
REQUEST_SECONDS = Histogram("neurohire_http_request_seconds", "Time to the first byte of an answer")
REFUSED = Counter("neurohire_refused", "Requests refused at the edge", ["reason"])
SOCKETS = Gauge("neurohire_sockets", "Open WebSockets, NiceGUI's included")
LOOP_LAG = Gauge("neurohire_loop_lag_seconds", "Longest wait of the event loop in the last 10 seconds")
DISK_FREE = Gauge("neurohire_disk_free_bytes", "Free space where files are stored")
UNEXPECTED = Counter("neurohire_unexpected_errors", "Failures that got an incident id")

EMAIL = re.compile(r"[^\s@<>\"'(),;:]{1,64}@[\w.-]{1,253}\.\w{2,63}")
QUERY = re.compile(r"(?<=[/\w])\?[^\s\"'<>]+")
# a 256-bit token is 43 characters; no digest or path segment of ours that belongs in a log is longer than 40
TOKEN = re.compile(r"(?<![\w-])[A-Za-z0-9_-]{41,}(?![\w-])")
LINK_TOKEN = re.compile(r"(?:(?<=/i/)|(?<=/join/))[^\s/?\"']+")
CREDENTIALS = re.compile(r"(?<=://)[^\s/@]+@")
NOISY = ("nicegui", "engineio", "socketio", "uvicorn.error", "apscheduler", "asyncio")
FEW, FEW_SECONDS = 20, 10.0


def note_incident(error: BaseException) -> str:
    """Log an unexpected failure; gives the id that people may quote."""
    incident = secrets.token_hex(4)
    UNEXPECTED.inc()
    log.error("unexpected failure, incident %s", incident, exc_info=error)
    return incident


def redact(text: str) -> str:
    """Without e-mails, tokens, query strings and passwords in addresses."""
    text = QUERY.sub("?…", CREDENTIALS.sub("…@", text))
    return TOKEN.sub("<token>", LINK_TOKEN.sub("<token>", EMAIL.sub("<e-mail>", text)))


def _redact_event(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: redact(value) if isinstance(value, str) else value for key, value in event.items()}


def _frames_only(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Where it failed and the kind of failure; messages of exceptions quote what people typed."""
    found = event.pop("exc_info", None)
    error = sys.exc_info()[1] if found is True else found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["error"], event["where"] = _kinds(error), _where(error)
    return event


def _kinds(error: BaseException) -> str:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return type(error).__name__ + (f" from {_kinds(cause)}" if cause is not None else "")


def _where(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    return [f"{f.filename.rsplit('site-packages', 1)[-1]}:{f.lineno} {f.name}" for f in frames]


class FewRecords(logging.Filter):
    """At most 20 records in 10 s from one logger: a flood of bad frames must not fill the disk."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[str, tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        began, count = self._seen.get(record.name, (0.0, 0))
        now = time.monotonic()
        if now - began > FEW_SECONDS:
            began, count = now, 0
        self._seen[record.name] = (began, count + 1)
        return count < FEW


def configure_logging(level: str = "INFO") -> None:
    """One JSON line per record on standard error, for our loggers and everybody else's."""
    steps: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*steps, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(json_formatter(steps))
    few = FewRecords()
    handler.addFilter(lambda record: not record.name.startswith(NOISY) or few.filter(record))
    root = logging.getLogger()
    root.handlers, root.level = [handler], getattr(logging, level.upper(), logging.INFO)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "nicegui"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
    for name in ("httpx", "httpcore", "alembic", "apscheduler", "pdfminer", "watchfiles"):
        logging.getLogger(name).setLevel(logging.WARNING)


def json_formatter(steps: list[Any] | None = None) -> structlog.stdlib.ProcessorFormatter:
    """Renders any log record as one redacted JSON line."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=steps or [structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _frames_only,
            _redact_event,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


async def watch_loop(every: float = 0.25, window: float = 10.0) -> None:
    """Measure for ever how long the loop keeps others waiting; run it as a task."""
    worst, since = 0.0, time.monotonic()
    while True:
        asked = time.monotonic()
        await asyncio.sleep(every)
        now = time.monotonic()
        if now - since > window:
            worst, since = 0.0, now
        worst = max(worst, now - asked - every)
        LOOP_LAG.set(worst)
