"""What every test may ask for: settings, a database of either kind, the app, a user, a live server."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from nicegui import ui
from nicegui.functions import download, navigate, notify
from nicegui.testing import User, general
from playwright.async_api import Browser, async_playwright
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import text
from sqlmodel import SQLModel

from neurohire import migrations
from neurohire.auth import passwords
from neurohire.database import Database
from neurohire.services import pool_start
from neurohire.settings import Settings, get_settings
from tests import mariadb
from tests.live_server import LiveServer

ORIGIN = "http://test"
CHROMIUM = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
)  # fmt: skip


# three looks in 0.3 s are too few on a busy machine; what comes is seen at once all the same
for look in ("should_see", "should_not_see"):
    getattr(User, look).__kwdefaults__["retries"] = 150


# ── external programs ─────────────────────────────────────────────────────────────────────────


def skips_are_forbidden() -> bool:
    return os.environ.get("NEUROHIRE_TEST_REQUIRE_ALL") == "1"


def need(*programs: str) -> None:
    """Skip when one is not installed (it fails where skips are forbidden)."""
    path = f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin"
    if missing := [program for program in programs if not shutil.which(program, path=path)]:
        pytest.skip("not installed: " + ", ".join(missing))


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("needs"):
        need(*marker.args)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    report = yield
    if skips_are_forbidden() and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skips are forbidden here: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, Any]:
    report = yield
    if skips_are_forbidden() and report.outcome == "skipped":
        report.outcome = "failed"
        report.longrepr = f"skips are forbidden here: {report.longrepr}"
    return report


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hashes that cost nothing: hundreds of people are made here, and none of them is anybody's account."""
    with pytest.MonkeyPatch.context() as patch:
        hasher = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
        patch.setattr(passwords, "_hasher", hasher)
        yield


# ── settings and database ─────────────────────────────────────────────────────────────────────


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """The process's settings for one test, in a folder of its own; get_settings() gives the same."""
    for name in [name for name in os.environ if name.startswith("NEUROHIRE_") and "_TEST_" not in name]:
        monkeypatch.delenv(name)
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    monkeypatch.setenv("NEUROHIRE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("NEUROHIRE_BASE_URL", ORIGIN)
    monkeypatch.setenv("NEUROHIRE_SECRET", "s" * 48)
    monkeypatch.setenv("NEUROHIRE_REQUESTS_PER_MINUTE", "100000")
    get_settings.cache_clear()
    yield get_settings()
    get_settings.cache_clear()


@pytest.fixture(scope="session")
def mariadb_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One MariaDB server for the whole run, without tables."""
    need("mariadbd", "mariadb-install-db")
    with mariadb.running(tmp_path_factory.mktemp("mariadb")) as url:
        yield url


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    database = Database(f"sqlite:///{path}")
    migrations.upgrade(database.engine)
    database.close()  # the last connection moves its log into the file
    return path


@pytest.fixture(scope="session")
def started_sqlite(migrated_sqlite: Path) -> Path:
    """The same with the shipped questions, as after a first start."""
    path = migrated_sqlite.with_name("started.db")
    shutil.copyfile(migrated_sqlite, path)
    database = Database(f"sqlite:///{path}")
    database.run(pool_start.begin)
    database.close()
    return path


@pytest.fixture(scope="session")
def migrated_mariadb(mariadb_url: str) -> str:
    database = Database(mariadb_url)
    migrations.upgrade(database.engine)
    database.close()
    return mariadb_url


@pytest.fixture(params=["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def database_url(request: pytest.FixtureRequest, settings: Settings) -> str:
    """Address of a migrated, empty database; the test runs once for each kind."""
    if request.param == "sqlite":
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        path = settings.data_dir / "neurohire.db"
        shutil.copyfile(request.getfixturevalue("migrated_sqlite"), path)
        return f"sqlite:///{path}"
    url: str = request.getfixturevalue("migrated_mariadb")
    empty(url)
    return url


def empty(url: str) -> None:
    """Every row of every table away, the migrations kept."""
    database = Database(url)
    with database.engine.begin() as connection:
        connection.execute(text("SET FOREIGN_KEY_CHECKS=0"))
        for table in SQLModel.metadata.tables:
            connection.execute(text(f"DELETE FROM `{table}`"))
        connection.execute(text("SET FOREIGN_KEY_CHECKS=1"))
    database.close()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    found = Database(database_url)
    yield found
    found.close()


# ── the app ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
async def app(
    settings: Settings, started_sqlite: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[FastAPI]:
    """The whole app, started, on SQLite; one at a time in a process."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    if not (file := settings.data_dir / "neurohire.db").exists():
        shutil.copyfile(started_sqlite, file)
    # NiceGUI collects all garbage before and after each test and looks through all objects when it starts:
    # what is left of earlier tests (mostly modules) is kept out of that
    gc.collect()
    gc.freeze()
    with general.nicegui_reset_globals():
        monkeypatch.setenv("NICEGUI_USER_SIMULATION", "true")
        from main import create_app  # here: the reset drops the modules that hold pages

        made = create_app(settings)
        try:
            async with made.router.lifespan_context(made):
                yield made
        finally:
            ui.navigate, ui.notify, ui.download = navigate.Navigate(), notify.notify, download.download


@pytest.fixture
async def http(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without scripts: cookies kept, redirects not followed, our own Origin."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers={"origin": ORIGIN}) as client:
        yield client


@pytest.fixture
async def user(app: FastAPI) -> AsyncIterator[User]:
    """A simulated person at NiceGUI pages; log in by a POST with `user.http_client`."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url=ORIGIN, headers={"origin": ORIGIN}, follow_redirects=True
    ) as client:
        yield User(client)


@pytest.fixture
async def live_server(tmp_path: Path) -> AsyncIterator[LiveServer]:
    """`python main.py` on SQLite, answering."""
    server = LiveServer(tmp_path)
    try:
        await server.start()
        yield server
    finally:
        server.kill()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Headless Chromium with a fake camera and microphone."""
    need("chromium")
    async with async_playwright() as playwright:
        program = shutil.which("chromium")
        found = await playwright.chromium.launch(executable_path=program, args=list(CHROMIUM))
        yield found
        await found.close()
