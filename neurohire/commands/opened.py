"""The database as commands use it: opened, brought to the newest version where asked, closed again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from neurohire import migrations
from neurohire.database import Database
from neurohire.errors import InvalidState, Unavailable
from neurohire.settings import Settings, get_settings

NO_ANSWER = "The database does not answer. Check NEUROHIRE_DATABASE_URL and that the server runs."
NOT_NEWEST = "The database is not at this version yet. Run: python -m neurohire migrate"


@contextmanager
def opened_database(*, upgrade: bool) -> Iterator[Database]:
    """With `upgrade` a new or old database is migrated first, as the server does at its start."""
    settings = get_settings()
    make_data_dir(settings)
    database = Database(settings.sqlalchemy_url)
    try:
        if upgrade:
            migrations.upgrade(database.engine)
        elif not migrations.is_newest(database.engine):
            raise InvalidState(NOT_NEWEST)
        yield database
    except DBAPIError as error:
        raise Unavailable(NO_ANSWER) from error
    finally:
        database.close()


def make_data_dir(settings: Settings) -> None:
    """For nobody but its owner: resumes and recordings will lie there."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
