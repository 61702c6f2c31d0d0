"""Alembic's environment: the caller's engine, our metadata, batch mode on SQLite."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

import neurohire.models  # noqa: F401  registers the tables
from neurohire.models import base
from neurohire.models.base import metadata


def render(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    if kind != "type":
        return False
    autogen.imports.add("from neurohire.models import base")
    if isinstance(item, base.UtcDateTime):
        return "base.UtcDateTime()"
    if item is base.LongText:
        return "base.LongText"
    if item is base.LongBytes:
        return "base.LongBytes"
    if type(item).__name__ == "AutoString":
        return f"sa.String(length={item.length})"
    return False


def run() -> None:
    engine = context.config.attributes["engine"]
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            render_item=render,
            compare_type=False,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
