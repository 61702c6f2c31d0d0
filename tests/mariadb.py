"""A MariaDB server of our own for the tests: fresh folder, free port, gone afterwards; works as root."""

from __future__ import annotations

import getpass
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

MAKE = ("--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db")
RUN = ("--skip-log-bin", "--innodb-buffer-pool-size=32M", "--innodb-flush-log-at-trx-commit=0")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """SQLAlchemy URL of an empty database."""
    user, data, port = getpass.getuser(), folder / "data", free_port()
    server = shutil.which("mariadbd") or "/usr/sbin/mariadbd"
    subprocess.run(
        ["mariadb-install-db", *MAKE, f"--datadir={data}", f"--user={user}"], check=True, capture_output=True
    )
    files = (f"--datadir={data}", f"--socket={folder / 's'}", f"--pid-file={folder / 'pid'}")
    network = ("--bind-address=127.0.0.1", f"--port={port}", "--skip-name-resolve")
    options = (f"--user={user}", *network, *files, *RUN)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([server, "--no-defaults", *options], stderr=log, stdout=log)
    try:
        _make_database(f"mysql+pymysql://root@127.0.0.1:{port}/", process)
        yield f"mysql+pymysql://app:app@127.0.0.1:{port}/app?charset=utf8mb4"
    finally:
        process.kill()
        process.wait()


def _make_database(url: str, process: subprocess.Popen[bytes]) -> None:
    engine, until = create_engine(url), time.monotonic() + 30
    while True:
        try:
            with engine.begin() as connection:
                for line in (
                    "CREATE DATABASE app CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
                    "CREATE USER app@'127.0.0.1' IDENTIFIED BY 'app'",
                    "GRANT ALL ON app.* TO app@'127.0.0.1'",
                ):
                    connection.execute(text(line))
            return engine.dispose()
        except OperationalError:
            if process.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.05)
