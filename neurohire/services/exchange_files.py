"""The export: every interview, its answers and the pool's questions, in the files of an earlier system."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.database import Database
from neurohire.exchange.new_folder import NewFolder, new_folder
from neurohire.models.interviews import Interview
from neurohire.services import exchange_out, exchange_pool

LINKS, ANSWERS, POOL = "interview_links.json", "candidate_answers.json", "question_pool.json"
BATCH = 200
Told = Callable[[Session, Interview], dict[str, Any] | None]


def write(database: Database, folder: Path) -> list[tuple[str, int]]:
    """(file, records) of each file written."""
    with new_folder(folder) as made:
        return [
            (LINKS, _interviews(database, made, LINKS, exchange_out.links_record)),
            (ANSWERS, _interviews(database, made, ANSWERS, exchange_out.answers_record)),
            *_pools(database, made),
        ]


def _interviews(database: Database, made: NewFolder, name: str, told: Told) -> int:
    """Written as it is read: any number of interviews takes little memory."""
    with made.file(name) as file:
        return _object(file, _records(database, told))


def _records(database: Database, told: Told) -> Iterator[tuple[str, Any]]:
    last = ""
    while batch := database.run(_batch, told, last)[0]:
        last = batch[-1][0]
        yield from ((key, record) for _, key, record in batch if record is not None)


def _batch(db: Session, told: Told, after: str) -> list[tuple[str, str, dict[str, Any] | None]]:
    rows = db.scalars(
        select(Interview).where(col(Interview.id) > after).order_by(col(Interview.id)).limit(BATCH)
    )
    return [(row.id, exchange_out.key_of(row), told(db, row)) for row in rows]


def _object(file: TextIO, records: Iterator[tuple[str, Any]]) -> int:
    count = 0
    file.write("{")
    for key, record in records:
        text = json.dumps(record, indent=2, ensure_ascii=False).replace("\n", "\n  ")
        file.write(("," if count else "") + f"\n  {json.dumps(key, ensure_ascii=False)}: {text}")
        count += 1
    file.write("\n}\n" if count else "}\n")
    return count


def _pools(database: Database, made: NewFolder) -> Iterator[tuple[str, int]]:
    """A file for each pool that was imported, as it says of itself which it is; our own come first."""
    pools, _ = database.run(exchange_pool.files)
    for number, content in enumerate(pools, 1):
        name = POOL if number == 1 else f"question_pool-{number}.json"
        with made.file(name) as file:
            json.dump(content, file, indent=2, ensure_ascii=False)
            file.write("\n")
        yield name, sum(map(len, content["questions"].values()))
