"""The import of files of an earlier system: each file and each record by itself, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col

from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import InvalidState, NotFound, Rejected, Unavailable
from neurohire.exchange import shapes
from neurohire.exchange.json_file import ReadFile, read_json
from neurohire.exchange.shapes import Kind, Record, Remark
from neurohire.models.users import User
from neurohire.services import exchange_in, exchange_pool
from neurohire.services.accounts import actor
from neurohire.services.exchange_in import Outcome
from neurohire.vocabulary import Role

log = structlog.get_logger(__name__)
ORDER = (Kind.POOL, Kind.LINKS, Kind.ANSWERS)  # interviews first: their answers find them
TAKE: dict[Kind, Callable[[Session, Actor, Record], Outcome]] = {
    Kind.POOL: exchange_pool.take_question,
    Kind.LINKS: exchange_in.take_links,
    Kind.ANSWERS: exchange_in.take_answers,
}
NOT_OURS = "Not one of the three kinds of file: no questions, interviews or answers were found in it."


@dataclass
class FileReport:
    """One file of the import."""

    name: str
    kind: Kind = Kind.UNKNOWN
    new: int = 0
    known: int = 0
    refused: int = 0
    remarks: list[Remark] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)

    @property
    def is_readable(self) -> bool:
        return self.kind is not Kind.UNKNOWN

    def note(self, *remarks: Remark) -> None:
        self.remarks += remarks
        self.refused += sum(remark.is_refused for remark in remarks)


def importer(db: Session, email: str) -> Actor:
    """Whose the imported things will be: the account named, else the first admin."""
    query = select(User).where(col(User.disabled_at).is_(None)).order_by(col(User.created_at))
    if email:
        user = db.scalars(query.where(col(User.email) == email.strip().lower())).first()
        if user is None:
            raise NotFound("There is no account with this e-mail.")
        return actor(user)
    user = db.scalars(query.where(col(User.role) == Role.ADMIN)).first()
    if user is None:
        raise InvalidState(
            "Make an account first, so that the imported interviews are somebody's: "
            "python -m neurohire user create --email you@example.org --role admin"
        )
    return actor(user)


def take_in(database: Database, by: Actor, paths: list[Path]) -> list[FileReport]:
    """Read all, then take in record by record, each in its own transaction."""
    reports = [_read(path) for path in paths]
    for kind in ORDER:
        for report in reports:
            for record in report.records:
                if record.kind is kind:
                    _take(database, by, report, record)
    return reports


def _read(path: Path) -> FileReport:
    report = FileReport(shapes.shown(path.name))
    try:
        read = read_json(path)
        report.kind = shapes.kind_of(read.content)
    except Rejected as refusal:
        report.note(Remark("", refusal.message, True))
        return report
    if report.kind is Kind.UNKNOWN:
        report.note(Remark("", NOT_OURS, True))
    elif report.kind is not Kind.EMPTY:
        report.note(
            *(Remark(shapes.shown(key), "The key stands twice; the last counts.") for key in read.twice)
        )
        for found in _split(read, report.kind):
            report.records.append(found) if isinstance(found, Record) else report.note(found)
    return report


def _split(read: ReadFile, kind: Kind) -> Iterator[Record | Remark]:
    return shapes.records(read, kind)


def _take(database: Database, by: Actor, report: FileReport, record: Record) -> None:
    try:
        outcome = _once(database, by, record)
    except Rejected as refusal:
        report.note(*record.remarks, Remark(record.place, refusal.message, True))
        return
    except Unavailable:
        raise
    except SQLAlchemyError as error:
        log.warning("a record could not be stored", error=type(error).__name__)
        report.note(Remark(record.place, "It could not be stored.", True))
        return
    report.new += outcome is Outcome.NEW
    report.known += outcome is Outcome.KNOWN
    report.note(*record.remarks)


def _once(database: Database, by: Actor, record: Record) -> Outcome:
    def work(db: Session) -> Outcome:
        record.remarks.clear()  # a transaction that lost against another one is run again
        return TAKE[record.kind](db, by, record)

    return database.run(work)[0]
