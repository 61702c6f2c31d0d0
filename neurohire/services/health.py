"""How the installation is: one place that /readyz, `check` and the settings page ask."""

from __future__ import annotations

import asyncio
import platform
import shutil
import time
from datetime import datetime
from importlib import metadata
from pathlib import Path

from pydantic import BaseModel
from sqlalchemy import func, select, text
from sqlmodel import Session, col

from neurohire import clock, migrations
from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import NotFound, Unavailable
from neurohire.media_store import MediaStore
from neurohire.models.candidates import Resume
from neurohire.models.scores import Task
from neurohire.models.users import Beat, Setting
from neurohire.speech import voice_activity
from neurohire.vocabulary import ResumeState

READY_SECONDS = 4.0
ROOM_MB = 2_000  # below this a day of recordings may fill the disk
PROGRAMS = {
    "tesseract": "scanned resumes are not read; they need a better file or an e-mail typed in",
    "antiword": "old .doc resumes are refused with a word on what to send instead",
    "espeak-ng": "the browser's own voice reads the questions",
}
EAR = "voice activity model"
WITHOUT_EAR = "no spoken answer is sent to a service, because services invent words for noise and silence"
PACKAGES = ("nicegui", "fastapi", "uvicorn", "sqlalchemy", "pydantic", "openai", "pycrdt", "pypdfium2")
MOST_FILES = 200_000  # counted at most


class Program(BaseModel):
    """A program beside ours, and what is off without it."""

    name: str
    is_found: bool
    without: str


class DatabaseHealth(BaseModel):
    kind: str
    version: str
    is_newest: bool
    milliseconds: float  # until a write was committed


class Queue(BaseModel):
    """Tasks that wait, and files that wait to be read."""

    waiting: int
    due: int
    oldest_due: datetime | None
    failing: int
    resumes: int
    beat_at: datetime | None


class Disk(BaseModel):
    folder: str
    free_mb: int
    total_mb: int
    refuses_below_mb: int

    @property
    def is_full(self) -> bool:
        return self.free_mb < self.refuses_below_mb

    @property
    def is_short(self) -> bool:
        return self.free_mb < ROOM_MB


class Stored(BaseModel):
    """What lies in the folder of files; `is_all` False: there are more than were counted."""

    files: int
    megabytes: int
    database_mb: int | None
    is_all: bool


class Health(BaseModel):
    """`database` None: it does not answer."""

    database: DatabaseHealth | None
    queue: Queue | None
    disk: Disk
    programs: list[Program]
    versions: dict[str, str]


async def is_ready(database: Database, media: MediaStore) -> bool:
    """The database takes a write in time, and files fit."""
    try:
        media.check_space()
        async with asyncio.timeout(READY_SECONDS):
            await database.transact(_write)
    except (Unavailable, TimeoutError, OSError):
        return False
    return True


async def look(database: Database, media: MediaStore, actor: Actor) -> Health:
    """All of it, for admins; parts that do not answer are told as such."""
    if not actor.is_admin:
        raise NotFound()
    found, waiting = None, None
    try:
        async with asyncio.timeout(READY_SECONDS):
            began = time.perf_counter()
            await database.transact(_write)
            spent = round((time.perf_counter() - began) * 1000, 1)
            newest = await asyncio.to_thread(migrations.is_newest, database.engine)
            version = await database.read(_version)
            kind = "SQLite" if database.is_sqlite else "MariaDB"
            found = DatabaseHealth(kind=kind, version=version, is_newest=newest, milliseconds=spent)
            waiting = await database.read(queue)
    except (Unavailable, TimeoutError):
        pass
    space = disk(media.root, media.min_free // 2**20)
    return Health(database=found, queue=waiting, disk=space, programs=programs(), versions=versions())


async def stored(database: Database, media: MediaStore, actor: Actor) -> Stored:
    """Counted on the disk, so not more often than somebody looks."""
    if not actor.is_admin:
        raise NotFound()
    name = database.engine.url.database if database.is_sqlite else None
    return await asyncio.to_thread(_count, media.root, Path(name) if name else None)


def programs() -> list[Program]:
    return [
        Program(name=name, is_found=shutil.which(name) is not None, without=without)
        for name, without in PROGRAMS.items()
    ] + [Program(name=EAR, is_found=not voice_activity.problem(), without=WITHOUT_EAR)]


def disk(folder: Path, refuses_below_mb: int) -> Disk:
    """Of the folder, or where it will be."""
    place = next(path for path in (folder, *folder.resolve().parents) if path.exists())
    usage = shutil.disk_usage(place)
    return Disk(
        folder=str(folder.resolve()),
        free_mb=usage.free // 2**20,
        total_mb=usage.total // 2**20,
        refuses_below_mb=refuses_below_mb,
    )


def queue(db: Session) -> Queue:
    open_tasks = select(func.count()).select_from(Task).where(col(Task.done_at).is_(None))
    due = open_tasks.where(col(Task.due_at) <= clock.now())
    oldest = select(func.min(col(Task.due_at))).where(col(Task.done_at).is_(None))
    oldest_due = db.scalar(oldest.where(col(Task.due_at) <= clock.now()))
    unread = select(func.count()).select_from(Resume)
    beat = db.get(Beat, "server")
    return Queue(
        waiting=db.scalar(open_tasks) or 0,
        due=db.scalar(due) or 0,
        oldest_due=oldest_due,
        failing=db.scalar(open_tasks.where(col(Task.error) != "")) or 0,
        resumes=db.scalar(unread.where(col(Resume.state).in_(UNREAD))) or 0,
        beat_at=beat.at if beat else None,
    )


def versions() -> dict[str, str]:
    """Of the app, Python and what the app stands on."""
    found = {"NeuroHire": _own_version(), "Python": platform.python_version()}
    return found | {name: metadata.version(name) for name in PACKAGES}


UNREAD = (ResumeState.QUEUED, ResumeState.READING)


def _own_version() -> str:
    try:
        return metadata.version("neurohire")
    except metadata.PackageNotFoundError:  # run from its folder
        lines = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8").splitlines()
        return next((line.split('"')[1] for line in lines if line.startswith("version = ")), "not known")


def _write(db: Session) -> None:
    db.merge(Setting(key="ready_check", value=str(int(time.time()))))


def _version(db: Session) -> str:
    is_sqlite = db.get_bind().dialect.name == "sqlite"
    return str(db.scalar(text("SELECT sqlite_version()" if is_sqlite else "SELECT version()")))


def _count(root: Path, database: Path | None) -> Stored:
    files = size = 0
    folders = [root]
    while folders and files < MOST_FILES:
        for entry in folders.pop().iterdir():
            if entry.is_dir():
                folders.append(entry)
            else:
                files, size = files + 1, size + _size(entry)
    beside = sum(_size(Path(f"{database}{end}")) for end in ("", "-wal", "-shm")) if database else None
    return Stored(
        files=files,
        megabytes=round(size / 2**20),
        database_mb=None if beside is None else round(beside / 2**20),
        is_all=not folders,
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
