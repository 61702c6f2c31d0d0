"""Candidates of before: who made the first interview keeps the person, names get a key, files stay."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from neurohire import migrations
from neurohire.database import Database
from tests.ai.test_migration import _insert as insert
from tests.conftest import need
from tests.faults.own_mariadb import OwnMariaDb


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def test_up_with_candidates_and_down_again(kind: str, tmp_path: Path):
    server = None
    if kind == "mariadb":
        need("mariadbd", "mariadb-install-db")
        server = OwnMariaDb(tmp_path / "own")
    database = Database(server.url if server else f"sqlite:///{tmp_path / 'old.db'}")
    try:
        config = migrations._config(database.engine)
        command.upgrade(config, "0011")
        with database.engine.begin() as connection:
            for name in ("first", "second"):
                insert(connection, "user", id=name, email=name)
            insert(connection, "position", id="p", created_by="first")
            insert(connection, "candidate", id="c", name="ÄRZU", email="a@example.org")
            insert(connection, "candidate", id="lone", name="", email="Lone@example.org")
            for number, name in enumerate(("first", "second")):
                made = datetime(2026, 1, 1 + number)
                insert(
                    connection, "interview", id=f"i{number}", position_id="p", candidate_id="c",
                    created_by=name, created_at=made,
                )  # fmt: skip
            insert(
                connection, "resume", id="r", position_id="p", uploaded_by="first", candidate_id="c",
                interview_id="i0",
            )  # fmt: skip
        migrations.upgrade(database.engine)
        migrations.check(database.engine)
        with database.engine.connect() as connection:
            kept = connection.execute(text("SELECT candidate_id, user_id FROM candidate_member")).all()
            keys = connection.execute(text("SELECT name_key FROM candidate ORDER BY id")).scalars().all()
            position = connection.execute(text("SELECT position_id FROM resume")).scalar()
        assert ([tuple(row) for row in kept], keys, position) == (
            [("c", "first")],
            ["ärzu", "lone@example.org"],
            "p",
        )
        command.downgrade(config, "0011")
        command.upgrade(config, "head")
    finally:
        database.close()
        if server:
            server.kill()
