"""The engine, and the one door to the database: run a service function, commit, then publish its events."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Concatenate, ParamSpec, TypeVar

import structlog
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session

from neurohire.broadcast import Broadcast
from neurohire.errors import Unavailable
from neurohire.events import Event

P = ParamSpec("P")
T = TypeVar("T")
log = structlog.get_logger(__name__)
THREADS = 8
AWAY = (OperationalError, InterfaceError, PoolTimeout)  # the database does not answer; not our mistakes
CONNECT_SECONDS, READ_WRITE_SECONDS = 3, 5


def record(db: Session, happened: Event) -> None:
    """Note an event; it is published only if the transaction commits."""
    db.info.setdefault("events", []).append(happened)


def make_engine(url: str) -> Engine:
    """SQLite: WAL, synchronous=FULL, our own BEGIN. MariaDB: time-outs and pre-ping, so nothing hangs."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url)
    return create_engine(
        url,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "read_timeout": READ_WRITE_SECONDS,
            "write_timeout": READ_WRITE_SECONDS,
            "charset": "utf8mb4",
        },
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        pool_recycle=300,
        pool_size=THREADS,
        max_overflow=4,
        pool_timeout=READ_WRITE_SECONDS,
    )


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": READ_WRITE_SECONDS, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy begins; the driver's own BEGIN breaks savepoints
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("writes", True)
        # IMMEDIATE: two writers queue up instead of one failing when it upgrades its read lock
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _away(error: Exception) -> Unavailable:
    """For people one sentence; the log has what the driver said."""
    log.warning("the database does not answer", said=str(getattr(error, "orig", error))[:200])
    return Unavailable(code="database_unavailable")


class Database:
    """Runs service functions on worker threads, each in its own session and transaction."""

    def __init__(self, url: str, broadcast: Broadcast | None = None) -> None:
        self.engine = make_engine(url)
        self.broadcast = broadcast or Broadcast()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="database")

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    async def transact(
        self, use_case: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `use_case(db, …)`, commit, publish its events. Domain errors roll back and pass through."""
        loop = asyncio.get_running_loop()
        work = functools.partial(self.run, use_case, *args, **kwargs)
        result, events = await loop.run_in_executor(self._threads, work)
        for happened in events:
            self.broadcast.publish(happened)
        return result

    async def read(
        self, use_case: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Like transact for functions that only read; takes no write lock."""
        loop = asyncio.get_running_loop()
        work = functools.partial(self._read, use_case, *args, **kwargs)
        return await loop.run_in_executor(self._threads, work)

    def run(
        self, use_case: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> tuple[T, list[Event]]:
        """The synchronous core of transact (command line, tests): result and recorded events."""
        try:
            with Session(self.engine, expire_on_commit=False) as db:
                result = use_case(db, *args, **kwargs)
                db.commit()
                return result, db.info.get("events", [])
        except AWAY as error:
            raise _away(error) from error

    def _read(
        self, use_case: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        try:
            with self.engine.connect().execution_options(writes=False) as connection:
                with Session(connection, expire_on_commit=False) as db:
                    return use_case(db, *args, **kwargs)
        except AWAY as error:
            raise _away(error) from error

    def ping(self) -> None:
        """Raise Unavailable when the database does not answer."""
        self._read(lambda db: db.execute(text("SELECT 1")))

    def close(self) -> None:
        self._threads.shutdown(wait=True)
        self.engine.dispose()
