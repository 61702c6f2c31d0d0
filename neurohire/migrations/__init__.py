"""Alembic without an ini file: `upgrade(engine)` brings a database to the newest version."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text


def _config(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine) -> None:
    """Apply what is missing; does nothing on an up-to-date database."""
    if engine.dialect.name in ("mysql", "mariadb") and not inspect(engine).get_table_names():
        with engine.begin() as connection:  # binary order: else two e-mails that differ by an accent are one
            connection.execute(text("ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"))
    command.upgrade(_config(engine), "head")


def is_newest(engine: Engine) -> bool:
    """Whether nothing is left for `upgrade` to do."""
    newest = set(ScriptDirectory.from_config(_config(engine)).get_heads())
    with engine.connect().execution_options(writes=False) as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == newest


def check(engine: Engine) -> None:
    """Raise when the tables in code and the newest migration differ."""
    command.check(_config(engine))


def revise(engine: Engine, message: str) -> None:
    """Write a new migration from the difference (developers)."""
    command.revision(_config(engine), message, autogenerate=True)
