"""The engine, and the one door to the database: run a service function, commit, then publish its events."""

from __future__ import annotations

import asyncio
import functools
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Concatenate, ParamSpec, TypeVar

import structlog
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session

from neurohire.breaker import Breaker
from neurohire.broadcast import Broadcast
from neurohire.errors import Unavailable
from neurohire.events import Event

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")
log = structlog.get_logger(__name__)
THREADS = 8
AWAY = (OperationalError, InterfaceError, PoolTimeout)  # the database does not answer; not our mistakes
CONNECT_SECONDS, READ_WRITE_SECONDS, LOCK_SECONDS = 3, 5, 3
UNREACHABLE = {1040, 1053, 1927, 2002, 2003, 2006, 2013}  # MariaDB: nobody there, full, or going down
# MariaDB: a row that another transaction added first, lock wait time-out, deadlock; all was rolled back
COLLIDED = {1062, 1205, 1213}
TRIES = 3
UNAVAILABLE = "database_unavailable"


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
            # shorter than the read time-out: a lock held too long is told from a database that is away
            "init_command": f"SET SESSION innodb_lock_wait_timeout={LOCK_SECONDS}",
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


def _code(error: Exception) -> object:
    """The driver's number, if it has one."""
    arguments = getattr(getattr(error, "orig", None), "args", ())
    return arguments[0] if arguments else None


def _is_unreachable(error: BaseException) -> bool:
    """Not this statement's fault: the next one would wait in vain, too."""
    return isinstance(error, DBAPIError) and (error.connection_invalidated or _code(error) in UNREACHABLE)


def _has_collided(error: Exception) -> bool:
    return isinstance(error, DBAPIError) and _code(error) in COLLIDED


class Database:
    """Runs service functions on worker threads, each in its own session and transaction."""

    def __init__(self, url: str, broadcast: Broadcast | None = None) -> None:
        self.engine = make_engine(url)
        self.broadcast = broadcast or Broadcast()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="database")
        # SQLite has one writer at a time, and who does not get the lock sleeps up to 100 ms before it asks
        # again: in one thread all come at once and in order, and readers have the others to themselves
        self._writers = ThreadPoolExecutor(1, "writer") if self.is_sqlite else self._threads
        self._breaker = Breaker()

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    async def transact(
        self, use_case: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `use_case(db, …)`, commit, publish its events. Domain errors roll back and pass through."""
        loop = asyncio.get_running_loop()

        def work() -> T:
            result, events = self.run(use_case, *args, **kwargs)
            if events:  # from here: also when nobody waits for the result any more (a page that went away)
                loop.call_soon_threadsafe(self._publish, events)
            return result

        return await loop.run_in_executor(self._writers, work)

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
        """The synchronous core of transact (command line, tests): result and recorded events.

        A transaction that lost against another one is run again, so `use_case` must only touch `db`.
        """

        def work() -> tuple[T, list[Event]]:
            with Session(self.engine, expire_on_commit=False) as db:
                result = use_case(db, *args, **kwargs)
                db.commit()
                return result, db.info.get("events", [])

        return self._guarded(work)

    def _read(
        self, use_case: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        def work() -> T:
            with (
                self.engine.connect().execution_options(writes=False) as connection,
                Session(connection, expire_on_commit=False) as db,
            ):
                return use_case(db, *args, **kwargs)

        return self._guarded(work)

    def _guarded(self, work: Callable[[], R]) -> R:
        """Run it, again after a collision; Unavailable when the database does not answer."""
        for left in reversed(range(TRIES)):
            try:
                with self._breaker.call(_is_unreachable):
                    return work()
            except (*AWAY, DBAPIError) as error:
                if left and _has_collided(error):
                    time.sleep(random.uniform(0.005, 0.05))  # so that the same two do not meet again
                    continue
                if not isinstance(error, AWAY) and not _is_unreachable(error):
                    raise  # a mistake of ours
                # for people one sentence; the log has what the driver said
                log.warning("the database does not answer", said=str(getattr(error, "orig", error))[:200])
                raise Unavailable(code=UNAVAILABLE) from error
        raise Unavailable(code=UNAVAILABLE)

    def _publish(self, events: list[Event]) -> None:
        for happened in events:
            self.broadcast.publish(happened)

    def ping(self) -> None:
        """Raise Unavailable when the database does not answer."""
        self._read(lambda db: db.execute(text("SELECT 1")))

    def close(self) -> None:
        self._writers.shutdown(wait=True)
        self._threads.shutdown(wait=True)
        self.engine.dispose()
