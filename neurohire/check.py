"""Looks at a set-up and says in words what is right, what is off, and what is weak."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from neurohire import migrations
from neurohire.ai.service import CAPABILITIES, Capability, service_of
from neurohire.database import make_engine
from neurohire.services import health
from neurohire.settings import Settings
from neurohire.speech import voice_activity

LOCAL = ("localhost", "127.0.0.1", "::1")
PROBE_SECONDS = 120

SERVICES: dict[Capability, tuple[str, str]] = {
    "questions": ("questions", "the bank and the resume's lines give the questions"),
    "grading": ("grading", "the embedded suggestion stands alone"),
    "speech_out": ("speech out", "espeak-ng or the browser's own voice reads the questions"),
    "speech_in": ("speech in", "spoken answers are kept as audio, without a transcript"),
}


class Grade(StrEnum):
    """WEAK makes `check` fail; OFF is a part that is missing and does not have to be there."""

    OK = "ok"
    OFF = "off"
    WEAK = "WEAK"


@dataclass(frozen=True)
class Finding:
    """One line of the answer."""

    grade: Grade
    subject: str
    words: str


def findings(settings: Settings, *, deploy: bool) -> list[Finding]:
    """Everything `python -m neurohire check` prints; with `deploy` what production needs is a must."""
    strict = Grade.WEAK if deploy else Grade.OFF
    return [
        *_secret(settings),
        *_address(settings, strict),
        *_data_dir(settings, strict),
        _database(settings, strict),
        *_programs(settings),
        *_services(settings, strict),
        _frames(),
    ]


def _secret(settings: Settings) -> Iterator[Finding]:
    if settings.secret is not None:  # Settings itself refuses a short one
        words = _variety(settings.secret.get_secret_value())
        yield Finding(Grade.WEAK if words else Grade.OK, "secret", words or "set, and long enough")
        return
    path = settings.data_dir / "secret"
    if not path.exists():
        yield Finding(Grade.OK, "secret", "none set; the first start makes one in the data folder")
    elif not _is_private(path):
        yield Finding(Grade.WEAK, "secret", f"others on this machine may read it: chmod 600 {path}")
    else:
        yield Finding(Grade.OK, "secret", "made in the data folder, for its owner only; back it up")


def _variety(secret: str) -> str:
    return "it repeats a few characters: make a random one" if len(set(secret)) < 12 else ""


def _address(settings: Settings, strict: Grade) -> Iterator[Finding]:
    host = urlsplit(settings.public_url).hostname or ""
    if settings.is_production:
        yield Finding(Grade.OK, "address", f"{settings.public_url}, cookies only over https")
        if not settings.tls_cert and not settings.trusted_proxies:
            words = "no proxy is trusted: set NEUROHIRE_TRUSTED_PROXIES, else all visitors share one limit"
            yield Finding(strict, "proxy", words)
    elif host in LOCAL:
        words = "http on this machine only; production needs https: set NEUROHIRE_BASE_URL"
        yield Finding(strict if strict is Grade.WEAK else Grade.OK, "address", words)
    else:
        words = "needs https: over plain http browsers give no camera and no microphone"
        yield Finding(Grade.WEAK, "address", words)
    if settings.log_level.upper() == "DEBUG":
        yield Finding(strict, "log level", "DEBUG is for developers: set NEUROHIRE_LOG_LEVEL=INFO")


def _data_dir(settings: Settings, strict: Grade) -> Iterator[Finding]:
    folder = settings.data_dir.resolve()
    place = next(path for path in (folder, *folder.parents) if path.exists())
    if not os.access(place, os.W_OK | os.X_OK):
        yield Finding(Grade.WEAK, "data folder", f"{folder} cannot be written")
    elif place == folder and not _is_private(folder):
        yield Finding(strict, "data folder", f"others on this machine may look into it: chmod 700 {folder}")
    else:
        yield Finding(Grade.OK, "data folder", str(folder))
    space = health.disk(folder, settings.min_free_mb)
    if space.is_full:
        yield Finding(Grade.WEAK, "disk", f"{space.free_mb} MiB free: uploads are refused now")
    elif space.is_short:
        yield Finding(strict, "disk", f"{space.free_mb} MiB free; make room before recordings fill it")
    else:
        yield Finding(Grade.OK, "disk", f"{space.free_mb} MiB free")


def _is_private(path: Path) -> bool:
    """Nobody but the owner; systems without such modes have other means."""
    return os.name != "posix" or not stat.S_IMODE(path.stat().st_mode) & 0o077


def _database(settings: Settings, strict: Grade) -> Finding:
    try:
        url = make_url(settings.sqlalchemy_url)
        is_file = url.get_backend_name() == "sqlite"
        if is_file and not Path(url.database or "").exists():
            return Finding(strict, "database", "not there yet; the first start makes it")
        engine = make_engine(settings.sqlalchemy_url)
    except (ArgumentError, ImportError):
        words = "NEUROHIRE_DATABASE_URL is no address we can use: mysql+pymysql://user:password@host/name"
        return Finding(Grade.WEAK, "database", words)
    try:
        if not migrations.is_newest(engine):
            return Finding(strict, "database", "not at this version: run python -m neurohire migrate")
    except DBAPIError:
        return Finding(Grade.WEAK, "database", "does not answer")
    finally:
        engine.dispose()
    return Finding(Grade.OK, "database", f"{'SQLite' if is_file else 'MariaDB'}, at this version")


def _programs(settings: Settings) -> Iterator[Finding]:
    for program in health.programs():
        words = "found" if program.is_found else f"not installed: {program.without}"
        yield Finding(Grade.OK if program.is_found else Grade.OFF, program.name, words)
    if not settings.clamd:
        yield Finding(Grade.OFF, "virus scan", "off: set NEUROHIRE_CLAMD to use one")


def _services(settings: Settings, strict: Grade) -> Iterator[Finding]:
    """Name and host of each; a key never. Nothing is asked of them here."""
    is_any = False
    for capability in CAPABILITIES:
        subject, without = SERVICES[capability]
        service = service_of(settings, capability)
        if service is None:
            yield Finding(Grade.OFF, subject, f"off: {without}")
            continue
        if capability == "speech_in" and (problem := voice_activity.problem()):
            yield Finding(Grade.WEAK, subject, f"set, but nothing is sent to it: {problem}")
            continue
        is_any, address = True, urlsplit(service.base_url)
        words = f"{service.name} at {address.netloc}, with{'' if service.key else 'out'} a key"
        if address.scheme == "http" and address.hostname not in LOCAL:
            words += "; over plain http others on the network may read along: give it https"
            yield Finding(strict, subject, words)
        else:
            yield Finding(Grade.OK, subject, words)
    if settings.model_allow_private:
        words = "NEUROHIRE_MODEL_ALLOW_PRIVATE is true: services on this machine and network may be called"
        without = "; none is set, so turn it off"
        yield Finding(Grade.OK if is_any else strict, "private", words + ("" if is_any else without))


def _frames() -> Finding:
    """In a process of its own: a missing system library may end the one that imports it."""
    command = [sys.executable, "-c", "import cv2, mediapipe"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PROBE_SECONDS, check=False)
        works = done.returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        works = False
    if works:
        return Finding(Grade.OK, "frame checks", "OpenCV and MediaPipe load")
    return Finding(
        Grade.OFF, "frame checks", "off: OpenCV or MediaPipe does not load (libGL, libEGL, libxcb?)"
    )
