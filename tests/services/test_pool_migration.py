"""Interviews made before there was a pool: their questions enter it, and every use is counted."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import JSON, MetaData, Text, func, select
from sqlmodel import Session, col

from neurohire import migrations
from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.models.interviews import InterviewQuestion
from neurohire.models.question_pool import PoolQuestion
from neurohire.models.questions import Question
from neurohire.questions.bank import load_bank
from neurohire.services import pool_counts, pool_start
from neurohire.vocabulary import QuestionSource, Role
from tests import pool
from tests.conftest import need
from tests.faults.own_mariadb import OwnMariaDb

AT = datetime(2026, 1, 2)  # the tables as they were know no zone
BANK = load_bank().questions[0]
FORM = load_bank().forms[0]


def of_source(name: str, source: QuestionSource, text: str) -> Question:
    return pool.own(text, id=name, source=source)


USED = (
    BANK,
    of_source(f"{FORM.id}.0123abcd", QuestionSource.RESUME, "You wrote: “Built a ship of Zuzana”. How?"),
    of_source("model-0123", QuestionSource.MODEL, "What did the model want to know of Zuzana's ship?"),
    of_source("own-0123", QuestionSource.RECRUITER, "What did the recruiter want to know of it?"),
)


def filled(database: Database, member: Actor) -> None:
    """Two interviews with the same four questions, in the tables of that time."""
    tables = MetaData()
    tables.reflect(database.engine)
    for table in tables.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type = Text()
    usual: dict[str, Any] = {"created_at": AT, "expires_at": AT, "added_at": AT}

    def add(db: Any, table_name: str, /, **values: Any) -> None:
        table = tables.tables[table_name]
        for column in table.columns:
            if column.name not in values and not column.nullable and column.server_default is None:
                kind = str(column.type)
                empty: Any = 0 if kind.startswith(("INT", "BOOL", "TINY", "FLOAT", "DOUBLE")) else ""
                values[column.name] = usual.get(column.name, empty)
        empty_json = {"skills": "[]", "notes": "[]", "question_counts": "{}", "extra": "{}", "feedback": "{}"}
        values |= {column: words for column, words in empty_json.items() if column in values}
        db.execute(table.insert().values(**values))

    with database.engine.begin() as db:
        add(db, "user", id=member.user_id, email=member.email, name=member.name, role=member.role.value)
        add(db, "position", id="p", title="Engineer", created_by=member.user_id)
        for number in range(2):
            add(db, "interview", id=f"i{number}", position_id="p", title="Engineer", language="en",
                created_by=member.user_id, state="draft")  # fmt: skip
            for place, question in enumerate(USED):
                add(db, "interview_question", id=f"q{number}{place}", interview_id=f"i{number}", place=place,
                    question_id=question.id, question=question.model_dump_json(),
                    state="pending")  # fmt: skip


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def test_questions_of_before_enter_the_pool(kind: str, tmp_path: Path):
    server = None
    if kind == "mariadb":
        need("mariadbd", "mariadb-install-db")
        server = OwnMariaDb(tmp_path / "own")
    database = Database(server.url if server else f"sqlite:///{tmp_path / 'old.db'}")
    rita = Actor(user_id="rita", name="Rita", email="rita@example.org", role=Role.RECRUITER)
    try:
        command.upgrade(migrations._config(database.engine), "0005")
        filled(database, rita)
        migrations.upgrade(database.engine)
        database.run(pool_start.begin)
        while database.run(pool_counts.count)[0]:
            pass
        assert database.run(_pool_ids)[0] == [BANK.id, FORM.id, "model-0123", "own-0123"] * 2
        rows = database.run(lambda db: {name: db.get(PoolQuestion, name) for name in _pool_ids(db)})[0]
        assert [row.uses for row in rows.values() if row] == [2, 2, 2, 2]
        assert all(row.last_used_at == AT.replace(tzinfo=UTC) for row in rows.values() if row)
        model, own = rows["model-0123"], rows["own-0123"]
        assert model and own and (model.interview_id, model.created_by, model.is_open) == ("i0", None, False)
        assert (own.interview_id, own.created_by) == ("i0", rita.user_id)
        form = rows[FORM.id]
        assert form and "Zuzana" not in form.text + form.words
        database.run(pool_start.begin)
        assert database.run(_count)[0] == len(load_bank().questions) + len(load_bank().forms) + 2
    finally:
        database.close()
        if server:
            server.kill()


def _pool_ids(db: Session) -> list[str]:
    query = select(InterviewQuestion.pool_id).order_by(col(InterviewQuestion.id))  # type: ignore[call-overload]
    return list(db.scalars(query))


def _count(db: Session) -> int:
    return db.scalar(select(func.count()).select_from(PoolQuestion)) or 0
