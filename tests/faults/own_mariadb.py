"""A MariaDB server to be frozen and killed: only this test uses it."""

from __future__ import annotations

import getpass
import shutil
import signal
import subprocess
from pathlib import Path

from tests import mariadb

DURABLE = tuple(option for option in mariadb.RUN if "flush-log" not in option)  # a kill must lose nothing


class OwnMariaDb:
    """Started with its own folder and port."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, mariadb.free_port()
        self.url = f"mysql+pymysql://app:app@127.0.0.1:{self.port}/app?charset=utf8mb4"
        folder.mkdir()
        self.user = getpass.getuser()
        subprocess.run(
            ["mariadb-install-db", *mariadb.MAKE, f"--datadir={folder / 'data'}", f"--user={self.user}"],
            check=True,
            capture_output=True,
        )
        self.start()
        mariadb._make_database(f"mysql+pymysql://root@127.0.0.1:{self.port}/", self.process)

    def start(self) -> None:
        server = shutil.which("mariadbd") or "/usr/sbin/mariadbd"
        options = (
            f"--datadir={self.folder / 'data'}", f"--socket={self.folder / 's'}", f"--port={self.port}",
            f"--pid-file={self.folder / 'pid'}", f"--user={self.user}", "--bind-address=127.0.0.1",
            "--skip-name-resolve", *DURABLE,
        )  # fmt: skip
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen([server, "--no-defaults", *options], stderr=log, stdout=log)

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
