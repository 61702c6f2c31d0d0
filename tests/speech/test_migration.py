"""Audio made by an earlier version is found again: it moves from the settings to a table of its own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from neurohire import migrations
from neurohire.database import Database
from neurohire.services import speech
from tests.conftest import need
from tests.faults.own_mariadb import OwnMariaDb


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def test_what_was_spoken_before_is_kept(kind: str, tmp_path: Path):
    server = None
    if kind == "mariadb":
        need("mariadbd", "mariadb-install-db")
        server = OwnMariaDb(tmp_path / "own")
    database = Database(server.url if server else f"sqlite:///{tmp_path / 'old.db'}")
    digest = speech.digest_of("espeak-ng/1", "en", "Why?")
    mark = "`" if kind == "mariadb" else '"'
    try:
        command.upgrade(migrations._config(database.engine), "0008")
        with database.engine.begin() as connection:
            file = {"sha": "a" * 64, "at": datetime(2026, 1, 2)}
            connection.execute(
                text("INSERT INTO media_file (sha256, size, media_type, created_at)"
                     " VALUES (:sha, 9, 'audio/wav', :at)"), file,
            )  # fmt: skip
            for key, value in ((f"speech:{digest}", "a" * 64), ("speech:gone", "b" * 64), ("other", "stays")):
                connection.execute(
                    text(f"INSERT INTO setting ({mark}key{mark}, value) VALUES (:key, :value)"),
                    {"key": key, "value": value},
                )
        migrations.upgrade(database.engine)
        found, _ = database.run(speech.stored, digest)
        assert found == speech.Stored(sha256="a" * 64, media_type="audio/wav")
        with database.engine.connect() as connection:
            left = connection.execute(text(f"SELECT {mark}key{mark} FROM setting")).scalars().all()
        assert list(left) == ["other"]
    finally:
        database.close()
        if server:
            server.kill()
