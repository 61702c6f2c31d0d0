"""An older database with rows in it gets the new columns; tables and code agree afterwards."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, MetaData, Table, text

from neurohire import migrations
from neurohire.database import Database
from tests.conftest import need
from tests.faults.own_mariadb import OwnMariaDb


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def test_up_with_rows_and_down_again(kind: str, tmp_path: Path):
    server = None
    if kind == "mariadb":
        need("mariadbd", "mariadb-install-db")
        server = OwnMariaDb(tmp_path / "own")
    database = Database(server.url if server else f"sqlite:///{tmp_path / 'old.db'}")
    try:
        config = migrations._config(database.engine)
        command.upgrade(config, "0001")
        with database.engine.begin() as connection:
            _insert(connection, "user", id="u")
            _insert(connection, "position", id="p", created_by="u")
            _insert(connection, "interview", id="i", position_id="p", created_by="u")
        assert not migrations.is_newest(database.engine)
        migrations.upgrade(database.engine)
        migrations.check(database.engine)
        with database.engine.connect() as connection:
            states = connection.execute(
                text("SELECT writing_state, model_grading_state FROM interview")
            ).one()
        assert tuple(states) == ("none", "none")
        command.downgrade(config, "0001")
        command.upgrade(config, "head")
    finally:
        database.close()
        if server:
            server.kill()


def _insert(connection: Connection, table: str, **given: object) -> None:
    """A row as 0001 had it: what is not given is filled by the kind of column."""
    found = Table(table, MetaData(), autoload_with=connection, resolve_fks=False)
    when = datetime(2026, 1, 1)
    plain: dict[type, object] = {
        str: "{}",
        int: 1,
        float: 1.0,
        bool: True,
        dict: {},
        bytes: b"",
        datetime: when,
    }
    values = {c.name: plain.get(c.type.python_type, {}) for c in found.columns if not c.nullable} | given
    connection.execute(found.insert().values(**values))
